"""Where a person searches from: the region whose towns and outlets their words are held against."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.db import connections, router
from django.utils.translation import gettext as _

from sites.addresses.normalise import normalise_text
from sites.finding import InvalidQuery, ParameterError, catalog, revision
from sites.geocoding.checks import Checks
from sites.geocoding.places import RegionPlaces, stored_outline
from sites.locating.slips import heard_in, is_chinese, is_latin, letters_of, nearly_in, spelled_in
from sites.models import Operator, Region, Town
from sites.recording.search_text import fold

_RANK: Final = re.compile("^(?:街道|[省市区县镇乡])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """A region as it is known from outside of the database.

    Attributes:
        places: its towns, names, bounds and outline.
        spellings: key → the town's names, longest first.
        checks: whether a position can lie in it.
        operators: folded name, in any language → the operator's code and kind.
    """

    places: RegionPlaces
    spellings: dict[str, tuple[str, ...]]
    checks: Checks
    operators: Mapping[str, tuple[str, str]]

    def operator_called(self, text: str) -> tuple[str, str] | None:
        """Return code and kind of the operator with that name, also behind a rank (区社保局)."""
        folded = fold(text)
        return self.operators.get(folded) or self.operators.get(_RANK.sub("", folded, count=1))

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
    stored = [entry.adcode for entry in catalog("zh-hans").regions]
    if region is not None and region not in stored:
        message = _("There is no such region.")
        raise InvalidQuery(
            (
                ParameterError(
                    name="region", value=region[:80], message=message, valid=tuple(stored)
                ),
            )
        )
    if not stored:
        return None
    adcode = region or (settings.DEFAULT_REGION if settings.DEFAULT_REGION in stored else stored[0])
    # What a transaction sees may never be committed, and another may give the version again.
    if connections[router.db_for_read(Town)].in_atomic_block:
        return _read(adcode)
    return _kept(adcode, revision())


def _read(adcode: str) -> Surroundings:
    places = RegionPlaces.of(Region.objects.get(adcode=adcode), stored_outline(adcode))
    names = {
        key: tuple(sorted({normalise_text(one) for one in (name, *aliases)}, key=len, reverse=True))
        for key, name, aliases in Town.objects.filter(region=adcode).values_list(
            "key", "name", "aliases"
        )
    }
    operators = {
        fold(called): (code, kind)
        for code, kind, name, name_en, aliases in Operator.objects.values_list(
            "code", "kind", "name", "name_en", "aliases"
        )
        for called in (name, name_en, *aliases)
        if called
    }
    return Surroundings(places=places, spellings=names, checks=Checks(places), operators=operators)


@lru_cache(maxsize=64)
def _kept(adcode: str, _revision: str) -> Surroundings:
    return _read(adcode)
