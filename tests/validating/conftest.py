"""Fixtures shared by the tests of every HTML page."""

from tests.showing.fixtures import clock

__all__ = ["clock"]
