"""A report is accepted by correcting the outlet: the edit opens with what the resident says."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sites.access import scope_of
from sites.desk.bases import ModelForm
from sites.models import Report, ReportField, ReportState, ServicePoint
from sites.reports import ReportClosedError, accept, code_text, is_corrected, value_now
from sites.web.keys import row_key

if TYPE_CHECKING:
    from sites.desk.bases import ModelAdmin

    PointAdminBase = ModelAdmin[ServicePoint]
else:
    PointAdminBase = object

REPORT = "report"
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

    def format_value(self, value: Any) -> str:
        """Return the suggestion."""
        return self._suggested


@dataclass(frozen=True, slots=True)
class ReportShown:
    """An open report beside the form in which its outlet is corrected."""

    report: Report
    code: str
    now: str


class AcceptingPages(PointAdminBase):
    """The page of an outlet, opened from a report: saving it closes the report."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Return the page of the outlet, with the report that it was opened from."""
        obj = kwargs.get("obj")
        report = self._report(request, obj) if isinstance(obj, ServicePoint) else None
        if report is not None:
            context["accepting"] = ReportShown(report, code_text(report.code), value_now(report))
            if request.method == "GET":
                _fill_in(context["adminform"].form, report)
        return super().render_change_form(request, context, *args, **kwargs)

    def _report(self, request: HttpRequest, point: ServicePoint) -> Report | None:
        """Return the open report about the outlet that the request names, if it may be decided."""
        key = row_key(request.POST.get(REPORT) or request.GET.get(REPORT) or "")
        if key is None:
            return None
        reports = scope_of(request.user).restrict(Report.objects.all())
        report = reports.filter(pk=key, point=point.pk, state=ReportState.OPEN).first()
        admin = self.admin_site.get_model_admin(Report)
        decides = getattr(admin, "has_decide_permission", None)
        return report if report is not None and decides and decides(request, report) else None

    def accept_report(
        self, request: HttpRequest, point: ServicePoint, changed: Collection[str]
    ) -> None:
        """Close the report that a correction, just recorded, was made for.

        `changed` are the fields that the person has corrected.
        """
        report = self._report(request, point)
        if report is None:
            if request.POST.get(REPORT):
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


def _fill_in(form: ModelForm[ServicePoint], report: Report) -> None:
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
