"""A report is decided on: accepted by correcting the outlet, rejected with a reason, or put aside.

The edit of the outlet opens with what the resident says, and saving it accepts the report.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from typing_extensions import override

from sites.access import Right, scope_of
from sites.desk.bases import ModelForm
from sites.desk.site import desk
from sites.models import Report, ReportField, ReportState, ServicePoint
from sites.models.report import REASON_LENGTH
from sites.reports import (
    ReportClosedError,
    accept,
    code_text,
    decide,
    is_corrected,
    one_line,
    value_now,
)
from sites.web.keys import row_key

_REPORT = "report"
_FIELD_OF = {
    ReportField.PHONE.value: "phone",
    ReportField.ADDRESS.value: "address",
    ReportField.CLOSED.value: "address",
}


class SuggestedInput(forms.TextInput):
    """Shows what somebody suggests; the value that the form was made from stays the stored one."""

    def __init__(self, suggested: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self._suggested = suggested

    @override
    def format_value(self, value: Any) -> str:
        """Return the suggestion."""
        return self._suggested


@dataclass(frozen=True, slots=True)
class ReportShown:
    """An open report beside the form in which its outlet is corrected."""

    report: Report
    code: str
    now: str


def may_decide(request: HttpRequest, report: Report | None = None) -> bool:
    """Return whether the person may correct what a report is about, or a phone at least."""
    if request.user.has_perm(Right.CHANGE_POINTS):
        return True
    about_phone = report is None or report.field == ReportField.PHONE
    return about_phone and request.user.has_perm(Right.CHANGE_PHONES)


@desk.view_for(Right.CHANGE_POINTS, Right.CHANGE_PHONES)
@require_POST
def decide_report(request: HttpRequest, key: int) -> HttpResponse:
    """Decide as the form says; who accepts a report goes on to correct the outlet."""
    reports = scope_of(request.user).restrict(Report.objects.all())
    report = get_object_or_404(reports, pk=key)
    if not may_decide(request, report):
        raise PermissionDenied
    state, reason = _decision(request)
    if state is ReportState.REJECTED and not reason:
        messages.error(request, _("A rejection needs a reason: the reporter reads it."))
        return redirect("desk:service_sites_report_change", key)
    if state is ReportState.ACCEPTED and report.state == ReportState.OPEN:
        # Saving the correction accepts it: until then nobody is told that it is done.
        edit = reverse("desk:service_sites_servicepoint_change", args=[report.point_id])
        return redirect(f"{edit}?{_REPORT}={key}")
    try:
        decide(key, state, request.user, reason=reason)
    except ReportClosedError:
        messages.warning(request, _("Somebody has decided on this report already."))
        return redirect("desk:service_sites_report_change", key)
    messages.success(request, _("The report was put aside."))
    return redirect("desk:service_sites_report_changelist")


def _decision(request: HttpRequest) -> tuple[ReportState, str]:
    """Return what the form says; `BadRequest` for what it does not offer."""
    reason = one_line(request.POST.get("reason", ""))
    try:
        state = ReportState(request.POST.get("state", ""))
    except ValueError as error:
        raise BadRequest("there is no such decision") from error
    if state is ReportState.OPEN or len(reason) > REASON_LENGTH:
        raise BadRequest("there is no such decision")
    return state, reason


def report_shown(request: HttpRequest, point: ServicePoint) -> ReportShown | None:
    """Return the report that the page of an outlet was opened from, None without one."""
    report = _report(request, point)
    if report is None:
        return None
    return ReportShown(report, code_text(report.code), value_now(report))


def _report(request: HttpRequest, point: ServicePoint) -> Report | None:
    """Return the open report about the outlet that the request names, if it may be decided."""
    key = row_key(request.POST.get(_REPORT) or request.GET.get(_REPORT) or "")
    if key is None:
        return None
    reports = scope_of(request.user).restrict(Report.objects.all())
    report = reports.filter(pk=key, point=point.pk, state=ReportState.OPEN).first()
    return report if report is not None and may_decide(request, report) else None


def accept_report(request: HttpRequest, point: ServicePoint, changed: Collection[str]) -> None:
    """Close the report that a correction, just recorded, was made for.

    `changed` are the fields that the person has corrected.
    """
    report = _report(request, point)
    if report is None:
        if request.POST.get(_REPORT):
            messages.warning(request, _("Somebody has decided on this report already."))
        return
    report.point = point
    if not is_corrected(report, changed):
        text = _(
            "The report stays open: the outlet still says what was reported as wrong. If it is "
            "right, reject the report and say why."
        )
        messages.warning(request, text)
        return
    try:
        closed = accept(report.pk, request.user)
    except ReportClosedError:
        messages.warning(request, _("Somebody has decided on this report already."))
        return
    text = _("The report %(code)s was accepted; the reporter can see it now.")
    messages.success(request, text % {"code": code_text(report.code)})
    if closed > 1:
        text = _("Reports that say the same were accepted with it: %(count)d.")
        messages.success(request, text % {"count": closed - 1})


def fill_in(form: ModelForm[ServicePoint], report: Report) -> None:
    """Show what the report suggests in the field that it is about, and it as the reason."""
    name = _FIELD_OF.get(report.field)
    if report.suggested and name in form.fields:
        attrs = {**form.fields[name].widget.attrs, "autofocus": True}
        form.fields[name].widget = SuggestedInput(report.suggested, attrs)
    elif report.field == ReportField.CLOSED and "is_active" in form.fields:
        form.fields["is_active"].widget = forms.CheckboxInput(check_test=lambda _value: False)
    if "reason" in form.fields:
        reason = _("report of a resident, %(code)s") % {"code": code_text(report.code)}
        form.initial["reason"] = reason
