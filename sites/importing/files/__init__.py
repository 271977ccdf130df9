"""The bytes of a file that somebody sends become tables of texts."""

__all__ = [
    "bounds",
    "grids",
    "names",
    "read",
    "system",
    "uploads",
]
