"""One cell: what no cell of a table may hold, and the fields that know the rest."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sites.importing.cell_words import is_as_above, is_empty
from sites.models import ServicePoint
from sites.text.csv_safe import FORMULA_SIGNS
from sites.text.normalise import HAN, normalise_text

# The rules of the stored columns, with Django's own translated messages.
FIELDS: Final[Mapping[str, forms.Field]] = MappingProxyType(
    {
        **forms.fields_for_model(ServicePoint, ["name", "address", "phone", "hours", "note"]),
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
# What a text becomes that is read in another encoding than it was written in; and the places that
# are left for characters of one's own, which nobody else can show.
_NO_CHARACTER: Final = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]")
_SHORTENED: Final = re.compile(r"[+-]?\d+(?:\.\d+)?E[+-]?\d+", re.ASCII | re.IGNORECASE)
_WHOLE: Final = re.compile(r"(\d+)\.0+", re.ASCII)
_NUMBERS: Final = frozenset({"phone", "postcode"})
# 278 号, 附 48号, E 栋; but Bank of China 江津支行.
_BLANK_AT_FIGURE: Final = re.compile(
    f"(?<=[0-9]) (?=[（{HAN}])|(?<=(?<![A-Za-z])[A-Za-z]) (?=[（{HAN}])"
    f"|(?<=[）{HAN}]) (?=[0-9]|[A-Za-z](?![A-Za-z]))"
)


class CellError(ValueError):
    """What is wrong with a cell.

    Attributes:
        problem: what is wrong with it, a sentence for people.
        remedy: what to do about it.
        column: of the cell, "" where that is known to whoever has it read.
    """

    def __init__(self, problem: str, remedy: str, column: str = "") -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem = problem
        self.remedy = remedy
        self.column = column


def shown(value: str) -> str:
    """Return a printed cell as an error can quote it: on one line, without control characters."""
    text = " ".join(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", value[: 2 * _LONGEST_SHOWN]).split())
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def unprintable_removed(value: str) -> str:
    """Return a text without control characters, which no workbook can hold."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", value)


def condensed(text: str) -> str:
    """Return a normalised text without blanks between figures and Chinese: 大同路 278 号."""
    return _BLANK_AT_FIGURE.sub("", text)


def clean_text(column: str, value: str) -> str:
    """Return the normalised text of a cell, "" where it says that there is nothing to say.

    A phone may begin with a plus sign. Raises ``CellError``.
    """
    _refuse_unreadable(value)
    if is_empty(value):
        return ""
    if is_as_above(value):
        raise CellError(
            _("It stands for the cell above, but there is nothing."), _("Write out what is meant.")
        )
    text = condensed(normalise_text(value))
    if text.startswith("'") and text[1:].lstrip().startswith(FORMULA_SIGNS):
        # With this a spreadsheet, and our own export, marks a text as one.
        text = text[1:].lstrip()
    if column in _NUMBERS:
        text = _figures(text)
    if text.startswith(FORMULA_SIGNS) and not (column == "phone" and text[0] in "+＋"):
        raise CellError(
            _("The cell begins like a formula."),
            _("Put the text or figure itself there, without the sign in front."),
        )
    return text


def _refuse_unreadable(value: str) -> None:
    if len(value) > _LONGEST_CELL:
        raise CellError(
            _("The cell has %(length)d characters.") % {"length": len(value)},
            _("Keep the text that is meant for this cell alone."),
        )
    if _CONTROL.search(value):
        raise CellError(
            _("The cell has control characters."), _("Type the text anew instead of pasting it.")
        )
    if found := _NO_CHARACTER.search(value):
        raise CellError(
            _("The cell has a character that cannot be read (U+%(code)04X): a wrong encoding.")
            % {"code": ord(found.group())},
            _("Take the text from the original file, or type the character anew."),
        )
    if _HTML.search(value):
        raise CellError(_("The cell has HTML in it."), _("Paste the text without its format."))


def _figures(text: str) -> str:
    """Return a cell that holds a number, as it was before a spreadsheet made a figure of it."""
    if _SHORTENED.fullmatch(text):
        raise CellError(
            _("A spreadsheet program has shortened the number: its last digits are lost."),
            _("Take the number from the source, with its cell formatted as text."),
        )
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def clean_value(column: str, text: str) -> str:
    """Return the value of a normalised text by the rules of its column; raises ``CellError``."""
    try:
        return str(FIELDS[column].clean(text) or "")
    except ValidationError as error:
        remedy = {
            "name": _("Enter the outlet's full name as the notice has it."),
            "address": _("Enter the address as the notice has it."),
            "phone": _("Enter one phone number."),
            "hours": _("Shorten it."),
            "note": _("Shorten it."),
        }[column]
        raise CellError(" ".join(error.messages), remedy) from None
