"""Fills an empty site with the demonstration: an invented town, its consultations and what people said."""
