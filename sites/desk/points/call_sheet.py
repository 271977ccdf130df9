"""The call sheet: the numbers that are due, to print, as a table, and one by one to record."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sites.access import Right, scope_of
from sites.changes.phone_messages import phone_message
from sites.corrections import (
    CallSheetRow,
    ChangedMeanwhileError,
    call_sheet,
    due,
    record_call,
    sheet_order,
)
from sites.desk.points.phones import number_facts, verified_text, verifiers_of, warn_of_sharers
from sites.desk.site import desk
from sites.models import CallResult, Region, ServicePoint, Town
from sites.phones.numbers import PhoneError, parse_phone
from sites.text.csv_safe import csv_safe

_LONGEST_PHONE: Final = 200


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The numbers that are due in a region, or in one of its towns.

    Attributes:
        region: the region.
        towns: all of its towns, to choose from.
        town: the chosen one, None for all.
        points: in the order of the sheet.
    """

    region: Region
    towns: Sequence[Town]
    town: Town | None
    points: QuerySet[ServicePoint]

    @property
    def parameters(self) -> dict[str, str]:
        """What an address says about the sheet."""
        town = {"town": self.town.key} if self.town is not None else {}
        return {"region": self.region.adcode, **town}


@desk.view_for(Right.CHANGE_POINTS, Right.CHANGE_PHONES)
def calls(request: HttpRequest) -> HttpResponse:
    """Return the sheet, on the screen and for printing on A4."""
    sheet = _sheet(request)
    rows = _worded(call_sheet(sheet.points))
    return desk.page(
        request,
        "calls.html",
        _("Numbers to be called"),
        model=ServicePoint,
        sheet=sheet,
        rows=rows,
        regions=scope_of(request.user).restrict(Region.objects.all()),
        query=urlencode(sheet.parameters),
        first=rows[0].point if rows else None,
        today=timezone.localdate(),
        months=settings.PHONE_VERIFIED_MONTHS,
    )


