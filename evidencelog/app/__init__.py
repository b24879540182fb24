"""One module per use case: what the command line and the terminal app both call."""
