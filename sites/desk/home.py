"""The first page of the desk: what needs doing, how things stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sites.access import Right, scope_of
from sites.corrections import due, phone_ages, phones_by_age
from sites.desk.bases import ModelAdmin
from sites.desk.charts import Chart, Share, make_chart
from sites.desk.points.phones import DUE, age_labels
from sites.desk.site import desk
from sites.importing.drafts import undecided
from sites.models import (
    ImportDraft,
    ImportRun,
    PositionProposal,
    Report,
    ReportState,
    ServicePoint,
)
from sites.models.service_point import PRECISION_CHOICES

_ACTIVE: Final = {"is_active__exact": "1"}
_NO_TOWN: Final = {**_ACTIVE, "town__isnull": "True"}
_NO_POSITION: Final = {**_ACTIVE, "precision__exact": ""}


@dataclass(frozen=True, slots=True)
class Task:
    """One sort of work that waits: what it is, how much there is, where exactly that is listed."""

    key: str
    label: str
    hint: str
    count: int
    url: str


@desk.admin_view
def home(request: HttpRequest) -> HttpResponse:
    """Return the first page: what needs doing, how things stand, and the way to everything."""
    shown = _Home(request)
    return desk.index(request, {"tasks": list(shown.tasks()), "charts": list(shown.charts())})


@dataclass(frozen=True, slots=True)
class _Home:
    request: HttpRequest

    def tasks(self) -> Iterator[Task]:
        """Yield the sorts of work that the person may do, with their counts, also where it is 0.

        Each is counted in the rows from which the list behind it starts, so that they agree.
        """
        user = self.request.user
        if user.has_perm(Right.CHANGE_PHONES) or user.has_perm(Right.CHANGE_POINTS):
            yield self._reports()
            yield self._phones()
        if user.has_perm(Right.IMPORT):
            yield self._conflicts()
        if user.has_perm(Right.CHANGE_POINTS):
            yield from self._positions()

    def charts(self) -> Iterator[Chart]:
        """Yield the charts about the outlets that the person may see."""
        if not self._admin(ServicePoint).has_view_permission(self.request):
            return
        points = self._rows(ServicePoint)
        labels = age_labels()
        ages = phones_by_age(points, phone_ages(settings.PHONE_VERIFIED_MONTHS))
        yield make_chart(
            "phones",
            _("When phone numbers were last verified"),
            _("Verified"),
            [
                Share(labels[age.key], count, self._points({"phone_age": age.key}), age.key)
                for age, count in ages
            ],
        )
        counted = points.filter(is_active=True).order_by().values_list("precision")
        counts = dict(counted.annotate(Count("pk")))
        yield make_chart(
            "positions",
            _("How precisely positions are known"),
            _("Precision"),
            [
                Share(str(label), counts.get(value, 0), self._points(_precision(value)), value)
                for value, label in PRECISION_CHOICES
            ]
            + [Share(_("not known"), counts.get("", 0), self._points(_NO_POSITION), "none")],
        )

    def _reports(self) -> Task:
        count = self._rows(Report).filter(state=ReportState.OPEN).count()
        return Task(
            "reports",
            _("Reports from residents"),
            _("Look at what they say, correct the outlet or reject it."),
            count,
            self._list(Report),
        )

    def _phones(self) -> Task:
        months = settings.PHONE_VERIFIED_MONTHS
        return Task(
            "phones",
            _("Phone numbers to verify"),
            _("Nobody has verified them for %(months)d months.") % {"months": months},
            due(self._rows(ServicePoint), months).count(),
            self._points({"phone_age": DUE}),
        )

    def _conflicts(self) -> Task:
        drafts = scope_of(self.request.user).restrict(ImportDraft.objects.all())
        waiting = undecided(drafts)
        url = self._list(ImportRun)
        if len(waiting) == 1:
            (draft,) = waiting
            page = reverse("desk:service_sites_importrun_draft", args=[draft])
            url = f"{page}?show=conflict"
        return Task(
            "conflicts",
            _("Import conflicts"),
            _("A table says something else than a person has corrected: decide each once."),
            sum(waiting.values()),
            url,
        )

    def _positions(self) -> Iterator[Task]:
        yield Task(
            "proposals",
            _("Positions to check"),
            _("Something speaks against them: accept or dismiss each."),
            self._rows(PositionProposal).count(),
            self._list(PositionProposal),
        )
        active = self._rows(ServicePoint).filter(is_active=True)
        yield Task(
            "no_town",
            _("Outlets without a town"),
            _("Residents who choose their town do not find them."),
            active.filter(town__isnull=True).count(),
            self._points(_NO_TOWN),
        )
        yield Task(
            "no_position",
            _("Outlets without a position"),
            _("They are on no map and in no search nearby."),
            active.filter(precision="").count(),
            self._points(_NO_POSITION),
        )

    def _admin(self, model: type[Model]) -> ModelAdmin[Any]:
        return desk.get_model_admin(model)

    def _rows(self, model: type[Model]) -> QuerySet[Any]:
        return self._admin(model).get_queryset(self.request)

    def _list(self, model: type[Model]) -> str:
        name = model._meta.model_name
        return reverse(f"desk:service_sites_{name}_changelist")

    def _points(self, parameters: dict[str, str]) -> str:
        return f"{self._list(ServicePoint)}?{urlencode(parameters)}"


def _precision(value: str) -> dict[str, str]:
    return {**_ACTIVE, "precision__exact": value}
