"""Staff correct and verify what is stored."""
