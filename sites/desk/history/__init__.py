"""Staff see who changed what, and take single changes back."""

__all__ = [
    "admin",
    "pages",
    "words",
]
