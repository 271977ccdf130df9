"""Where in a TOML file a value stands: the standard library's parser does not say."""

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

Path: TypeAlias = Sequence[str | int]
"""The way to a value: ``("answer", 2, "advice", 0, "en")``; tables count from zero."""

_HEADER: Final = re.compile(r"\s*\[\[\s*([\w-]+)\s*\]\]")
_KEY: Final = re.compile(r"\s*([\w-]+)\s*=")


def line_of(text: str, path: Path) -> int:
    """Return the line of the value, or of the innermost thing around it that is found; from 1.

    It knows the form that the guides have: tables in double brackets, one key per line, the
    elements of a long array each on a line of its own.
    """
    lines = text.splitlines()
    at, rest = _table(lines, path)
    if not rest:
        return at + 1
    start = at + 1 if len(rest) < len(path) else 0
    for number in range(start, len(lines)):
        if _HEADER.match(lines[number]):
            break
        key = _KEY.match(lines[number])
        if key and key[1] == rest[0]:
            return _element(lines, number, rest[1:]) + 1
    return at + 1


def _table(lines: Sequence[str], path: Path) -> tuple[int, Path]:
    """Return the index of the line that begins the path's table, and the rest of the path."""
    if len(path) < 2 or not isinstance(path[1], int):
        return 0, path
    count = -1
    for number, line in enumerate(lines):
        header = _HEADER.match(line)
        if header and header[1] == path[0]:
            count += 1
            if count == path[1]:
                return number, path[2:]
    return 0, path


def _element(lines: Sequence[str], start: int, rest: Path) -> int:
    """Return the index of the line of an array's element; the array's own if it is not found."""
    if not rest or not isinstance(rest[0], int):
        return start
    count = -1
    for number in range(start + 1, len(lines)):
        line = lines[number].strip()
        if line.startswith("]"):
            break
        count += bool(line) and not line.startswith("#")
        if count == rest[0]:
            return number
    return start
