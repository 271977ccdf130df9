"""Fixtures shared by the tests of every HTML page."""

from tests.web.fixtures import make_point, three_places

__all__ = ["make_point", "three_places"]
