"""A table is checked for whoever has one; nothing of it is kept."""
