"""Reading other people's files: a Polis export, a table of responses. Parsing only; actions write."""
