"""Traditional characters → the simplified ones that names of places are stored in."""

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from sites.text.normalise import HAN

if TYPE_CHECKING:
    from opencc import OpenCC

_RUN: Final = re.compile(f"[{HAN}]+")
_STANDARD: Final = "gb2312"
# Names of places keep them, also in simplified writing: 乾县, 濛阳, 於潜.
_KEPT: Final = re.compile("[乾濛塚洩]|於(?=[潜潛])")


def simplified(text: str) -> str:
    """Return a text with its traditional characters replaced by simplified ones.

    GB 2312, the standard of simplified Chinese, has next to no traditional character: a text that
    it can express, such as nearly every address, is returned as it is, at no cost. What it cannot
    express either way (沈埨镇) stays as typed. Linear; raises for no string.
    """
    try:
        text.encode(_STANDARD)
    except UnicodeEncodeError:
        return _RUN.sub(_simplified_run, text)
    return text


def _simplified_run(run: re.Match[str]) -> str:
    typed = run.group()
    converted = _converter().convert(typed)
    if len(converted) != len(typed):
        return typed
    kept = {match.start() for match in _KEPT.finditer(typed)}
    return "".join(
        old if index in kept or (old != new and not _is_standard(new)) else new
        for index, (old, new) in enumerate(zip(typed, converted, strict=True))
    )


def _is_standard(character: str) -> bool:
    try:
        character.encode(_STANDARD)
    except UnicodeEncodeError:
        return False
    return True


@cache
def _converter() -> "OpenCC":
    # Loaded on first use: 0.1 s and 6 MB, which most texts do not need.
    from opencc import OpenCC  # noqa: PLC0415

    return OpenCC("t2s")
