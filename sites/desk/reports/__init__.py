"""Staff decide on what residents report."""

__all__ = [
    "admin",
    "decide",
]
