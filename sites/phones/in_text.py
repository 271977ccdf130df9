"""The numbers in a printed cell, each with its label and hours, and what else the cell says."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from sites.phones.errors import PhoneError
from sites.phones.labels import Label, Meaning
from sites.phones.numbers import Phone, parse_phone
from sites.phones.runs import continued
from sites.phones.sides import MARKS, Sides
from sites.phones.tokens import Token, clean_cell, find_tokens

# A cell for phones is shorter.
_LONGEST_TEXT: Final = 500
_CONTINUES: Final = re.compile("[ ]*[/、或和][ ]*")
_FAX: Final = re.compile("传真|傳真|fax", re.IGNORECASE)


class RestKind(StrEnum):
    """What a piece of a cell that is not taken is."""

    TEXT = "text"
    NAME = "name"
    NUMBER = "number"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Rest:
    """A piece of a cell that is not taken.

    Attributes:
        kind: a text; the name of a person; a number that nobody is to be called at (a fax, a
            postcode, one that cannot be told for certain); a number that was given before, with
            what it is called here.
        text: the piece as printed, with half-width signs; "" for a name, which nobody repeats.
    """

    kind: RestKind
    text: str = ""


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number with what is printed beside it.

    Attributes:
        phone: the number.
        label: what it is for.
        hours: when it is answered, as printed; "" if that is not said.
    """

    phone: Phone
    label: Label = Label.NONE
    hours: str = ""


@dataclass(frozen=True, slots=True)
class PrintedNumbers:
    """What a printed cell says.

    Attributes:
        numbers: the numbers that can be dialled, each once, in the order of the cell.
        rest: what else it says, in its order.
    """

    numbers: tuple[PrintedNumber, ...]
    rest: tuple[Rest, ...] = ()

    @property
    def phones(self) -> tuple[Phone, ...]:
        """The numbers alone."""
        return tuple(number.phone for number in self.numbers)


_REST_KINDS: Final = {
    Meaning.TEXT: RestKind.TEXT,
    Meaning.NAME: RestKind.NAME,
    Meaning.END: RestKind.NUMBER,
}


def read_numbers(text: str, area_code: str) -> PrintedNumbers:
    """Return the numbers in a cell that was printed in a region with that area code.

    Understands what `parse_phone` does, and between such numbers words, signs and line breaks. A
    label or hours belong to the number that they are nearest to; one in front holds for a list
    (办公室：47564298、47557312), until a semicolon, a new line or other words. A number without its
    beginning counts where it can mean one thing only (47564298/99). What cannot be told, a fax and
    a postcode are a rest. Raises `PhoneError` for a cell without a number that can be dialled, and
    no other error.
    """
    try:
        phone = parse_phone(text, area_code)
    except PhoneError:
        found = _Cell(text, area_code).read() if len(text) <= _LONGEST_TEXT else None
        if not (found and found.numbers):
            raise
        return found
    if phone.extension:
        # 47564298-99 may be a range.
        found = _Cell(text, area_code).read()
        return found if found.numbers else PrintedNumbers((PrintedNumber(phone),))
    return PrintedNumbers((PrintedNumber(phone),) if phone.text else ())


@dataclass(slots=True)
class _Held:
    """What holds for the numbers of a list.

    Attributes:
        labels: its label, or that it is none of phones.
        hours: when they are answered.
        is_elsewhere: whether there is a number of another area in it.
        last: the number before, None if it was none for certain.
    """

    labels: Sequence[Token] = ()
    hours: Sequence[Token] = ()
    is_elsewhere: bool = False
    last: Phone | None = None


