"""The programs from npm that check pages: installed by `npm ci`."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

_MODULES: Path = settings.BASE_DIR / "node_modules"


def node_module(name: str) -> Path:
    """Return the folder of a package; without it the test is skipped."""
    folder = _MODULES / name
    if not folder.is_dir() or shutil.which("node") is None:
        pytest.skip(f"{name} is not installed (Node.js, then: npm ci)")
    return folder
