"""Which part of the log of changes somebody asks for, a page at a time or all of it as a table."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, Final

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sites.access import RegionScope
from sites.access.accounts import person_text
from sites.changes.fields import PUBLIC_FIELDS, field_label
from sites.desk.history.words import author_text, field_changes
from sites.models import ApiClient, ChangeKind, PointChange, ServicePoint, SourceKind
from sites.reference.stored import Reference
from sites.text.csv_safe import csv_safe
from sites.text.search_text import fold, fragment_of
from sites.web.keys import LARGEST_KEY

PAGE: Final = 50
_BATCH: Final = 1_000
# No change is older, and the first day of the calendar begins before UTC does.
_FIRST_DAY: Final = date(1970, 1, 1)
_EVERYWHERE: Final = RegionScope(None)
_ANYBODY: Final = gettext_lazy("anybody")


class LogFilter(forms.Form):
    """The conditions, and where the page begins; the latest changes come first."""

    q = forms.CharField(label=gettext_lazy("Outlet"), required=False, max_length=100)
    who = forms.ChoiceField(label=gettext_lazy("who"), required=False)
    field = forms.ChoiceField(label=gettext_lazy("field"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("what happened"),
        required=False,
        choices=[("", gettext_lazy("anything")), *ChangeKind.choices],
    )
    since = forms.DateField(
        label=gettext_lazy("from"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("to"), required=False, widget=forms.DateInput({"type": "date"})
    )
    point = forms.IntegerField(
        required=False, min_value=1, max_value=LARGEST_KEY, widget=forms.HiddenInput
    )
    older = forms.IntegerField(
        required=False, min_value=0, max_value=LARGEST_KEY, widget=forms.HiddenInput
    )
    newer = forms.IntegerField(
        required=False, min_value=0, max_value=LARGEST_KEY, widget=forms.HiddenInput
    )

    def __init__(self, data: QueryDict, scope: RegionScope = _EVERYWHERE) -> None:
        """Make the filter for somebody who works for the regions of `scope`."""
        super().__init__(data)
        self.choices("field", [("", _("any")), *((f, field_label(f)) for f in PUBLIC_FIELDS)])
        self.choices("who", list(_people(scope)))

    def choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Offer these choices for a field."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def matching(self, changes: QuerySet[PointChange]) -> QuerySet[PointChange]:
        """Return those of the changes that meet the conditions; the form is valid.

        Each condition has an index in the order of the keys, so that the latest are found without
        looking at all of them.
        """
        asked = self.cleaned_data
        conditions: dict[str, Any] = {}
        if asked["point"]:
            conditions["point"] = asked["point"]
        if asked["q"]:
            conditions["point__in"] = _outlets(asked["q"])
        if asked["who"]:
            source, _sign, reference = asked["who"].partition(":")
            conditions["source"] = source
            if reference:
                conditions["reference"] = reference
        if asked["kind"]:
            conditions["kind"] = asked["kind"]
        if asked["since"]:
            since = max(asked["since"], _FIRST_DAY)
            conditions["at__gte"] = make_aware(datetime.combine(since, time.min))
        if asked["until"]:
            conditions["at__lte"] = make_aware(datetime.combine(asked["until"], time.max))
        if asked["field"]:
            conditions["changed_fields__field"] = asked["field"]
        return changes.filter(**conditions)

    @property
    def key(self) -> str:
        """The key that the answer is ordered by; with a field, that of the list of its changes."""
        return "changed_fields__change_id" if self.cleaned_data["field"] else "pk"

    def page(self, changes: QuerySet[PointChange]) -> tuple[list[PointChange], int, int]:
        """Return a page, the latest first, and the keys that older and newer pages end at, or 0."""
        rows = self.matching(changes).select_related("point", "user", "import_run")
        older, newer = self.cleaned_data["older"], self.cleaned_data["newer"]
        if newer is not None:
            found = list(rows.filter(**{f"{self.key}__gt": newer}).order_by(self.key)[: PAGE + 1])
            more, found = len(found) > PAGE, found[:PAGE][::-1]
            ends = (found[-1].pk if found else 0, found[0].pk if more and found else 0)
            return found, *ends
        if older:
            rows = rows.filter(**{f"{self.key}__lt": older})
        found = list(rows.order_by(f"-{self.key}")[: PAGE + 1])
        more, found = len(found) > PAGE, found[:PAGE]
        return found, found[-1].pk if more else 0, found[0].pk if older and found else 0

    def address(self, **changed: int) -> str:
        """Return the query of the same conditions on another page."""
        asked = {
            name: self.data[name]
            for name in self.fields
            if self.data.get(name) and name not in {"older", "newer"}
        }
        query = QueryDict(mutable=True)
        query.update(asked | {name: str(value) for name, value in changed.items()})
        return query.urlencode()


def _people(scope: RegionScope) -> Iterator[tuple[str, str]]:
    """Yield who may have changed something: all of a kind, then each by name."""
    yield "", str(_ANYBODY)
    for source in SourceKind:
        yield source.value, str(source.label)
    users = User.objects.filter(is_staff=True)
    if scope.adcodes is not None:
        users = users.filter(staff_regions__region__in=scope.adcodes).distinct()
    for user in users.order_by("username"):
        yield f"{SourceKind.STAFF.value}:{user.get_username()}", person_text(user)
    programs = scope.restrict(ApiClient.objects.all()).distinct()
    for program in programs.values_list("name", flat=True):
        yield f"{SourceKind.PROGRAM.value}:{program}", program


def _outlets(text: str) -> QuerySet[ServicePoint]:
    """Return the outlets whose search text has every word, as in the list of outlets."""
    points = ServicePoint.objects.order_by()
    words = [word for word in map(fold, text.split()) if word]
    if not words:
        return points.none()
    for word in words:
        points = points.filter(search_text__contains=fragment_of(word))
    return points.values("pk")  # type: ignore[return-value]


class _Line:
    """A file that gives back what is written: for rows that are sent while others are read."""

    def write(self, text: str) -> str:
        return text


def csv_lines(changes: QuerySet[PointChange], key: str) -> Iterator[str]:
    """Yield the changes as the lines of a CSV file, a line per field, the latest first.

    Begins with a byte order mark for spreadsheet programs; no text in it runs as a formula. The
    seals are those that `manage.py verify_history --noted` asks for.
    """
    writer = csv.writer(_Line())
    reference = Reference()
    yield "\ufeff" + str(writer.writerow(_titles()))
    rows = changes.select_related("point", "user", "import_run").order_by(f"-{key}")
    for change in rows.iterator(chunk_size=_BATCH):
        for cells in _cells(change, reference):
            yield str(writer.writerow([csv_safe(cell) for cell in cells]))


def _titles() -> list[str]:
    return [
        _("number"),
        _("when"),
        _("region"),
        _("outlet"),
        _("id"),
        _("who"),
        _("what happened"),
        _("field"),
        _("old"),
        _("new"),
        _("reason"),
        _("data version"),
        _("seal"),
    ]


def _cells(change: PointChange, reference: Reference) -> Iterator[Sequence[object]]:
    point = change.point
    for field in field_changes(change, reference):
        yield [
            change.pk,
            f"{localtime(change.at):%Y-%m-%d %H:%M:%S}",
            point.region_id,
            point.name,
            str(point.public_id),
            author_text(change),
            change.get_kind_display(),
            field.label,
            field.old,
            field.new,
            change.reason,
            change.data_version,
            change.seal,
        ]
