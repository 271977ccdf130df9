"""Staff put pins right, one by one or as a table, and decide on proposed positions."""

__all__ = [
    "pin_form",
    "pins",
    "proposals",
    "tables",
]
