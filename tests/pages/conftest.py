"""Fixtures shared by the tests of every HTML page."""

from tests.web.fixtures import clock, make_point, three_places

__all__ = ["clock", "make_point", "three_places"]
