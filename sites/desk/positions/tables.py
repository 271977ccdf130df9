"""Positions as a table: downloaded, corrected, uploaded, looked at and applied."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sites.access import Right, scope_of
from sites.changes.fields import PlainValue
from sites.desk.positions.pin_form import DATUM_LABELS
from sites.desk.positions.table_forms import AgreedForm, PositionTableForm, RulesForm
from sites.desk.site import desk, person_of
from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum
from sites.geo.distance import great_circle_m
from sites.importing.apply import BadRowsError, PlanChangedError
from sites.importing.compare import stored_points
from sites.importing.plan import FieldChange, Outcome, Plan
from sites.importing.plan_report import plain_text
from sites.importing.positions.apply import apply_positions, fingerprint_of
from sites.importing.positions.compare import compare_positions
from sites.importing.positions.export import ToCheck, write_positions
from sites.importing.problems import TableError
from sites.models import Region, ServicePoint


@dataclass(frozen=True, slots=True)
class Move:
    """One outlet's position as it is and as the table says; metres if both are places."""

    serial: int
    name: str
    old: str
    new: str
    metres: int | None


def export_choices(request: HttpRequest) -> dict[str, Any]:
    """Return what the list of outlets offers of the table that `positions_csv` writes."""
    return {
        "export_regions": scope_of(request.user).restrict(Region.objects.all()),
        "export_choices": ToCheck.choices,
        "export_datums": DATUM_LABELS.items(),
    }


@desk.view_for(Right.CHANGE_POINTS)
def positions_csv(request: HttpRequest) -> HttpResponse:
    """Return a region's positions as a CSV file, for correcting and importing."""
    adcode = request.GET.get("region", settings.DEFAULT_REGION)
    regions = scope_of(request.user).restrict(Region.objects.all())
    region = regions.filter(pk=adcode).first()
    try:
        to_check = ToCheck(request.GET.get("only", ToCheck.COARSE.value))
        datum = Datum(request.GET.get("datum", Datum.WGS84.value))
    except ValueError as error:
        raise Http404 from error
    if region is None:
        raise Http404
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"positions-{region.adcode}-{to_check.value}-{datum.value}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    write_positions(region, to_check, response, datum)
    return response


@desk.view_for(Right.CHANGE_POINTS)
def position_table(request: HttpRequest) -> HttpResponse:
    """Return the form, or what an uploaded table would change; a POST of that applies it."""
    if "agreed" in request.POST:
        return _apply(request)
    if request.method != "POST":
        return _page(request, PositionTableForm(user=request.user))
    form = PositionTableForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return _page(request, form)
    region = form.cleaned_data["region"]
    try:
        plan = compare_positions(
            form.cleaned_data["table"], region, stored_points(region), form.rules
        )
    except TableError as error:
        form.add_error("table", str(error))
        return _page(request, form)
    return _page(request, form, plan, form.carried)


def _apply(request: HttpRequest) -> HttpResponse:
    form = AgreedForm(request.POST, user=request.user)
    if not form.is_valid():
        for problems in form.errors.values():
            messages.error(request, " ".join(map(str, problems)))
        return redirect(request.path)
    said = form.cleaned_data
    try:
        applied = apply_positions(
            said["carried"],
            said["region"],
            form.rules,
            person_of(request),
            fingerprint=said["agreed"] or "none",
        )
    except (PlanChangedError, BadRowsError) as error:
        messages.warning(request, str(error))
        return _page(request, form, error.plan, request.POST["carried"])
    count = applied.plan.counts[Outcome.CHANGED.value]
    text = ngettext("%(count)d position was set.", "%(count)d positions were set.", count)
    messages.success(request, text % {"count": count})
    return redirect("desk:service_sites_servicepoint_changelist")


def _page(
    request: HttpRequest, form: RulesForm, plan: Plan | None = None, carried: str = ""
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
    return desk.page(
        request,
        "positions.html",
        _("Corrected positions"),
        model=ServicePoint,
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
