"""A text about opening hours → its tokens."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from sites.hours.texts.errors import HoursTextError
from sites.hours.texts.lexicon import Kind, Part, longest_word, words
from sites.hours.texts.spelling import normalised

__all__ = ["Token", "Tokens", "tokenise"]

LONGEST_TEXT: Final = 600
_SIGNS: Final = {
    ":": Kind.COLON,
    "∶": Kind.COLON,
    ",": Kind.COMMA,
    "、": Kind.COMMA,
    "|": Kind.COMMA,
    ";": Kind.STOP,
    "。": Kind.STOP,
    "!": Kind.STOP,
    "\n": Kind.STOP,
    "\r": Kind.STOP,
    "(": Kind.OPENING,
    ")": Kind.CLOSING,
    "至": Kind.TO,
    "到": Kind.TO,
    "-": Kind.TO,
    "/": Kind.SLASH,
    ".": Kind.DOT,
    "·": Kind.DOT,
}
_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_TEN: Final = "十"
# Within a clause of free words: nothing that could be days, times or the end of it.
_FREE: Final = r"[^,;。()\n、:|!\d周节假午日期月\-]"
_CLAUSES: Final = (
    (Kind.DOUBT, re.compile(r"以[^,;。()\n、:|!/.\-]{1,16}?为准")),
    (
        Kind.DOUBT,
        re.compile(
            rf"(?:具体|详情|详细)?请?(?:详见|参见|见){_FREE}{{0,12}}(?:张贴|公示|告示|公示牌)"
        ),
    ),
    (Kind.DOUBT, re.compile(rf"视{_FREE}{{1,8}}?(?:安排|而定|确定|调整)")),
    (Kind.DOUBT, re.compile(rf"(?:是|能|可)否{_FREE}{{1,20}}")),
    (Kind.DOUBT, re.compile(rf"请先?(?:致电|来电|电询|电联){_FREE}{{0,12}}")),
    (Kind.DOUBT, re.compile(rf"[只仅](?:能|可)?(?:办理?|受理){_FREE}{{1,12}}")),
    (Kind.REMARK, re.compile(rf"(?:建议|推荐)(?:(?![不休停闭]){_FREE}){{1,20}}")),
)


class Token(NamedTuple):
    """A word, a number or a sign: its kind and its text, and what the word says."""

    kind: Kind
    text: str
    number: int = -1
    part: Part | None = None
    name: str = ""


@dataclass(slots=True)
class Tokens:
    """Tokens, and how far they are read. The last one is a heavy separator."""

    tokens: tuple[Token, ...]
    at: int = 0

    def peek(self, ahead: int = 0) -> Token:
        """Return the token at a distance; behind the end the last one."""
        return self.tokens[min(self.at + ahead, len(self.tokens) - 1)]

    def take(self, *kinds: Kind) -> Token | None:
        """Return the next token and go on behind it, if it is of one of these kinds."""
        token = self.peek()
        if token.kind not in kinds or self.is_done:
            return None
        self.at += 1
        return token

    def skip(self, kinds: Collection[Kind]) -> None:
        """Go on behind all tokens of these kinds."""
        while not self.is_done and self.peek().kind in kinds:
            self.at += 1

    def kinds_ahead(self, *kinds: Kind) -> bool:
        """Return whether the next tokens are of these kinds, in this order."""
        return all(self.peek(number).kind is kind for number, kind in enumerate(kinds))

    def is_behind(self, at: int, words: Collection[str]) -> bool:
        """Return whether one of these words stands between an index and the next token."""
        return any(token.text in words for token in self.tokens[at : self.at])

    @property
    def is_done(self) -> bool:
        """Return whether all is read."""
        return self.at >= len(self.tokens) - 1

    @property
    def rest(self) -> str:
        """Return the beginning of what is not read, for a message."""
        return "".join(token.text for token in self.tokens[self.at : self.at + 4]).strip()


def tokenise(text: str) -> Tokens:
    """Return the tokens of a text, blanks left out.

    Raises `HoursTextError` if it is empty or longer than any text about hours. Linear.
    """
    if len(text) > LONGEST_TEXT:
        raise HoursTextError("too_long")
    clean = normalised(text)
    if not clean:
        raise HoursTextError("empty")
    found = tuple(_scan(clean))
    return Tokens((*found, Token(Kind.STOP, "")))


def _scan(text: str) -> Iterator[Token]:
    at = start = 0
    before: Kind | None = None
    while at < len(text):
        token = _token_at(text, at)
        if token is None or not _stands_alone(token, text, at, before):
            at += 1
            continue
        if start < at:
            yield Token(Kind.WORD, text[start:at])
        if token.kind is not Kind.BLANK:
            yield token
        before = token.kind
        at += len(token.text)
        start = at
    if start < at:
        yield Token(Kind.WORD, text[start:])


def _stands_alone(token: Token, text: str, at: int, before: Kind | None) -> bool:
    """Return whether a short word is one, and not a part of a longer one that nobody knows."""
    if token.kind in _UNITS:
        return before in _BEFORE_UNITS
    if token.kind is Kind.DAY:
        return before is Kind.NUMBER or (token.text != "号" and before in _BEFORE_SUNDAY)
    if len(token.text) > 1 or not token.text.isalpha() or token.kind in {Kind.NUMBER, Kind.TO}:
        return True
    end = at + 1
    return end >= len(text) or _token_at(text, end) is not None


_UNITS: Final = frozenset({Kind.HOUR, Kind.MINUTE, Kind.HALF, Kind.QUARTER, Kind.MONTH, Kind.YEAR})
_BEFORE_SUNDAY: Final = frozenset({Kind.WEEK, Kind.TO, Kind.COMMA, Kind.AND, Kind.SLASH})
_BEFORE_UNITS: Final = frozenset({Kind.NUMBER, Kind.HOUR, Kind.AHEAD})


def _token_at(text: str, at: int) -> Token | None:
    """Return the token that begins at an index; None where an unknown word begins or goes on."""
    for kind, clause in _CLAUSES:
        if match := clause.match(text, at):
            return Token(kind, match[0])
    known = words()
    for length in range(min(longest_word(), len(text) - at), 0, -1):
        word = text[at : at + length]
        if word in known and not _is_within_number(text, at, length):
            said = known[word]
            number = -1 if said.number is None else said.number
            return Token(said.kind, word, number, said.part, said.name)
    character = text[at]
    if character in _SIGNS:
        end = at + 1
        while character in "-;。\n" and end < len(text) and text[end] == character:
            end += 1
        return Token(_SIGNS[character], text[at:end])
    return Token(Kind.BLANK, character) if character.isspace() else _number(text, at)


def _is_within_number(text: str, at: int, length: int) -> bool:
    """Return whether a word of digits is cut out of a longer number: 124小时."""
    return text[at].isdecimal() and at > 0 and text[at - 1].isdecimal()


def _number(text: str, at: int) -> Token | None:
    """Return the number that begins at an index, in digits of either kind."""
    end = at
    while end < len(text) and text[end].isdecimal():
        end += 1
    if end == at:
        return _chinese_number(text, at)
    digits = text[at:end]
    return Token(Kind.NUMBER, digits, int(digits) if len(digits) <= 4 else 9999)


def _chinese_number(text: str, at: int) -> Token | None:
    """Return a number below 100 in Chinese digits: 九, 十二, 三十, 二十五, 〇五."""
    end = at
    while end < len(text) and (text[end] in _DIGITS or text[end] == _TEN):
        end += 1
    written = text[at:end]
    if not written:
        return None
    before, ten, after = written.partition(_TEN)
    if ten:
        if len(before) > 1 or len(after) > 1:
            return None
        value = (_DIGITS[before] if before else 1) * 10 + (_DIGITS[after] if after else 0)
    elif len(written) == 1:
        value = _DIGITS[written]
    else:
        value = int("".join(str(_DIGITS[digit]) for digit in written)[:4])
    return Token(Kind.NUMBER, written, value)
