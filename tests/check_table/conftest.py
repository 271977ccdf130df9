"""Fixtures shared by the tests of every HTML page."""

from tests.web.fixtures import clock

__all__ = ["clock"]
