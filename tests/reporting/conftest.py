"""Outlets that residents report on."""

from tests.showing.fixtures import make_point

__all__ = ["make_point"]
