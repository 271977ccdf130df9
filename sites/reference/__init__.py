"""Regions, towns, operators and services: their files, their rows, and what doors show of them."""

__all__ = [
    "catalog",
    "files",
    "row_error",
    "stored",
    "version",
]
