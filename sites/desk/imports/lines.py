"""What an uploaded table would change, in words: filtered, field by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import Any, Final, Self
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sites.changes.fields import PUBLIC_FIELDS, field_label
from sites.changes.labels import value_text
from sites.importing.drafts import ERROR, asked_fields
from sites.importing.options import Decision
from sites.importing.plan import FOLLOWS, Group, Outcome
from sites.importing.problems import RowPlaces
from sites.models import DraftLine, ImportDraft
from sites.reference.stored import Reference

DIFFERENT: Final = "different"
WARNED: Final = "warned"
# What hardly anybody wants to see among what differs.
_FOLDED: Final = (Group.SERIAL, Group.UNCHANGED)
_LONGEST_SEARCH: Final = 100
# What an added outlet is: the rest follows from it, or goes without saying.
_OF_NEW: Final = ("address", "phone", "town", "operator", "services")
_LATER: Final = _("ask later")


@dataclass(frozen=True, slots=True)
class LineFilter:
    """Which lines are shown: by group (or what differs), by field, and by words."""

    show: str = DIFFERENT
    field: str = ""
    text: str = ""

    @classmethod
    def of(cls, data: Mapping[str, str], draft: ImportDraft) -> Self:
        """Return the filter of an address; what it does not know means nothing."""
        show, field = data.get("show", ""), data.get("field", "")
        return cls(
            show=show if show in {ERROR, *Group, WARNED} else DIFFERENT,
            field=field if field in PUBLIC_FIELDS else "",
            # PostgreSQL takes no NUL.
            text=data.get("q", "").replace("\0", "").strip()[:_LONGEST_SEARCH],
        )

    def lines(self, draft: ImportDraft) -> QuerySet[DraftLine]:
        """Return the lines, what needs a person first."""
        lines = draft.lines.all()
        if self.show == DIFFERENT:
            lines = lines.exclude(group__in=_FOLDED)
        elif self.show == WARNED:
            lines = lines.filter(has_warning=True)
        else:
            lines = lines.filter(group=self.show)
        if self.field:
            lines = lines.filter(fields__contains=f"|{self.field}|")
        if self.text:
            lines = lines.filter(Q(name__icontains=self.text) | Q(serial=self.text))
        return lines

    def folded(self, draft: ImportDraft) -> int:
        """Return how many outlets get another serial alone and are not among the lines for that."""
        if self.show != DIFFERENT or self.field or self.text:
            return 0
        return draft.lines.filter(group=Group.SERIAL).count()

    def query(self, **changed: str) -> str:
        """Return the filter as the query of an address, without the page; ends with "&"."""
        wanted = replace(self, **changed)
        parts = {"show": wanted.show, "field": wanted.field, "q": wanted.text}
        given = {name: value for name, value in parts.items() if value and value != DIFFERENT}
        return urlencode(given) + "&" if given else ""

    def choices(self, draft: ImportDraft) -> list[dict[str, Any]]:
        """Return the groups with their counts, as links."""
        counts = _counts(draft.lines.all())
        different = sum(counts.values()) - sum(counts.get(group, 0) for group in _FOLDED)
        warned = draft.lines.filter(has_warning=True).count()
        entries: list[tuple[str, str | Promise, int]] = [
            (DIFFERENT, _("all differences"), different),
            *((str(group), _heading(group), counts.get(group, 0)) for group in (ERROR, *Group)),
            (WARNED, _("with a remark"), warned),
        ]
        return [
            {
                "label": label,
                "count": count,
                "is_chosen": self.show == value,
                "query": self.query(show=value),
            }
            for value, label, count in entries
            if count or value in {DIFFERENT, self.show}
        ]

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The fields to filter by."""
        return [(field, field_label(field)) for field in PUBLIC_FIELDS if field != "note"]


def _counts(lines: QuerySet[DraftLine]) -> dict[str, int]:
    """Return how many lines there are of each group."""
    return dict(lines.order_by().values_list("group").annotate(count=Count("pk")))


def _heading(group: str) -> str | Promise:
    return _("rows with errors") if group == ERROR else Group(group).label


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A field with its old and its new value."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ShownConflict:
    """A field in conflict: ours, theirs, what goes along with it, and what was decided.

    `is_blank` if the table has no number where one is stored, whoever said it.
    """

    name: str
    label: str
    ours: str
    theirs: str
    is_blank: bool
    along: tuple[ShownChange, ...]
    options: tuple[tuple[str, str | Promise, bool], ...]


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line in words; `row` says where it stands in the file, "" for what is not in it."""

    line: DraftLine
    row: str
    label: str | Promise
    changes: tuple[ShownChange, ...]
    conflicts: tuple[ShownConflict, ...]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Lines that are listed under one heading, and how many there are on all pages."""

    heading: str | Promise
    count: int
    lines: tuple[ShownLine, ...]


def shown_groups(
    page: Sequence[DraftLine], lines: QuerySet[DraftLine], draft: ImportDraft
) -> list[ShownGroup]:
    """Return a page of the lines in words, by group, in their order."""
    words = _Words(RowPlaces.of(draft.summary["parts"]), draft.region_id, Reference())
    counts = _counts(lines)
    return [
        ShownGroup(_heading(group), counts[group], tuple(map(words.line, members)))
        for group, members in groupby(page, attrgetter("group"))
    ]


def _label(line: DraftLine) -> str | Promise:
    if line.outcome == ERROR:
        return _("error")
    if line.outcome == Outcome.ADDED and line.public_id is not None:
        return _("added again")
    return Outcome(line.outcome).label


@dataclass(frozen=True, slots=True)
class _Words:
    places: RowPlaces
    region: str
    reference: Reference

    def line(self, line: DraftLine) -> ShownLine:
        """Return a line in words."""
        is_new = line.public_id is None
        fields = _OF_NEW if is_new else PUBLIC_FIELDS
        return ShownLine(
            line=line,
            row=self.places.text(line.row) if line.row is not None else "",
            label=_label(line),
            changes=tuple(
                self._change(field, line.changes[field])
                for field in fields
                if field in line.changes and line.outcome != Outcome.REMOVED
            ),
            conflicts=tuple(self._conflict(line, field) for field in asked_fields(line.conflicts)),
        )

    def _change(self, field: str, pair: Sequence[Any]) -> ShownChange:
        old, new = (value_text(field, value, self.region, self.reference) for value in pair)
        return ShownChange(field_label(field), old, new)

    def _conflict(self, line: DraftLine, field: str) -> ShownConflict:
        change = self._change(field, line.conflicts[field])
        along = [other for other in line.conflicts if FOLLOWS.get(other) == field]
        chosen = line.decisions.get(field, "")
        options = (*((str(value), label) for value, label in Decision.choices), ("later", _LATER))
        return ShownConflict(
            name=f"conflict-{line.pk}-{field}",
            label=change.label,
            ours=change.old,
            theirs=change.new,
            is_blank=field == "phone" and not line.conflicts[field][1],
            along=tuple(self._change(other, line.conflicts[other]) for other in along),
            options=tuple((value, label, value == (chosen or "later")) for value, label in options),
        )
