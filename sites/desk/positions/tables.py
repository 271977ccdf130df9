"""The page on which a table of corrected positions is uploaded, looked at and applied."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sites.access import Right
from sites.changes.fields import PlainValue
from sites.desk.page import desk_page
from sites.desk.positions.table_forms import AgreedForm, PositionTableForm, RulesForm
from sites.geo.coordinate import Coordinate
from sites.geo.distance import great_circle_m
from sites.importing.apply import BadRowsError, PlanChangedError
from sites.importing.compare import stored_outlets
from sites.importing.plan import FieldChange, Outcome, Plan
from sites.importing.plan_report import plain_text
from sites.importing.positions.apply import apply_positions, fingerprint_of
from sites.importing.positions.compare import compare_positions
from sites.importing.problems import TableError

if TYPE_CHECKING:
    from sites.desk.bases import ModelAdmin
    from sites.models import ServicePoint

    PointAdminBase = ModelAdmin[ServicePoint]
else:
    PointAdminBase = object


@dataclass(frozen=True, slots=True)
class Move:
    """One outlet's position as it is and as the table says; metres if both are places."""

    serial: int
    name: str
    old: str
    new: str
    metres: int | None


class PositionTablePages(PointAdminBase):
    """The page for many pins at once; for those who may change all of a point."""

    def get_urls(self) -> list[URLPattern]:
        """Return the address of the page, before those that take anything for a key."""
        view = self.admin_site.admin_view(self.position_table_view)
        name = "service_sites_servicepoint_position_table"
        return [path("positions/", view, name=name), *super().get_urls()]

    def position_table_view(self, request: HttpRequest) -> HttpResponse:
        """Return the form, or what an uploaded table would change; a POST of that applies it."""
        if not request.user.has_perm(Right.CHANGE_POINTS):
            raise PermissionDenied
        if "agreed" in request.POST:
            return self._apply(request)
        if request.method != "POST":
            return self._table_page(request, PositionTableForm(user=request.user))
        form = PositionTableForm(request.POST, request.FILES, user=request.user)
        if not form.is_valid():
            return self._table_page(request, form)
        region = form.cleaned_data["region"]
        try:
            plan = compare_positions(
                form.cleaned_data["table"], region, stored_outlets(region), form.rules
            )
        except TableError as error:
            form.add_error("table", str(error))
            return self._table_page(request, form)
        return self._table_page(request, form, plan, form.carried)

    def _apply(self, request: HttpRequest) -> HttpResponse:
        form = AgreedForm(request.POST, user=request.user)
        user = request.user
        if not form.is_valid() or not isinstance(user, User):
            for problems in form.errors.values():
                messages.error(request, " ".join(map(str, problems)))
            return HttpResponseRedirect(request.path)
        said = form.cleaned_data
        try:
            applied = apply_positions(
                said["carried"], said["region"], form.rules, user, fingerprint=said["agreed"]
            )
        except (PlanChangedError, BadRowsError) as error:
            messages.warning(request, str(error))
            return self._table_page(request, form, error.plan, request.POST["carried"])
        count = applied.plan.counts[Outcome.CHANGED.value]
        text = ngettext("%(count)d position was set.", "%(count)d positions were set.", count)
        messages.success(request, text % {"count": count})
        name = f"{self.admin_site.name}:service_sites_servicepoint_changelist"
        return HttpResponseRedirect(reverse(name))

    def _table_page(
        self, request: HttpRequest, form: RulesForm, plan: Plan | None = None, carried: str = ""
    ) -> HttpResponse:
        planned: dict[str, Any] = {}
        if plan is not None:
            agreed = {**_said(form), "carried": carried, "agreed": fingerprint_of(plan)}
            planned = {
                "errors": [(plan.places.text(error.row), error) for error in plan.errors],
                "warnings": [(plan.places.text(said.row), said) for said in plan.warnings],
                "moves": list(_moves(plan, conflicts=False)),
                "conflicts": list(_moves(plan, conflicts=True)),
                "unchanged": plan.counts[Outcome.UNCHANGED.value],
                "agreed": agreed,
                "may_apply": not plan.errors and not plan.changes_nothing,
            }
        status = 400 if plan is None and form.errors else 200
        return desk_page(
            self,
            request,
            "positions.html",
            _("Corrected positions"),
            status=status,
            form=form,
            plan=plan,
            **planned,
        )


def _said(form: RulesForm) -> dict[str, str]:
    """Return what was said of the table, as the fields of a form send it."""
    rules = form.rules
    said = {
        "region": form.cleaned_data["region"].pk,
        "datum": rules.datum.value,
        "precision": rules.precision.value,
    }
    ticked = {"force": rules.force, "replace_pins": rules.replace_pins}
    return said | {name: "on" for name, is_ticked in ticked.items() if is_ticked}


def _moves(plan: Plan, *, conflicts: bool) -> Iterator[Move]:
    for outlet in plan.outlets:
        change = (outlet.conflicts if conflicts else outlet.changes).get("position")
        if change is not None:
            yield Move(
                serial=outlet.serial,
                name=outlet.name,
                old=plain_text(change.old),
                new=plain_text(change.new),
                metres=_metres(change),
            )


def _metres(change: FieldChange) -> int | None:
    old, new = _place(change.old), _place(change.new)
    return None if old is None or new is None else round(great_circle_m(old, new))


def _place(value: PlainValue) -> Coordinate | None:
    if not isinstance(value, dict):
        return None
    return Coordinate(value["longitude"], value["latitude"])
