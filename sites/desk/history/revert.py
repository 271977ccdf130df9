"""One recorded change is taken back: by a new change, and never over what has been said since."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sites.changes.author import Author
from sites.changes.edit_conflicts import ConcurrentChange, changed_since
from sites.changes.fields import PUBLIC_FIELDS, PlainValue, field_label, plain_value
from sites.changes.labels import value_text
from sites.corrections import Corrections, make_corrections
from sites.desk.history.words import author_text
from sites.models import PointChange, ServicePoint
from sites.models.provenance import StoredProvenance
from sites.phones.errors import PhoneError
from sites.reference.stored import Reference

PIN_STAYS: Final = gettext_lazy(
    "Address or town have changed, but the pin that a person set stays: check it."
)
_LONGEST_REASON: Final = 300
_FOLLOWING: Final = frozenset({"town", "position"})


class RevertRefusedError(Exception):
    """A change that was not taken back, with the reason for people; nothing has changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevertedField:
    """One field of a change that may be taken back, as text for people.

    Attributes:
        name: of the field.
        label: its name for people.
        given: the value that the change gave it.
        now: the value that is stored.
        back: the value that it had before, and would have again.
        by: who has changed it since, "" if nobody has.
        at: when, None if nobody has.
        is_back: it has the former value already.
    """

    name: str
    label: str
    given: str
    now: str
    back: str
    by: str
    at: datetime | None
    is_back: bool


def revertible(change: PointChange, point: ServicePoint) -> list[RevertedField]:
    """Return what taking back a change would do to the point as it is now.

    An outlet that is new had no values before: taking that back withdraws it.
    """
    reference = Reference()
    since = changed_since([point], change.data_version).get(point.pk, {})

    def text(name: str, value: PlainValue) -> str:
        return value_text(name, value, point.region_id, reference)

    fields = []
    for name, (given, back) in _values(change).items():
        now = plain_value(point, name, reference)
        later: ConcurrentChange | None = since.get(name) if now != given else None
        fields.append(
            RevertedField(
                name=name,
                label=field_label(name),
                given=text(name, given),
                now=text(name, now),
                back=text(name, back),
                by=author_text(later.change) if later is not None else "",
                at=later.change.at if later is not None else None,
                is_back=now == back,
            )
        )
    return fields


@transaction.atomic
def revert(
    change: PointChange,
    fields: Collection[str],
    user: AbstractBaseUser | AnonymousUser,
    *,
    seen: int,
    reason: str = "",
) -> bool:
    """Give the fields of a change the values again that they had before it.

    It is the person's own decision from now on, as if they had typed the values: no import
    overwrites them. `seen` is the data version of what the person decided on. Returns whether a
    pin stays that should be checked. Raises ``RevertRefusedError``, and changes nothing, if one of
    the fields has been changed since they looked, or cannot have its former value any more.
    """
    point = ServicePoint.objects.select_for_update(of=("self",)).get(pk=change.point_id)
    former = {name: back for name, (_given, back) in _values(change).items() if name in fields}
    if not former:
        raise RevertRefusedError(_("Choose what is to be taken back."))
    if not changed_since([point], seen).get(point.pk, {}).keys().isdisjoint(former):
        raise RevertRefusedError(
            _("Somebody has changed this outlet while you were looking. Look again and decide.")
        )
    _check_serial(point, former)
    text = _("Change %(number)d taken back") % {"number": change.pk}
    text = f"{text}: {reason}" if reason else text
    try:
        correction = Corrections(point.region).plan(point, former, origins=_origins(change, former))
        make_corrections([correction], Author.staff(user), reason=text[:_LONGEST_REASON])
    except (KeyError, PhoneError) as error:
        raise RevertRefusedError(_("The former value is not possible any more.")) from error
    return correction.asks


def _origins(
    change: PointChange, former: Mapping[str, PlainValue]
) -> dict[str, StoredProvenance | None]:
    """Return where town and position were from that nobody had decided on.

    They follow their address, and come back with it as what they were: a machine's word.
    """
    origins = {name: change.before[name]["provenance"] for name in _FOLLOWING & former.keys()}
    return {name: one for name, one in origins.items() if one is not None and not one["locked"]}


def _values(change: PointChange) -> dict[str, tuple[PlainValue, PlainValue]]:
    """Return the value that a change gave each field and the one before, where they differ."""
    if not change.before:
        return {"is_active": (True, False)}
    return {
        name: (change.after[name]["value"], change.before[name]["value"])
        for name in PUBLIC_FIELDS
        if name in change.before and change.before[name]["value"] != change.after[name]["value"]
    }


def _check_serial(point: ServicePoint, former: Mapping[str, PlainValue]) -> None:
    """Refuse a serial that another active outlet of the region has."""
    serial = former.get("serial", point.serial)
    if not former.get("is_active", point.is_active) or not isinstance(serial, int):
        return
    others = ServicePoint.objects.filter(region=point.region_id, serial=serial, is_active=True)
    if other := others.exclude(pk=point.pk).first():
        text = _("“%(name)s” has the serial %(serial)d now: give one of them another first.")
        raise RevertRefusedError(text % {"name": other.name, "serial": serial})
