"""What software notices in a text, by fixed patterns and by a linear model; people decide."""
