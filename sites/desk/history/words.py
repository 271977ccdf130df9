"""The log of a point's changes, in words for staff."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sites.access import Right
from sites.access.accounts import person_text, person_texts
from sites.changes.fields import PUBLIC_FIELDS, PlainValue, field_label
from sites.changes.labels import value_text
from sites.corrections import revertible
from sites.models import PointChange, Provenance, ServicePoint, SourceKind
from sites.reference.stored import Reference

LONGEST_HISTORY: Final = 100
# What the right to correct phones extends to.
PHONE_FIELDS: Final = frozenset({"phone", "note"})
Reader: TypeAlias = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a change: its label, the old and the new value as text."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One change: which, when, of which outlet, who, what was done, field by field, and why.

    `may_revert` says whether the reader may take it back.
    """

    pk: int
    at: datetime
    point: ServicePoint
    author: str
    kind: str
    fields: tuple[FieldChange, ...]
    reason: str
    may_revert: bool


def history_of(point: ServicePoint, reader: Reader) -> list[HistoryRow]:
    """Return the point's changes, the latest first, at most `LONGEST_HISTORY`."""
    changes = point.changes.select_related("point", "user", "import_run")
    return history_rows(changes[:LONGEST_HISTORY], reader)


def history_rows(changes: Iterable[PointChange], reader: Reader) -> list[HistoryRow]:
    """Return changes in words, in the same order."""
    reference = Reference()
    return [
        HistoryRow(
            pk=change.pk,
            at=change.at,
            point=change.point,
            author=author_text(change),
            kind=_("verified") if change.is_verification else change.get_kind_display(),
            fields=field_changes(change, reference),
            reason=change.reason,
            may_revert=may_revert(change, reader),
        )
        for change in changes
    ]


def may_revert(change: PointChange, reader: Reader) -> bool:
    """Return whether there is something to take back, and somebody has the right to all of it."""
    if change.is_verification:
        return False
    if _has(reader, Right.CHANGE_POINTS):
        return True
    fields = [field for field in PUBLIC_FIELDS if field in change.before]
    is_about_phone = bool(fields) and PHONE_FIELDS.issuperset(fields)
    return is_about_phone and _has(reader, Right.CHANGE_PHONES)


def _has(reader: Reader, right: Right) -> bool:
    return isinstance(reader, User | AnonymousUser) and reader.has_perm(right)


def author_text(change: PointChange) -> str:
    """Return who made a change: a person, or which import or geocoder."""
    if change.user is not None and change.source == SourceKind.STAFF:
        return person_text(change.user)
    return f"{change.get_source_display()} {change.import_run or change.reference}"


def field_changes(change: PointChange, reference: Reference) -> tuple[FieldChange, ...]:
    """Return what a change did to each field."""
    region = change.point.region_id
    return tuple(
        FieldChange(
            field_label(field),
            value_text(field, _value(change.before.get(field)), region, reference),
            value_text(field, _value(change.after.get(field)), region, reference),
        )
        for field in PUBLIC_FIELDS
        if field in change.after
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RevertibleRow:
    """One field of a change that may be taken back: see `RevertibleField`, here as texts.

    `by` says who has changed it since, "" if nobody has, and `at` when.
    """

    name: str
    label: str
    given: str
    now: str
    back: str
    by: str
    at: datetime | None
    is_back: bool


def revertible_rows(change: PointChange) -> list[RevertibleRow]:
    """Return what taking back a change would do to its point as it is now, in words."""
    point, reference = change.point, Reference()

    def text(name: str, value: PlainValue) -> str:
        return value_text(name, value, point.region_id, reference)

    return [
        RevertibleRow(
            name=field.name,
            label=field_label(field.name),
            given=text(field.name, field.given),
            now=text(field.name, field.now),
            back=text(field.name, field.back),
            by=author_text(field.later) if field.later is not None else "",
            at=field.later.at if field.later is not None else None,
            is_back=field.is_back,
        )
        for field in revertible(change, point)
    ]


def origin_texts(point: ServicePoint, fields: Iterable[str]) -> dict[str, str]:
    """Return who set the value of each field and when, who verified it, whether it is locked."""
    origins = {name: origin for name in fields if (origin := point.provenance_of(name))}
    logins = {origin.verified_by for origin in origins.values()}
    logins |= {o.reference for o in origins.values() if o.source is SourceKind.STAFF}
    people = person_texts(logins)
    return {name: _origin_text(origin, people) for name, origin in origins.items()}


def _origin_text(origin: Provenance, people: Mapping[str, str]) -> str:
    text = _set_and_verified(origin, people)
    return _("%(text)s; imports do not overwrite it") % {"text": text} if origin.locked else text


def _set_and_verified(origin: Provenance, people: Mapping[str, str]) -> str:
    is_person = origin.source is SourceKind.STAFF
    texts = {
        "source": origin.source.label,
        "reference": people[origin.reference] if is_person else origin.reference,
        "set_at": f"{localtime(origin.set_at):%Y-%m-%d %H:%M}",
    }
    if origin.verified_at is None:
        return _("%(source)s %(reference)s, set %(set_at)s, not verified") % texts
    texts["verified_at"] = f"{localtime(origin.verified_at):%Y-%m-%d %H:%M}"
    if not origin.verified_by:
        return _("%(source)s %(reference)s, set %(set_at)s, verified %(verified_at)s") % texts
    texts["verified_by"] = people[origin.verified_by]
    return (
        _("%(source)s %(reference)s, set %(set_at)s, verified %(verified_at)s by %(verified_by)s")
        % texts
    )


def _value(fact: Mapping[str, Any] | None) -> PlainValue:
    return fact["value"] if fact else None
