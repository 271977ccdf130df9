"""Staff upload a table, look at what it would change, decide, apply it and undo it."""

__all__ = [
    "admin",
    "pages",
]
