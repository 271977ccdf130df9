"""Where a person searches from: the region whose towns and outlets their words are held against."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.conf import settings

from sites.finding import InvalidQuery, catalog, unknown_value
from sites.geocoding.checks import Checks
from sites.geocoding.places import RegionPlaces, stored_outline
from sites.locating.slips import (
    heard_in,
    is_chinese,
    is_latin,
    letters_of,
    nearly_in,
    readings,
    spelled_in,
)
from sites.models import Operator, Region, Town
from sites.reference.version import Kept, by_reference, stored_versions
from sites.text.normalise import normalise_text
from sites.text.search_text import fold

_RANK: Final = re.compile("^(?:街道|[省市区县镇乡])")
# What a bank's full name ends with.
_LEGAL_FORM: Final = re.compile("(?:股份有限公司|有限责任公司|有限公司|总公司|公司)$")
_LETTERS: Final = re.compile("[a-z]+")
# What people leave out of a name in letters, or put in.
_NO_WORDS: Final = frozenset(
    {
        *("of", "the", "and", "in", "at", "near", "branch", "sub", "subbranch"),
        *("co", "ltd", "limited", "company", "corporation", "corp", "inc"),
    }
)
# Marks of an operator that begin with anything are no names of it.
_ANYTHING: Final = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """A region as it is known from outside of the database.

    Attributes:
        places: its towns, names, bounds and outline.
        spellings: key → the town's names, longest first.
        checks: whether a position can lie in it.
        operators: folded name, in any language → the operator's code and kind.
        operators_in_letters: the words of a name in letters, in any order → the operator's name.
    """

    places: RegionPlaces
    spellings: dict[str, tuple[str, ...]]
    checks: Checks
    operators: Mapping[str, tuple[str, str]]
    operators_in_letters: Mapping[frozenset[str], str]

    def operator_called(self, text: str) -> tuple[str, str] | None:
        """Return code and kind of the operator with that name.

        Also behind a rank (区社保局) and with the form of the company.
        """
        folded = fold(text)
        called = (folded, _RANK.sub("", folded, count=1), _LEGAL_FORM.sub("", folded))
        return next(filter(None, map(self.operators.get, called)), None)

    def towns_heard(self, text: str) -> list[str]:
        """Return the keys of the towns whose name sounds like a text, or has it as its pinyin."""
        if is_latin(text):
            return [
                key
                for key, names in self._names()
                if letters_of(text) == key or any(spelled_in(text, name) == name for name in names)
            ]
        if not is_chinese(text):
            return []
        return [
            key
            for key, names in self._names()
            if any(len(name) == len(text) and heard_in(text, name) for name in names)
        ]

    def towns_nearly(self, text: str) -> list[str]:
        """Return the keys of the towns whose name differs from a text in one character."""
        if not is_chinese(text):
            return []
        return [
            key
            for key, names in self._names()
            if any(nearly_in(text, name) == name for name in names)
        ]

    def _names(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the towns that have a place."""
        for key, names in self.spellings.items():
            if self.places.towns[key].center is not None:
                yield key, names


def surroundings(region: str | None) -> Surroundings | None:
    """Return what surrounds a person in a region, in ``DEFAULT_REGION`` if none is said.

    None where no region is stored. Raises `InvalidQuery` for one that is not.
    """
    at = stored_versions()
    stored = list(catalog("zh-hans", at).region_by_code)
    if region is not None and region not in stored:
        raise InvalidQuery((unknown_value("region", region, stored),))
    if not stored:
        return None
    adcode = region or (settings.DEFAULT_REGION if settings.DEFAULT_REGION in stored else stored[0])
    return kept_surroundings(at, adcode)


def _read(adcode: str) -> Surroundings:
    places = RegionPlaces.of(Region.objects.get(adcode=adcode), stored_outline(adcode))
    names = {
        key: tuple(sorted({normalise_text(one) for one in (name, *aliases)}, key=len, reverse=True))
        for key, name, aliases in Town.objects.filter(region=adcode).values_list(
            "key", "name", "aliases"
        )
    }
    operators: dict[str, tuple[str, str]] = {}
    in_letters: dict[frozenset[str], str] = {}
    words = _operator_words()
    # 重庆 is read as the place that it is: Chongqing Three Gorges Bank.
    province = {letters_of(readings(places.names.province[-1])[0])}
    columns = ("code", "kind", "name", "name_en", "aliases", "name_marks")
    for code, kind, name, name_en, aliases, marks in Operator.objects.values_list(*columns):
        own = (mark for mark in marks if not mark.startswith(_ANYTHING))
        for called in filter(None, (name, name_en, *aliases, *own, *words.get(code, ()))):
            operators[fold(called)] = code, kind
            if called.isascii():
                in_letters[letter_words(called)] = name
                in_letters[letter_words(called) - province] = name
    return Surroundings(
        places=places,
        spellings=names,
        checks=Checks(places),
        operators=operators,
        operators_in_letters=in_letters,
    )


def letter_words(text: str) -> frozenset[str]:
    """Return the words of a name in letters that tell it from others."""
    return frozenset(_LETTERS.findall(text.casefold())) - _NO_WORDS


@cache
def _operator_words() -> Mapping[str, tuple[str, ...]]:
    """Return what else people call the operators, by code: a reviewed list."""
    words: dict[str, tuple[str, ...]] = {}
    path = settings.BASE_DIR / "data" / "locating" / "operator_words.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words[row["operator"]] = (*words.get(row["operator"], ()), row["word"])
    return words


kept_surroundings: Final = Kept(_read, by=by_reference, maxsize=64)
