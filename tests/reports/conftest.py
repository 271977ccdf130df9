"""Outlets that residents report on."""

from tests.web.fixtures import make_point

__all__ = ["make_point"]
