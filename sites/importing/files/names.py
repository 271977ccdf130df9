"""A file's name, for people to read: it proves nothing."""

from typing import Final
from unicodedata import category

_LONGEST: Final = 255


def safe_name(name: str) -> str:
    """Return the last part of a file's name without what could mislead who reads it."""
    last = name.replace("\\", "/").rpartition("/")[2]
    # Cc, Cf: a mark that turns the direction of writing makes "xslx.exe" of "exe.xlsx".
    plain = "".join(character for character in last if category(character)[0] != "C").strip()
    return plain[:_LONGEST] or "table"
