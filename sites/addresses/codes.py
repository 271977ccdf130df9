"""Codes of regions after GB/T 2260: six digits, two each for province, prefecture and county."""

import re
from typing import Final

_CODE: Final = re.compile("[0-9]{6}")


def is_code(text: str) -> bool:
    """Return whether a text has the form of a region's code."""
    return _CODE.fullmatch(text) is not None


def codes_around(code: str) -> tuple[str, ...]:
    """Return a region's code and those of what it lies in, finest first, each once.

    500116 → 500116, 500100, 500000. Whether there is such a region is not looked up.
    """
    return tuple(dict.fromkeys((code, code[:4] + "00", code[:2] + "0000")))
