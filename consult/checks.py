"""System checks that refuse a set-up which would lose or leak something."""
