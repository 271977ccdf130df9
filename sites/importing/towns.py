"""In which town of a region an outlet lies, as its address and its name tell, in words for people.

Whoever takes an address over asks here: tables, the desk and programs.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from sites.addresses.parser import parse_address
from sites.addresses.resolving import TownMatch, resolve_town
from sites.changes.fields import PlainValue
from sites.geocoding.gazetteer.claims import Claim, Verdict, claim_of
from sites.geocoding.gazetteer.names import has_town_rank, town_stem
from sites.geocoding.gazetteer.region import search_from
from sites.geocoding.gazetteer.search import Reason
from sites.importing.context import RegionContext

_PAST: Final = frozenset({Reason.FORMER_NAME, Reason.FORMER_TOWN, Reason.OTHER_RANK})


@dataclass(frozen=True, slots=True)
class Unplaceable:
    """Why an address cannot be taken over for the region, and what to do about it."""

    problem: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TownReading:
    """What an address says about the place of an outlet.

    Attributes:
        town: the key of its town; None where it is unknown.
        candidates: the keys of all towns that address and name speak of.
        elsewhere: why the address is no address of the region; None where it is one.
        unlisted: why the town that it names is none of the region's; None where it is one.
        doubts: why the address may be one of another region.
        remarks: what a person ought to know about the town.
    """

    town: str | None
    candidates: tuple[str, ...] = ()
    elsewhere: Unplaceable | None = None
    unlisted: Unplaceable | None = None
    doubts: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def refusal(self) -> Unplaceable | None:
        """Why the address cannot be taken over, if nobody says in which town it is."""
        return self.elsewhere or self.unlisted


def read_town(address: str, name: str, context: RegionContext) -> TownReading:
    """Return the town of an outlet with that address and name; asks no database."""
    match = resolve_town(address, name, context.names, context.town_index, context.overrides)
    if match.evidence == "override":
        return TownReading(town=match.town, candidates=match.candidates)
    claim = claim_of(address, context.places, name)
    if claim.verdict is Verdict.ELSEWHERE or match.doubt == "other_region":
        return TownReading(town=None, elsewhere=_elsewhere(claim, context))
    is_untold = match.town is None and match.doubt in {None, "unlisted_town"}
    if is_untold and (successor := _successor(address, claim, context)):
        return successor
    unlisted = None
    remarks = []
    if match.doubt == "unlisted_town":
        written = parse_address(address, context.names, context.town_index).town_as_written or ""
        unlisted = no_such_town(written, context)
    elif match.town is None:
        remarks.append(_unknown_town(match, context))
    elif match.is_contradicted:
        text = _("Name and address speak of different towns; the address counts: %(town)s.")
        remarks.append(text % {"town": context.towns[match.town].name})
    return TownReading(
        town=match.town,
        candidates=match.candidates,
        unlisted=unlisted,
        doubts=_doubts(claim, context),
        remarks=tuple(remarks),
    )


def _successor(address: str, claim: Claim, context: RegionContext) -> TownReading | None:
    """Return the town that an address names by a former name or another rank, None if none.

    Without a rank or the region before it, what was a town may be anything: 大桥人民路5号.
    """
    found = search_from(context.places, address)
    if not found or found[0].town is None or found[0].reason not in _PAST:
        return None
    place, written = found[0], found[0].named[-1]
    is_open = len(found) > 1 and place.reason is not Reason.OTHER_RANK
    if is_open or not (place.is_stated or has_town_rank(written)):
        return None
    text = _("“%(former)s” is the former name of a part of %(town)s, which counts.")
    if town_stem(written) == town_stem(place.name):
        text = _("“%(former)s” is %(town)s in the list of towns, which counts.")
    remark = text % {"former": written, "town": place.name}
    return TownReading(
        town=place.town,
        candidates=(str(place.town),),
        doubts=_doubts(claim, context),
        remarks=(remark,),
    )


def no_such_town(written: str, context: RegionContext) -> Unplaceable:
    """Return that the region has no town of that name, with those that are meant perhaps."""
    problem = _("%(region)s has no town “%(town)s”.") % {
        "region": context.region.name,
        "town": written,
    }
    names = [town.name for town in context.towns.values()]
    remedy = _("Correct the cell, or have the town added to the reference data.")
    if similar := difflib.get_close_matches(written, names):
        remedy = _("Did you mean %(towns)s?") % {"towns": ", ".join(similar)} + " " + remedy
    return Unplaceable(problem, remedy)


def told_otherwise(town: PlainValue, reading: TownReading, context: RegionContext) -> list[str]:
    """Return what to tell somebody who says the key of another town than the one read."""
    if reading.town in {None, town}:
        return []
    text = _("Address or name speak of another town: %(town)s.")
    return [text % {"town": context.towns[str(reading.town)].name}]


def _elsewhere(claim: Claim, context: RegionContext) -> Unplaceable:
    problem = _("The address is not in %(region)s.") % {"region": context.region.name}
    if claim.verdict is Verdict.ELSEWHERE:
        text = _("The address is not in %(region)s but in %(counties)s.")
        if claim.is_by_name:
            text = _(
                "The name says that the outlet is in %(counties)s, and the address does not say "
                "that it is in %(region)s."
            )
        problem = text % {"region": context.region.name, "counties": _listed(claim.counties)}
    remedy = _("Correct the address, or import the outlet with the table of its district.")
    return Unplaceable(problem, remedy)


def _doubts(claim: Claim, context: RegionContext) -> tuple[str, ...]:
    """Return why the address may be one of another region."""
    if claim.verdict is not Verdict.DOUBTFUL:
        return ()
    text = _("The address may be one of %(counties)s: look whether it is right.")
    if claim.is_by_name:
        text = _("The name speaks of %(counties)s: look whether the outlet is in %(region)s.")
    return (text % {"region": context.region.name, "counties": _listed(claim.counties)},)


def _listed(counties: Iterable[str]) -> str:
    return _(" or ").join(counties)


def _unknown_town(match: TownMatch, context: RegionContext) -> str:
    if match.candidates:
        names = [context.towns[key].name for key in match.candidates]
        text = _("Several towns are possible: %(towns)s. The town stays unknown.")
        return text % {"towns": ", ".join(names)}
    return _("Neither address nor name tells the town: it stays unknown until a person says it.")