class _Cell:
    """A cell while it is read."""

    def __init__(self, printed: str, area_code: str) -> None:
        self.area_code = area_code
        self.text = clean_cell(printed)
        self.tokens = find_tokens(self.text, area_code)
        self.sides = Sides(self.text, self.tokens)
        self.marks: dict[int, list[Token]] = {number: [] for number in self.sides.numbers}
        self.found: dict[str, PrintedNumber] = {}
        self.rest: dict[tuple[int, int], Rest] = {}

    def read(self) -> PrintedNumbers:
        """Return what it says."""
        for place, token in enumerate(self.tokens):
            if token.meaning in MARKS:
                number = self.sides.number_of(place)
                if number is None:
                    self._leave(token)
                else:
                    self.marks[number].append(token)
            elif token.meaning is not None:
                self._leave(token, _REST_KINDS[token.meaning])
        held, previous = _Held(), None
        for place in self.sides.numbers:
            if previous is None or not self.sides.are_listed(previous, place):
                held = _Held()
            self._take(place, held)
            previous = place
        rest = [self.rest[span] for span in sorted(self.rest)]
        return PrintedNumbers(tuple(self.found.values()), tuple(rest))

    def _take(self, place: int, held: _Held) -> None:
        """Put a number where it belongs, with what is said of it."""
        token, own = self.tokens[place], self.marks[place]
        in_front = [mark for mark in own if mark.start < token.start]
        if _labels(in_front):
            held.labels, held.hours = _labels(in_front), ()
        held.hours = _hours(in_front) or held.hours
        labels, hours = _labels(own) or held.labels, _hours(own) or held.hours
        held.last = phone = self._phone(place, held)
        if any(mark.meaning is Meaning.NO_PHONE for mark in labels):
            self._leave_no_phone(token, own)
            # A list of faxes is one; behind a postcode comes something else.
            held.labels = [mark for mark in held.labels if _FAX.search(self._printed(mark))]
        elif phone is None:
            self._leave(token, RestKind.NUMBER)
            for mark in own:
                self._leave(mark)
        elif len({mark.label for mark in labels}) > 1:
            for mark in _labels(own):
                self._leave(mark)
            held.labels = ()
            self._give(token, phone, (), hours)
        else:
            self._give(token, phone, labels, hours)

    def _phone(self, place: int, held: _Held) -> Phone | None:
        """Return the number at a place; None if it is none for certain."""
        token = self.tokens[place]
        if token.phone is None:
            follows = place > 0 and self.tokens[place - 1].meaning is None
            if held.last and follows and _CONTINUES.fullmatch(self.sides.gap(place - 1, place)):
                return continued(self._printed(token), held.last, self.area_code)
            return None
        if token.is_bare and held.is_elsewhere:
            # 0571-87654321、87654322: of there or of here.
            return None
        held.is_elsewhere = held.is_elsewhere or "-" in token.phone.text
        return token.phone

    def _give(
        self, token: Token, phone: Phone, labels: Sequence[Token], hours: Sequence[Token]
    ) -> None:
        label = labels[0].label if labels else Label.NONE
        times = " ".join(map(self._printed, hours))
        first = self.found.setdefault(phone.text, PrintedNumber(phone, label, times))
        once = replace(first, label=first.label or label, hours=first.hours or times)
        self.found[phone.text] = once
        others = [self._printed(mark) for mark in labels if mark.label != once.label]
        others += [times] if times not in {"", once.hours} else []
        if others:
            text = f"{' '.join(others)}:{phone.text}"
            self.rest[token.start, token.end] = Rest(RestKind.REPEATED, text)

    def _leave_no_phone(self, token: Token, own: Iterable[Token]) -> None:
        """Leave a number with the word that says that it is none of phones."""
        text = self._printed(token)
        for mark in own:
            if mark.meaning is not Meaning.NO_PHONE:
                self._leave(mark)
            elif mark.start < token.start:
                sign = ":" if ":" in self.text[mark.end : token.start] else ""
                text = f"{self._printed(mark)}{sign}{text}"
            else:
                text = f"{text}({self._printed(mark)})"
        self.rest[token.start, token.end] = Rest(RestKind.NUMBER, text)

    def _leave(self, token: Token, kind: RestKind = RestKind.TEXT) -> None:
        text = "" if kind is RestKind.NAME else self._printed(token)
        self.rest.setdefault((token.start, token.end), Rest(kind, text))

    def _printed(self, token: Token) -> str:
        return self.text[token.start : token.end]


def _labels(marks: Iterable[Token]) -> list[Token]:
    return [mark for mark in marks if mark.meaning is not Meaning.HOURS]


def _hours(marks: Iterable[Token]) -> list[Token]:
    return [mark for mark in marks if mark.meaning is Meaning.HOURS]
