"""A member of staff corrects one outlet: the one way for the desk's forms and for taking back."""

from collections.abc import Mapping

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction

from sites.geocoding.offline import GAZETTEER, position_after_move
from sites.models import ServicePoint
from sites.recording.author import Author
from sites.recording.fields import PlainValue
from sites.recording.points import Edit, record


@transaction.atomic
def correct(
    point: ServicePoint,
    values: Mapping[str, PlainValue],
    user: AbstractBaseUser | AnonymousUser,
    *,
    reason: str = "",
) -> bool:
    """Record what the person says of a point, and the position that a new address brings along.

    The caller holds the row, or the point is new. Returns whether a pin that a person set was left
    where it is although the outlet has moved: it should be checked. Raises what `record` raises.
    """
    former = (point.address, point.town_id) if point.pk else None
    record([Edit(point=point, values=values)], Author.staff(user), reason=reason)
    if (point.address, point.town_id) == former or "position" in values:
        return False
    position = point.provenance_of("position")
    is_pinned = position is not None and position.locked
    if not (moved := position_after_move(point.region, point.town, is_pinned=is_pinned)):
        return True
    record([Edit(point=point, values=moved)], Author.geocoder(GAZETTEER))
    return False
