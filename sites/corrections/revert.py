"""One recorded change is taken back: by a new change, and never over what nobody has seen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sites.changes.author import Author
from sites.changes.edit_conflicts import changed_since
from sites.changes.fields import PlainValue, plain_value
from sites.changes.record import Edit
from sites.changes.restore import Policy, former_facts, take_back
from sites.changes.serials import taken_text
from sites.corrections.correct import Corrections, make_corrections
from sites.models import PointChange, ServicePoint
from sites.models.provenance import StoredProvenance
from sites.phones.errors import PhoneError
from sites.reference.stored import Reference

_LONGEST_REASON: Final = 300
_FOLLOWING: Final = frozenset({"town", "position"})


class RevertRefusedError(Exception):
    """A change that was not taken back, with the reason for people; nothing has changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevertibleField:
    """One field of a change that may be taken back.

    Attributes:
        name: of the field.
        given: the plain value that the change gave it.
        now: the one that is stored.
        back: the one that it had before, and would have again.
        later: the last change that has made it another one since, None if nobody has.
    """

    name: str
    given: PlainValue
    now: PlainValue
    back: PlainValue
    later: PointChange | None

    @property
    def is_back(self) -> bool:
        """Whether it has the former value already."""
        return self.now == self.back


def revertible(change: PointChange, point: ServicePoint) -> list[RevertibleField]:
    """Return what taking back a change would do to the point as it is now.

    An outlet that is new had no values before: taking that back withdraws it.
    """
    reference = Reference()
    since = changed_since([point], change.data_version).get(point.pk, {})
    fields = []
    for name, (given, back) in _altered(change).items():
        now = plain_value(point, name, reference)
        changed = since.get(name) if now != given else None
        later = changed.change if changed is not None else None
        fields.append(RevertibleField(name=name, given=given, now=now, back=back, later=later))
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
    chosen = _altered(change).keys() & set(fields)
    if not chosen:
        raise RevertRefusedError(_("Choose what is to be taken back."))
    if not changed_since([point], seen).get(point.pk, {}).keys().isdisjoint(chosen):
        raise RevertRefusedError(
            _("Somebody has changed this outlet while you were looking. Look again and decide.")
        )
    taken_back = take_back([change], {point.pk: point}, Policy.KEEP_NONE, fields=chosen)
    for displaced in taken_back.displaced:
        raise RevertRefusedError(taken_text(displaced.holder.name))
    (edit,) = taken_back.edits
    text = _("Change %(number)d taken back") % {"number": change.pk}
    text = f"{text}: {reason}" if reason else text
    try:
        correction = Corrections(point.region).plan(point, edit.values, origins=_origins(edit))
        make_corrections([correction], Author.staff(user), reason=text[:_LONGEST_REASON])
    except (KeyError, PhoneError, IntegrityError) as error:
        raise RevertRefusedError(_("The former value is not possible any more.")) from error
    return correction.asks


def _origins(edit: Edit) -> Mapping[str, StoredProvenance]:
    """Return where town and position were from that nobody had decided on.

    They follow their address, and come back with it as what they were: a machine's word.
    """
    return {
        name: origin
        for name, origin in edit.provenance.items()
        if name in _FOLLOWING and origin is not None and not origin["locked"]
    }


def _altered(change: PointChange) -> dict[str, tuple[PlainValue, PlainValue]]:
    """Return the value that a change gave each field and the one before, where they differ."""
    if not change.before:
        return {"is_active": (True, False)}
    return {
        name: (change.after[name]["value"], fact["value"])
        for name, fact in former_facts(change).items()
        if change.after[name]["value"] != fact["value"]
    }
