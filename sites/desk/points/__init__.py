"""Staff find an outlet, correct it, verify its number, and change many at once."""

__all__ = [
    "admin",
    "bulk",
    "call_sheet",
    "conflict_form",
    "phones",
]
