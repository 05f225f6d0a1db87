"""What analysts look at while they work: passages by filter, previews, history, runs side by side."""
