"""The pages of those who answer, and of those who see that everybody hears."""
