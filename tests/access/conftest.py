"""Fixtures shared by the tests of who may do what."""

from tests.web.fixtures import clock

__all__ = ["clock"]
