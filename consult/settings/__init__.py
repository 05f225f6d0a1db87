"""Settings, one module for each place the site runs in."""
