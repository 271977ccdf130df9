"""Outlets made one by one, and all that is stored as one text."""

from tests.desk.conftest import make_point, stored

__all__ = ["make_point", "stored"]
