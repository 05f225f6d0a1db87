"""Tables and codebooks in the shapes of other tools: reading and writing only, actions write rows."""
