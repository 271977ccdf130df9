"""Addresses as QR codes, for paper and for the phone of whoever stands beside."""

from dataclasses import dataclass
from itertools import groupby
from typing import Final

import segno

# What the standard asks for around a code (ISO/IEC 18004, 6.3.8).
_QUIET_MODULES: Final = 4


@dataclass(frozen=True, slots=True)
class QrCode:
    """A code as it is drawn: the pages' own policy allows no image that a style would colour.

    Attributes:
        side: the width and height of the drawing in modules, the quiet zone included.
        path: the dark modules as the path of an SVG of that size.
    """

    side: int
    path: str


def qr_code(address: str) -> QrCode:
    """Return the code of an address; a seventh of it may be soiled (level M)."""
    matrix = segno.make(address, error="m", micro=False).matrix
    runs = []
    for y, row in enumerate(matrix, start=_QUIET_MODULES):
        x = _QUIET_MODULES
        for is_dark, modules in groupby(row):
            length = len(list(modules))
            if is_dark:
                runs.append(f"M{x} {y}h{length}v1H{x}z")
            x += length
    return QrCode(side=len(matrix) + 2 * _QUIET_MODULES, path="".join(runs))
