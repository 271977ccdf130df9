"""One outlet is corrected: what somebody says of it, and what follows from that.

An outlet moves with its address: its town is read anew, and its position is held against the new
address. Every door plans a correction here, shows as much of it as it can, and makes it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sites.addresses.parser import parse_address
from sites.changes.author import Author
from sites.changes.fields import PlainValue, position_to_plain, stored_position
from sites.changes.record import Edit, Recorded, record
from sites.changes.serials import holders_of, taken_text
from sites.corrections.duplicates import Doubles
from sites.geocoding.move import Moves, Whereabouts
from sites.geocoding.offline import GAZETTEER
from sites.geocoding.proposals import (
    Former,
    address_in_question,
    propose_former,
    withdraw_questions,
)
from sites.importing.cells import CellError, clean_text, clean_value
from sites.importing.context import RegionContext
from sites.importing.towns import TownReading, read_town, told_otherwise
from sites.models import Region, ServicePoint, Town
from sites.models.provenance import StoredProvenance

_MOVING: Final = frozenset({"address", "town", "position"})
_NUMBERED: Final = frozenset({"serial", "is_active"})


class TextRefusedError(ValueError):
    """A text that no field may hold; its sentence says why, and what to do."""


class PinChoice(StrEnum):
    """What becomes of a pin that a person set, when its outlet moves."""

    KEEP = "keep"
    TAKE_OFF = "take_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a correction cannot be made: by field, a sentence with the remedy.

    `double` is the outlet that says the same already, where that is why.
    """

    field: str
    text: str
    double: ServicePoint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What somebody says of an outlet, and what follows from it; nothing is written yet.

    Attributes:
        point: the stored outlet, or an unsaved one with its region.
        said: the plain value of each field that somebody says.
        read: the plain value of each field that is read from that, where it is another one.
        problems: why it cannot be made.
        remarks: what a person ought to know who makes it.
        former: the position that belongs to the former address, for a person to look at.
        asks: that is a pin, or a person's word that there is no position: it stays unless somebody
            chooses otherwise.
        instead: the position that the outlet has if it does not stay.
        origins: by field of what is said, the provenance that it has had before.
    """

    point: ServicePoint
    said: Mapping[str, PlainValue]
    read: Mapping[str, PlainValue] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()
    former: Former | None = None
    asks: bool = False
    instead: PlainValue = None
    origins: Mapping[str, StoredProvenance | None] = field(default_factory=dict)

    @property
    def is_worth_a_look(self) -> bool:
        """Whether more changes than somebody has said, or there is something to know or decide."""
        return bool(self.read or self.remarks or self.asks)

    def choosing(self, choice: PinChoice) -> "Correction":
        """Return the correction with what a person has chosen about a pin."""
        if not self.asks:
            return self
        moved = {"position": self.instead} if choice is PinChoice.TAKE_OFF else {}
        return replace(self, read={**self.read, **moved}, former=None, asks=False)


class Corrections:
    """Plans corrections of outlets of one region, whose names, towns and serials are read once.

    Of several outlets that are to have the same serial, the first that is planned gets it.
    """

    def __init__(self, region: Region) -> None:
        self._region = region
        self._doubles = Doubles(region)

    @cached_property
    def _holders(self) -> dict[int, ServicePoint]:
        """The outlets that have serials, or are to have them."""
        return holders_of(self._region.pk)

    @cached_property
    def _context(self) -> RegionContext:
        """What addresses and names are read with; most corrections are about neither."""
        return RegionContext.load(self._region)

    @cached_property
    def _moves(self) -> Moves:
        return Moves(self._region, self._context.places)

    def plan(
        self,
        point: ServicePoint,
        said: Mapping[str, PlainValue],
        *,
        origins: Mapping[str, StoredProvenance | None] | None = None,
    ) -> Correction:
        """Return what saying those plain values of a stored point comes to.

        The town follows a new address unless it is said as well, the position follows both unless
        it is said. `origins` are of values that come back with their former provenance. Raises
        ``KeyError`` for a town that the region does not have.
        """
        correction = Correction(point=point, said=dict(said), origins=dict(origins or {}))
        problems = (*self._doubled(point, said), *self._serial_taken(point, said))
        if not _moves(point, said):
            return replace(correction, problems=problems)
        address = str(said.get("address", point.address))
        reading = read_town(address, str(said.get("name", point.name)), self._context)
        correction, town = self._with_town(correction, address, reading)
        if "address" in said:
            refusal = reading.elsewhere if "town" in correction.said else reading.refusal
            if refusal is not None:
                text = f"{refusal.problem} {refusal.remedy}"
                problems = (Problem(field="address", text=text), *problems)
        correction = replace(correction, problems=problems)
        return correction if "position" in said else self._moved(correction, address, town)

    def _with_town(
        self, correction: Correction, address: str, reading: TownReading
    ) -> tuple[Correction, Town | None]:
        """Return the correction with the town that the address says, and the town it comes to."""
        point, said = correction.point, dict(correction.said)
        stored = point.town.key if point.town is not None else None
        is_meant = "town" in correction.origins or said.get("town", reading.town) != reading.town
        if is_meant or "address" not in said:
            key = None if said["town"] is None else str(said["town"])
            told = tuple(told_otherwise(key, reading, self._context))
            return replace(correction, remarks=told), self._town(key)
        # Saying what the address says anyhow is no word of one's own.
        said.pop("town", None)
        key = self._town_after(point, stored, address, reading)
        read = {"town": key} if key != stored else {}
        is_news = key == reading.town and (read or key is None)
        remarks = (*reading.doubts, *(reading.remarks if is_news else ()))
        return replace(correction, said=said, read=read, remarks=remarks), self._town(key)

    def _town_after(
        self, point: ServicePoint, stored: str | None, address: str, reading: TownReading
    ) -> str | None:
        """Return the key of the town that an outlet lies in after its address has changed.

        What the former address said too is no news: a person may know better. An address that says
        nothing leaves the outlet in its town where the street is the same.
        """
        before = read_town(point.address, point.name, self._context)
        if reading.town is not None:
            return stored if reading.town == before.town and stored is not None else reading.town
        return stored if stored in reading.candidates or self._same_road(point, address) else None

    def _same_road(self, point: ServicePoint, address: str) -> bool:
        names, towns = self._context.names, self._context.town_index
        roads = {parse_address(text, names, towns).road for text in (point.address, address)}
        return None not in roads and len(roads) == 1

    def _moved(self, correction: Correction, address: str, town: Town | None) -> Correction:
        """Return the correction with the position that the outlet has then."""
        point = correction.point
        stored = stored_position(point)
        origin = point.provenance_of("position")
        is_pinned = origin is not None and origin.locked
        before = Whereabouts(address=point.address, town=point.town)
        if is_pinned and (home := address_in_question(point)) is not None:
            # The pin has stayed while its outlet moved, and may be at home again.
            before = Whereabouts(address=home, town=None)
        after = Whereabouts(address=address, town=town)
        move = self._moves.move(stored, before, after, is_pinned=is_pinned)
        read = dict(correction.read)
        if move.position != stored:
            read["position"] = position_to_plain(move.position)
        former = None
        if move.doubted is not None:
            former = Former(point=point, position=move.doubted, address=before.address)
        return replace(
            correction,
            read=read,
            former=former,
            asks=move.asks,
            instead=position_to_plain(move.instead),
        )

    def _town(self, key: str | None) -> Town | None:
        return self._context.towns[key] if key is not None else None

    def _doubled(self, point: ServicePoint, said: Mapping[str, PlainValue]) -> Iterable[Problem]:
        name, address = (str(said.get(one, getattr(point, one))) for one in ("name", "address"))
        if (name, address) == (point.name, point.address):
            return
        if double := self._doubles.of(point, name, address):
            yield doubled(double)

    def _serial_taken(
        self, point: ServicePoint, said: Mapping[str, PlainValue]
    ) -> Iterable[Problem]:
        if _NUMBERED.isdisjoint(said) or not said.get("is_active", point.is_active):
            return
        serial = int(str(said.get("serial", point.serial)))
        holder = self._holders.setdefault(serial, point)
        if holder.pk != point.pk:
            yield serial_taken(holder)


def _moves(point: ServicePoint, said: Mapping[str, PlainValue]) -> bool:
    """Return whether an outlet has another address or town if it is as said."""
    town = point.town.key if point.town is not None else None
    return (said.get("address", point.address), said.get("town", town)) != (point.address, town)


def clean_address(text: str) -> str:
    """Return an address as it is stored; raises ``TextRefusedError``."""
    try:
        return str(clean_value("address", clean_text("address", text)))
    except CellError as error:
        raise TextRefusedError(f"{error.problem} {error.remedy}") from error


def doubled(double: ServicePoint) -> Problem:
    """Return that an outlet is there already, and what to do about it."""
    if double.is_active:
        text = _("“%(name)s” at this address is there already: correct that outlet instead.")
    else:
        text = _("“%(name)s” at this address was deactivated: activate that outlet again instead.")
    return Problem(field="", text=text % {"name": double.name}, double=double)


def serial_taken(holder: ServicePoint) -> Problem:
    """Return that an outlet cannot have the serial of another one."""
    return Problem(field="serial", text=taken_text(holder.name))


@transaction.atomic
def make_corrections(
    corrections: Sequence[Correction], author: Author, *, reason: str = ""
) -> Recorded:
    """Record corrections, whatever problems they have, and put former positions before a person.

    What was read is recorded as the gazetteer's, which the next reading may replace; what somebody
    says is theirs. The caller holds the rows. Raises what `record` raises.
    """
    said_by_machine = Author.geocoder(GAZETTEER).provenance(timezone.now()).to_json()
    edits = [
        Edit(
            point=one.point,
            values={**one.said, **one.read},
            provenance={**one.origins, **dict.fromkeys(one.read, said_by_machine)},
        )
        for one in corrections
    ]
    moving = [one for one in corrections if not _MOVING.isdisjoint({*one.said, *one.read})]
    # What was asked about a position is answered, be it that it goes or that it comes back.
    withdraw_questions(one.point for one in moving)
    recorded = record(edits, author, reason=reason)
    withdraw_questions(one.point for one in moving)
    propose_former([one.former for one in moving if one.former is not None])
    return recorded
