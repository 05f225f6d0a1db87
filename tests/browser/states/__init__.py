"""Every page in every state that matters, over one seeded town: read by machine, measured, written down."""
