"""Typing slips: where in a text stands what was meant by something else.

Homophones are found by their sound, whatever their characters.
"""

import re
from collections.abc import Iterator
from itertools import islice, product
from typing import Final

from sites.locating.kinds import says_nothing
from sites.text.normalise import HAN
from sites.text.pinyin import OTHER, sounds, syllables

_HAN: Final = re.compile(f"[{HAN}]")
_HAN_ONLY: Final = re.compile(f"[{HAN}]+")
_LATIN_ONLY: Final = re.compile("[a-z][a-z0-9 '’]*", re.IGNORECASE)
_MOST_READINGS: Final = 4
_SHORTEST_TO_CORRECT: Final = 3
_FEWEST_INITIALS: Final = 3


def is_latin(text: str) -> bool:
    """Return whether a text can be pinyin."""
    return _LATIN_ONLY.fullmatch(text) is not None


def is_chinese(text: str) -> bool:
    """Return whether a text consists of Chinese characters alone."""
    return _HAN_ONLY.fullmatch(text) is not None


def is_initials(text: str, name: str) -> bool:
    """Return whether the letters of a text are the initials of a name that they lead to."""
    return is_latin(text) and len(letters_of(text)) == len(name)


def letters_of(text: str) -> str:
    """Return the letters and figures of a text, small."""
    return "".join(filter(str.isalnum, text.casefold()))


def readings(text: str) -> list[str]:
    """Return the pinyin of a Chinese text without tones, the likely one first; at most four."""
    likely = "".join(_syllables(text))
    others = map("".join, product(*(sorted(sounds(one)) for one in text)))
    return list(dict.fromkeys([likely, *islice(others, _MOST_READINGS)]))[:_MOST_READINGS]


def heard_in(typed: str, text: str) -> str | None:
    """Return the stretch of a text that sounds like a Chinese one, character by character."""
    heard = [sounds(character) for character in typed]
    for start in range(len(text) - len(heard) + 1):
        stretch = text[start : start + len(heard)]
        if all(own & sounds(other) for own, other in zip(heard, stretch, strict=True)):
            return stretch
    return None


def spelled_in(typed: str, text: str) -> str | None:
    """Return the stretch of a text whose pinyin, or the initials of which, were typed.

    Blanks and apostrophes do not matter; initials count from three letters on.
    """
    letters = letters_of(typed)
    parts = _syllables(text)
    for start in range(len(parts)):
        if not _HAN.match(text[start]):
            continue
        spelled = ""
        for end in range(start, len(parts)):
            spelled += parts[end]
            if spelled == letters:
                return text[start : end + 1]
            if not letters.startswith(spelled):
                break
        stretch = text[start : start + len(letters)]
        initials = "".join(one[:1] for one in parts[start : start + len(letters)])
        if len(letters) >= _FEWEST_INITIALS and initials == letters and is_chinese(stretch):
            return stretch
    return None


def nearly_in(typed: str, text: str) -> str | None:
    """Return the stretch of a text that differs from a typed one in one character.

    One that is wrong, missing or too many, in texts of at least three characters; what they share
    must tell more than a kind of place.
    """
    if len(typed) < _SHORTEST_TO_CORRECT:
        return None
    for stretch in _stretches(text, len(typed)):
        shared = _shared(typed, stretch)
        if shared is not None and not says_nothing(shared):
            return stretch
    return None


def halves(typed: str) -> tuple[str, str]:
    """Return the two halves of a text: of a text with one wrong character one half is right."""
    middle = len(typed) // 2
    return typed[:middle], typed[middle:]


def _stretches(text: str, length: int) -> Iterator[str]:
    """Yield the stretches as long as something, then those one longer, then those one shorter."""
    for size in (length, length + 1, length - 1):
        if size >= _SHORTEST_TO_CORRECT:
            for start in range(len(text) - size + 1):
                yield text[start : start + size]


def _shared(typed: str, other: str) -> str | None:
    """Return what two texts that differ in one character share; None if they differ in more.

    Of a longer text both ends must be shared: what stands beside a name is no part of it.
    """
    before = 0
    while before < min(len(typed), len(other)) and typed[before] == other[before]:
        before += 1
    after = 0
    while after < min(len(typed), len(other)) - before and typed[-1 - after] == other[-1 - after]:
        after += 1
    longer = max(len(typed), len(other))
    if longer - before - after != 1:
        return None
    if len(other) > len(typed) and (before == 0 or after == 0):
        return None
    return typed[:before] + typed[len(typed) - after :]


def _syllables(text: str) -> list[str]:
    """Return one syllable per character; what is not Chinese stays as it is, in small letters."""
    spelled: list[str] = []
    for part in syllables(text):
        if part.startswith(OTHER):
            spelled += map(str.casefold, part.removeprefix(OTHER))
        else:
            spelled.append(part)
    return spelled
