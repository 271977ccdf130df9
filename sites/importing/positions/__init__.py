"""Positions in tables: beside the outlets, or in a table of their own."""

__all__ = [
    "apply",
    "compare",
    "export",
    "reader",
    "weigh",
]
