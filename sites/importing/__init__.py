"""A table comes in: read, check, compare, apply, and undo."""
