"""A person puts the position of an outlet right, takes it off, or leaves it to machines again."""

from sites.changes.author import Author
from sites.changes.fields import position_to_plain, stored_position
from sites.changes.record import Edit, Recorded, record
from sites.geo.position import Position
from sites.geocoding.offline import offline_position
from sites.geocoding.proposals import released, withdraw_questions
from sites.models import ServicePoint


def pinned(point: ServicePoint, position: Position | None) -> Edit | None:
    """Return the edit that gives a point a position, or none, as a person's word.

    None if that is stored already.
    """
    if position == stored_position(point):
        return None
    return Edit(point=point, values={"position": position_to_plain(position)})


def unpinned(point: ServicePoint) -> Edit | None:
    """Return the edit that gives a point the centre of its town, until something finer is found.

    It is a machine's word, which a finer answer may replace. None if that is stored already, or
    the town has no centre.
    """
    position = offline_position(point.region, point.town)
    origin = point.provenance_of("position")
    is_locked = origin is not None and origin.locked
    if position is None or (position == stored_position(point) and not is_locked):
        return None
    return released(point)


def move_pin(edit: Edit, author: Author, *, reason: str = "") -> Recorded:
    """Record what somebody has decided about a position; return what `record` does.

    Whatever was asked about the position before is answered by this. The caller holds the row.
    """
    withdraw_questions([edit.point])
    return record([edit], author, reason=reason)
