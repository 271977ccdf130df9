"""The cells for a position become degrees."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from sites.geo.precision import Precision
from sites.importing.cells import CellError
from sites.models.service_point import PRECISION_CHOICES

_DEGREES: Final = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,20})?", re.ASCII)
_AROUND: Final = re.compile(r"^(?:东经|北纬|[EN])\s*|\s*(?:°?\s*[EN]|[°度])$", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\s*[,，;；、/|]\s*|\s+")
_MOST: Final = {"longitude": 180, "latitude": 90}


def read_degrees(axis: str, text: str, column: str = "") -> float:
    """Return the degrees in a normalised cell for the longitude or latitude.

    Raises ``CellError``, about the column of that name unless they stand in another.
    """
    column = column or axis
    text = _AROUND.sub("", text)
    if not _DEGREES.fullmatch(text):
        raise CellError(
            _("These are no degrees."),
            _("Write degrees as a number with decimals, such as 106.259120."),
            column,
        )
    degrees = float(text)
    if not -_MOST[axis] <= degrees <= _MOST[axis]:
        raise CellError(
            _("There are no more than %(limit)d degrees.") % {"limit": _MOST[axis]},
            _("Check whether longitude and latitude are exchanged."),
            column,
        )
    return degrees


def split_pair(text: str) -> tuple[str, str]:
    """Return the longitude and the latitude in one normalised cell; raises ``CellError``.

    Whichever comes first: in China a longitude is never as small as a latitude.
    """
    parts = _BETWEEN.split(text.strip("()（）[] "))
    if len(parts) != 2:
        raise CellError(
            _("This is no pair of degrees."),
            _("Write longitude and latitude with a comma between, such as 106.259120,29.292433."),
            "position",
        )
    first, second = parts
    degrees = [read_degrees("longitude", part, "position") for part in parts]
    return (second, first) if degrees[0] < degrees[1] else (first, second)


def read_precision(text: str) -> Precision:
    """Return the level that a normalised cell names, in any language; raises ``CellError``."""
    try:
        return _precisions()[text.casefold()]
    except KeyError:
        known = ", ".join(str(label) for _value, label in PRECISION_CHOICES)
        raise CellError(
            _("This is no precision."),
            _("Use one of these: %(known)s.") % {"known": known},
            "precision",
        ) from None


@cache
def _precisions() -> Mapping[str, Precision]:
    """Return the levels by their codes and by their names in every language of the desk."""
    by_text = {level.value: level for level in Precision}
    for language, _name in settings.LANGUAGES:
        with override(language):
            by_text |= {
                str(label).casefold(): Precision(value) for value, label in PRECISION_CHOICES
            }
    return by_text


def decimals(text: str) -> int:
    """Return how many decimals a printed number has."""
    return len(_AROUND.sub("", text).partition(".")[2])
