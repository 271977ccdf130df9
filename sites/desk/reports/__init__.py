"""Staff decide on what residents report."""
