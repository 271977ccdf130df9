"""A Chinese address text → its parts and its town. Pure: no Django, nothing of ours, no files."""

__all__ = [
    "codes",
    "heads",
    "mentions",
    "parser",
    "parts",
    "preamble",
    "resolving",
    "towns",
]
