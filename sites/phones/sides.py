"""Which number of a printed cell a label, or hours, belong to: the one in front or behind."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from sites.phones.labels import Meaning
from sites.phones.tokens import CLOSING, OPENING, Token

MARKS: Final = frozenset({Meaning.LABEL, Meaning.NO_PHONE, Meaning.HOURS})
"""What belongs to a number."""

# How far things stand apart, by what is between them.
_GLUED, _BLANK, _LINE, _LISTED, _APART = range(5)
_DISTANCES: Final = (
    (_APART, re.compile("[;。]")),
    (_LISTED, re.compile("[、,/|或和及与&]")),
    (_LINE, re.compile("[\r\n]")),
    (_BLANK, re.compile("[ \t]")),
)
# What stands in brackets keeps nothing apart: in some between two things, or in their own.
_OPEN, _CLOSE = re.escape(OPENING), re.escape(CLOSING)
_BRACKETS: Final = re.compile(f"[{_OPEN}][^{_OPEN}{_CLOSE}]*[{_CLOSE}]")
_OPENED: Final = re.compile(f"[{_OPEN}][^{_OPEN}]*$")
_CLOSED: Final = re.compile(f"^[^{_CLOSE}]*[{_CLOSE}]")
# 电话 begins something new, and so does a colon or a line.
_LIST: Final = re.compile(r"(?:[^:\r\n\w]|或者?|以?及|[和与])*")


class Sides:
    """The tokens of a clean text, and which of them belong together."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        """Take tokens as `find_tokens` returns them for the text."""
        self._text = text
        self._tokens = tokens
        self.numbers = [place for place, token in enumerate(tokens) if token.meaning is None]
        """The places of the numbers among the tokens."""

    def number_of(self, place: int) -> int | None:
        """Return the place of the number that a label, or hours, belong to; None if unclear.

        It is the nearer one, without a list's sign between them; the one behind a colon; and of
        two as near the one on the side where labels stand in the rest of the cell.
        """
        before = max((number for number in self.numbers if number < place), default=None)
        after = min((number for number in self.numbers if number > place), default=None)
        back, ahead = self._back(before, place), self._ahead(place, after)
        if before is not None and after is not None and max(back, ahead) <= _LINE:
            return self._one_of_two(before, place, after, ahead - back)
        if ahead <= _LINE:
            return after
        return before if back <= _LINE else None

    def _one_of_two(self, before: int, place: int, after: int, farther: int) -> int | None:
        """Return one of two numbers; `farther`: by how much the second is farther away."""
        token = self._tokens[place]
        # Of two labels between two numbers each belongs to the one on its side.
        is_first = any(_compete(token, other) for other in self._tokens[place + 1 : after])
        is_last = any(_compete(token, other) for other in self._tokens[before + 1 : place])
        if is_first or is_last:
            return None if is_first and is_last else before if is_first else after
        shares_brackets = token.is_bracketed and not _CLOSED.search(self.gap(place, after))
        if farther < 0 or shares_brackets or self._has_colon(place, after):
            return after
        if farther > 0:
            return before
        are_in_front = self._are_in_front(token)
        return None if are_in_front is None else after if are_in_front else before

    def are_listed(self, first: int, last: int) -> bool:
        """Return whether two numbers stand in one list, so that a label holds for both."""
        is_near = self._distance(first, last) <= _LISTED
        return is_near and _LIST.fullmatch(self.gap(first, last)) is not None

    def gap(self, first: int, last: int) -> str:
        """Return the signs, and the words that say nothing, between two tokens."""
        between = pairwise(self._tokens[first : last + 1])
        return "".join(self._text[one.end : other.start] for one, other in between)

    def _back(self, before: int | None, place: int) -> int:
        token = self._tokens[place]
        # 传真： with nothing behind it is no word on the number before.
        points_on = self._text[token.end :].lstrip(" " + CLOSING).startswith(":")
        if before is None or points_on:
            return _APART
        if token.meaning is Meaning.NO_PHONE and not token.is_bracketed:
            return _APART
        return self._distance(before, place)

    def _ahead(self, place: int, after: int | None) -> int:
        if after is None:
            return _APART
        if self._tokens[place].meaning is Meaning.NO_PHONE:
            return _GLUED if self._is_next(place, after) else _APART
        return self._distance(place, after)

    def _is_next(self, place: int, after: int) -> bool:
        """Return whether nothing but signs stands between a word for a fax and a number.

        No sign keeps them apart: better no number than that of a fax.
        """
        is_named = any(
            other.stands_between or (other.meaning in MARKS and not other.is_bracketed)
            for other in self._tokens[place + 1 : after]
        )
        return not is_named and not re.search(r"\w", self.gap(place, after))

    def _distance(self, first: int, last: int) -> int:
        if any(token.stands_between for token in self._tokens[first + 1 : last]):
            return _APART
        gap = _BRACKETS.sub("", self.gap(first, last))
        if self._tokens[last].is_bracketed:
            gap = _OPENED.sub("", gap)
        if self._tokens[first].is_bracketed:
            gap = _CLOSED.sub("", gap)
        return next((how_far for how_far, signs in _DISTANCES if signs.search(gap)), _GLUED)

    def _has_colon(self, place: int, after: int) -> bool:
        """Return whether a colon behind a token, and not behind the next label, points on."""
        end = self._tokens[place].end
        marks = (
            other
            for other in range(place + 1, after)
            if self._tokens[other].meaning in MARKS
            and self._tokens[other].start >= end
            and not self._tokens[other].is_bracketed
        )
        return ":" in self.gap(place, next(marks, after))

    def _are_in_front(self, token: Token) -> bool | None:
        """Return whether labels like this one stand in front of their numbers; None if unclear.

        In brackets they stand behind, if the cell does not begin with one.
        """
        places = [
            place
            for place, other in enumerate(self._tokens)
            if other.meaning in MARKS and other.is_bracketed == token.is_bracketed
        ]
        starts, ends = places[0] < self.numbers[0], places[-1] > self.numbers[-1]
        if starts != ends:
            return starts
        return False if token.is_bracketed and not starts else None


def _compete(one: Token, other: Token) -> bool:
    """Return whether a number has but one of two tokens: labels, or hours."""
    are_hours = [token.meaning is Meaning.HOURS for token in (one, other)]
    return other.meaning in MARKS and are_hours[0] == are_hours[1]
