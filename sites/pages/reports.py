"""The pages on which residents report what is wrong, and see what became of it.

None of them is kept by caches or listed by search engines.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from time import time
from typing import Any, Concatenate, Final, ParamSpec
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from sites.access.limits import Limit
from sites.finding import PointRow, catalog, get_point
from sites.models import Region, Report, ReportField, ServicePoint, Status
from sites.pages.form_tokens import FormTokenError, ShownForm, issue_token, read_token
from sites.pages.report_form import SHOWN_FIELDS, ReportForm
from sites.phones.numbers import with_area_code
from sites.reports import code_text, file_report, report_by_code, value_now
from sites.web.question import page_language
from sites.web.responses import too_often_response

# Many residents may share one address: a mobile network's, or that of a village office.
REPORTS: Final = Limit(name="report", most=10, window_s=600)
WRONG_CODES: Final = Limit(name="wrong-code", most=20, window_s=600)

_P = ParamSpec("_P")
_View = Callable[Concatenate[HttpRequest, _P], HttpResponse]


def _unlisted(view: _View[_P]) -> _View[_P]:
    """Return the view with headers that keep its pages out of caches and search engines."""

    @wraps(view)
    def unlisted(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return unlisted


# A signed token takes the place of Django's, which needs a cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@_unlisted
def report_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Return the form about an outlet; a POST files the report and leads to its state."""
    row = get_point(public_id, page_language())
    if row is None:
        raise Http404(_("There is no service point at this address (any more)."))
    if Status(row["status"]).is_gone:
        # Its page says so: there is nothing left to report.
        return redirect("pages:point", public_id)
    page = _FormPage(request, public_id, row)
    return page.answer() if request.method == "POST" else page.empty()


@csrf_exempt  # It only reads.
@require_http_methods(["GET", "HEAD", "POST"])
@_unlisted
def find_report_page(request: HttpRequest) -> HttpResponse:
    """Return the form for a reference code; a POST leads to the report, if there is one."""
    if request.method != "POST":
        return _render(request, "service_sites/find_report.html", {})
    typed = request.POST.get("code", "")[:40]
    if wait_s := WRONG_CODES.wait_s(request):
        return too_often_response(request, wait_s)
    report = report_by_code(typed)
    if report is not None:
        return _to_state(report)
    return _no_such_code(request, typed)


@require_safe
@_unlisted
def report_state_page(request: HttpRequest, code: str) -> HttpResponse:
    """Return what became of a report: nothing in it says who reported it or who decided."""
    if wait_s := WRONG_CODES.wait_s(request):
        return too_often_response(request, wait_s)
    report = report_by_code(code)
    if report is None:
        return _no_such_code(request, code[:40])
    area_code = report.point.region.area_code
    context = {
        "report": report,
        "code": code_text(report.code),
        "is_about_value": report.field in SHOWN_FIELDS,
        "shown": _in_full(report.field, report.shown, area_code),
        "suggested": _in_full(report.field, report.suggested, area_code),
        "value_now": _in_full(report.field, value_now(report), area_code),
    }
    return _render(request, "service_sites/report_state.html", context)


class _FormPage:
    """One request for the form about an outlet."""

    def __init__(self, request: HttpRequest, public_id: UUID, row: PointRow) -> None:
        self._request = request
        self._id = public_id
        self._name = row["name"]
        self._values = {"phone": row["phone"], "address": row["address"]}
        self._area_code = Region.objects.get(pk=row["region"]).area_code
        self._now = time()

    def empty(self) -> HttpResponse:
        """Return the form as it is first shown; the address may say what is wrong."""
        asked = self._request.GET.get("field")
        initial = {"field": asked} if asked in ReportField.values else {}
        form = ReportForm(initial=initial, shown=self._values)
        return self._page(form, self._fresh_token(), self._values)

    def answer(self) -> HttpResponse:
        """Return the way to the report that was filed, or the form with what is wrong with it."""
        if wait_s := REPORTS.wait_s(self._request):
            return too_often_response(self._request, wait_s)
        token = self._request.POST.get("token", "")
        problem = ""
        try:
            shown = self._shown(token)
        except FormTokenError:
            shown, token = ShownForm(self._values, self._now), self._fresh_token()
            problem = _(
                "The form was open for too long. Please check what it shows now and send it again."
            )
        else:
            if shown.is_hasty(self._now):
                problem = _("That was very quick. Please check the form and send it again.")
        form = ReportForm(self._request.POST, shown=shown.values, area_code=self._area_code)
        if form.is_valid() and problem:
            form.add_error(None, ValidationError(problem))
        if not form.is_valid():
            if form.has_error("website", "honeypot"):
                REPORTS.count(self._request)
            return self._page(form, token, shown.values, status=400)
        REPORTS.count(self._request)
        try:
            report = file_report(self._id, form.complaint())
        except ServicePoint.DoesNotExist as error:
            raise Http404(_("There is no service point at this address (any more).")) from error
        return _to_state(report)

    def _shown(self, token: str) -> ShownForm:
        # Another site could have a visitor's browser send a token that it fetched itself.
        if self._request.headers.get("Sec-Fetch-Site") == "cross-site":
            raise FormTokenError("sent by another site")
        return read_token(token, self._id, self._now)

    def _fresh_token(self) -> str:
        return issue_token(self._id, self._values, self._now)

    def _page(
        self, form: ReportForm, token: str, values: Mapping[str, str], *, status: int = 200
    ) -> HttpResponse:
        context = {
            "form": form,
            "token": token,
            "shown": {
                field: _in_full(field, value, self._area_code) for field, value in values.items()
            },
            "point_name": self._name,
            "point_url": reverse("pages:point", args=[self._id]),
        }
        return _render(self._request, "service_sites/report.html", context, status=status)


def _in_full(field: str, value: str, area_code: str) -> str:
    """Return a value as the outlet's page shows it: phones with their area code."""
    return with_area_code(value, area_code) if field == ReportField.PHONE else value


def _render(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    region_name = catalog(page_language()).only_region_name
    return render(request, template, {"region_name": region_name, **context}, status=status)


def _to_state(report: Report) -> HttpResponse:
    return HttpResponseRedirect(reverse("pages:report_state", args=[code_text(report.code)]))


def _no_such_code(request: HttpRequest, typed: str) -> HttpResponse:
    WRONG_CODES.count(request)
    context = {"typed": typed, "is_unknown": True, "posted_fields": [("code", typed)]}
    return _render(request, "service_sites/find_report.html", context, status=404)
