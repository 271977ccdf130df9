"""The library that the doors read: the files of the project, loaded once."""

from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from sites.guides.content import Library
from sites.guides.load import load_library

GUIDES_DIRECTORY: Final[Path] = settings.BASE_DIR / "data" / "guides"
REFERENCE_DIRECTORY: Final[Path] = settings.BASE_DIR / "data" / "reference"


@cache
def library() -> Library:
    """Return the guides of the project; raises `ContentError` if the files cannot be used."""
    return load_library(GUIDES_DIRECTORY, REFERENCE_DIRECTORY)
