"""One cell: what no cell of a table may hold, and the fields that know the rest."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sites.addresses.normalise import normalise_text
from sites.models import ServicePoint

HIGHEST_SERIAL: Final = 1_000_000
# The rules of the stored columns, with Django's own translated messages.
FIELDS: Final[Mapping[str, forms.Field]] = MappingProxyType(
    {
        **forms.fields_for_model(ServicePoint, ["name", "address", "phone"]),
        "serial": forms.IntegerField(min_value=1, max_value=HIGHEST_SERIAL),
    }
)
_LONGEST_SHOWN: Final = 60
# Nothing that is printed in one cell is longer: the rest of the checks need not look at it.
_LONGEST_CELL: Final = 1_000
# Marks of direction count as well: they make a text look like another one.
_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_HTML: Final = re.compile(r"<\s*[a-zA-Z/!?]|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+\d*);")
_FORMULA_SIGNS: Final = ("=", "＝", "+", "＋", "-", "－", "@", "＠")


class CellError(ValueError):
    """What is wrong with a cell and what to do, both sentences for people."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


def shown(value: str) -> str:
    """Return a printed cell as an error can quote it: on one line, without control characters."""
    text = " ".join(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", value[: 2 * _LONGEST_SHOWN]).split())
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def unprintable_removed(value: str) -> str:
    """Return a text without control characters, which no workbook can hold."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", value)


def clean_text(column: str, value: str) -> str:
    """Return the normalised text of a cell; raises ``CellError``.

    A phone may begin with a plus sign.
    """
    if len(value) > _LONGEST_CELL:
        raise CellError(
            _("The cell has %(length)d characters.") % {"length": len(value)},
            _("Keep the text that is meant for this cell alone."),
        )
    if _CONTROL.search(value):
        raise CellError(
            _("The cell has control characters."), _("Type the text anew instead of pasting it.")
        )
    if _HTML.search(value):
        raise CellError(_("The cell has HTML in it."), _("Paste the text without its format."))
    text = normalise_text(value)
    if text.startswith("'") and text[1:].lstrip().startswith(_FORMULA_SIGNS):
        # With this a spreadsheet, and our own export, marks a text as one.
        text = text[1:].lstrip()
    if text.startswith(_FORMULA_SIGNS) and not (column == "phone" and text[0] in "+＋"):
        raise CellError(
            _("The cell begins like a formula."),
            _("Put the text or figure itself there, without the sign in front."),
        )
    return text


def clean_value(column: str, text: str) -> object:
    """Return the value of a normalised text by the rules of its column; raises ``CellError``."""
    try:
        return FIELDS[column].clean(text)
    except ValidationError as error:
        remedy = {
            "serial": _("Enter a whole number from 1 up, or leave the cell empty."),
            "name": _("Enter the outlet's full name as the notice has it."),
            "address": _("Enter the address as the notice has it."),
            "phone": _("Enter one phone number."),
        }[column]
        raise CellError(" ".join(error.messages), remedy) from None