@desk.view_for(Right.CHANGE_POINTS, Right.CHANGE_PHONES)
def calls_csv(request: HttpRequest) -> HttpResponse:
    """Return the sheet as a CSV file, with a BOM for spreadsheet programs."""
    sheet = _sheet(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = "-".join(["calls", *sheet.parameters.values()])
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    titles = (_("No."), _("serial"), _("Outlet"), _("town"), _("address"), _("phone"))
    more = (_("last verified"), _("calls so far"), _("result"), _("right number"))
    writer.writerow([*titles, *more])
    for row in _worded(call_sheet(sheet.points)):
        point = row.point
        town = point.town.name if point.town is not None else ""
        cells = (row.number, point.serial, point.name, town, point.address, point.phone)
        filled = [*cells, row.verified, "；".join(row.calls), "", ""]
        writer.writerow([csv_safe(cell) for cell in filled])
    return response


@desk.view_for(Right.CHANGE_POINTS, Right.CHANGE_PHONES)
def call(request: HttpRequest, key: int) -> HttpResponse:
    """Return the page on which the result of one call is recorded, by keyboard alone."""
    sheet = _sheet(request)
    points = _points(request)
    if request.method != "POST":
        return _call_page(request, sheet, get_object_or_404(points, pk=key))
    with transaction.atomic():
        point = get_object_or_404(points.select_for_update(of=("self",)), pk=key)
        return _record(request, sheet, point)


def _points(request: HttpRequest) -> QuerySet[ServicePoint]:
    """Return the outlets that the person knows."""
    points = ServicePoint.objects.select_related("region", "town")
    return scope_of(request.user).restrict(points)


def _sheet(request: HttpRequest) -> _Sheet:
    regions = scope_of(request.user).restrict(Region.objects.all())
    asked = request.GET.get("region", "")
    region = regions.filter(pk=asked or settings.DEFAULT_REGION).first()
    if region is None and not asked:
        region = regions.first()
    if region is None:
        raise Http404
    towns = list(region.towns.all())
    key = request.GET.get("town", "")
    town = next((one for one in towns if one.key == key), None)
    if key and town is None:
        raise Http404
    points = _points(request).filter(region=region)
    if town is not None:
        points = points.filter(town=town)
    return _Sheet(region, towns, town, sheet_order(due(points, settings.PHONE_VERIFIED_MONTHS)))


def _record(request: HttpRequest, sheet: _Sheet, point: ServicePoint) -> HttpResponse:
    result = _result(request)
    typed = request.POST.get("phone", "")[:_LONGEST_PHONE]
    called = request.POST.get("called", "")
    try:
        if result is CallResult.CORRECTED:
            problem = _problem(typed, point)
            if problem:
                return _call_page(request, sheet, point, typed=typed, problem=problem)
        following = _following(sheet, point)
        record_call(point, result, request.user, called=called, right_number=typed)
    except ChangedMeanwhileError as error:
        text = _(
            "Nothing was recorded. You called %(called)s; meanwhile somebody has changed the "
            "number to %(phone)s."
        )
        problem = text % {"called": called or "—", "phone": error.phone or "—"}
        return _call_page(request, sheet, point, typed=typed, problem=problem)
    said = {"outlet": point.name, "result": result.label, "phone": point.phone}
    messages.success(request, _("%(outlet)s: %(result)s (%(phone)s)") % said)
    if result is CallResult.CORRECTED:
        warn_of_sharers(request, point)
    if following is None:
        messages.success(request, _("That was the last number of the sheet."))
        return HttpResponseRedirect(_address("calls", sheet))
    return HttpResponseRedirect(_address("call", sheet, following))


def _call_page(
    request: HttpRequest,
    sheet: _Sheet,
    point: ServicePoint,
    *,
    typed: str = "",
    problem: str = "",
) -> HttpResponse:
    if not point.is_active or not point.phone:
        raise Http404
    keys = list(sheet.points.values_list("pk", flat=True))
    following = _following(sheet, point)
    number = keys.index(point.pk) + 1 if point.pk in keys else 0
    (row,) = _worded(call_sheet([point]), first=number)
    return desk.page(
        request,
        "call.html",
        _("Record a call"),
        model=ServicePoint,
        status=400 if problem else 200,
        sheet=sheet,
        point=point,
        row=row,
        total=len(keys),
        facts=number_facts(point, verifiers_of([point])),
        typed=typed,
        problem=problem,
        sheet_url=_address("calls", sheet),
        skip_url=_address("call", sheet, following) if following else "",
        check_url=reverse("desk:service_sites_servicepoint_check_phone"),
    )


def _address(page: str, sheet: _Sheet, *keys: int) -> str:
    address = reverse(f"desk:service_sites_servicepoint_{page}", args=keys)
    return f"{address}?{urlencode(sheet.parameters)}"


class _Row:
    """One line of the sheet, worded."""

    def __init__(self, number: int, row: CallSheetRow, verifiers: Mapping[str, str]) -> None:
        self.number = number
        self.point = row.point
        origin = row.point.provenance_of("phone")
        self.verified = _("never")
        if origin is not None and origin.verified_at is not None:
            self.verified = verified_text(origin, verifiers)
        self.calls = [
            f"{localtime(call.called_at):%Y-%m-%d} {call.get_result_display()}"
            for call in row.calls
        ]


def _worded(rows: Sequence[CallSheetRow], first: int = 1) -> list[_Row]:
    """Return lines of the sheet in words, numbered on from the first."""
    verifiers = verifiers_of(row.point for row in rows)
    return [_Row(number, row, verifiers) for number, row in enumerate(rows, start=first)]


def _following(sheet: _Sheet, point: ServicePoint) -> int | None:
    """Return the key of the number after this one on the sheet; None after the last one."""
    keys = list(sheet.points.values_list("pk", flat=True))
    if point.pk not in keys:
        return keys[0] if keys else None
    later = keys[keys.index(point.pk) + 1 :]
    return later[0] if later else None


def _result(request: HttpRequest) -> CallResult:
    try:
        return CallResult(request.POST.get("result", ""))
    except ValueError as error:
        raise BadRequest("a call has no such result") from error


def _problem(typed: str, point: ServicePoint) -> str:
    """Return what is wrong with the number that is to replace the one that was called."""
    try:
        phone = parse_phone(typed, point.region.area_code)
    except PhoneError as error:
        return phone_message(error)
    if not phone.text:
        return _("Type the right number. If you do not know it, press the button below.")
    if phone.text == point.phone:
        return _("This is the number that you called. If it is right, press “Number is right”.")
    return ""
