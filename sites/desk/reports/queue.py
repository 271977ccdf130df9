"""What residents report, in the desk: a queue, accepted, rejected with a reason, or put aside."""

from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sites.access import Right, scope_of
from sites.desk.bases import ReadOnlyAdmin, ScopedFilter, person_column
from sites.desk.reports.accept import REPORT, may_decide
from sites.desk.site import desk
from sites.models import Report, ReportField, ReportState
from sites.models.report import REASON_LENGTH
from sites.reports import ReportClosedError, code_text, decide, one_line, value_now

_ALL: Final = "all"
_DECISION: Final = ("state", "decider", "decided_at", "reason")


class StateFilter(admin.SimpleListFilter):
    """The state of the reports; without a choice those that wait for a person."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the states that may be chosen beside the open ones, which need no choice."""
        decided = [(value, label) for value, label in ReportState.choices if value != "open"]
        return [*decided, (_ALL, _("all"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        """Return the reports in the chosen state."""
        if self.value() == _ALL:
            return queryset
        return queryset.filter(state=self.value() or ReportState.OPEN)

    def choices(self, changelist: Any) -> Any:
        """Yield the choices; the first, which is no choice, under its own name."""
        first, *others = super().choices(changelist)
        yield {**first, "display": ReportState.OPEN.label}
        yield from others


class ReportAdmin(ReadOnlyAdmin[Report]):
    """The reports, decided on by those who may correct what they are about."""

    class Media:
        css = {"all": ["service_sites/desk/desk.css"]}

    change_form_template = "service_sites/desk/report_change_form.html"
    list_display = (
        "point",
        "subject",
        "shown",
        "suggested",
        "now",
        "count",
        "remarks",
        "reported_on",
    )
    list_filter = (StateFilter, "field", ("point__region", ScopedFilter))
    list_select_related = ("point",)
    list_per_page = 100
    search_fields = ("point__search_text", "code")
    fields = (
        "point",
        "field",
        "shown",
        "suggested",
        "now",
        "remarks",
        "count",
        "created_at",
        "reference",
        "state",
        "decider",
        "decided_at",
        "reason",
    )
    decider = person_column("decided_by", _("decided by"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Return whether there may be reports for the person."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        """Return whether the person may read all reports or decide on this one."""
        return request.user.has_perm(Right.VIEW_REPORTS) or may_decide(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """Return the reports that the person may read."""
        reports = super().get_queryset(request)
        if request.user.has_perm(Right.VIEW_REPORTS):
            return reports
        return reports.filter(field=ReportField.PHONE)

    def get_fields(self, request: HttpRequest, obj: Report | None = None) -> Any:
        """Return what is shown of a report: of an open one no decision."""
        if obj is None or obj.state != ReportState.OPEN:
            return self.fields
        return [name for name in self.fields if name not in _DECISION]

    @admin.display(description=_("what is wrong"), ordering="field")
    def subject(self, report: Report) -> str:
        """Return what is wrong; of a report that was decided on, what was decided, too."""
        text = report.get_field_display()
        return (
            text if report.state == ReportState.OPEN else f"{text} ({report.get_state_display()})"
        )

    @admin.display(description=_("shown now"))
    def now(self, report: Report) -> str:
        """Return the value now of what the report is about, and whether it is another by now."""
        now = value_now(report)
        if not now or now == report.shown:
            return now
        return _("%(value)s (changed since)") % {"value": now}

    @admin.display(description=_("reported on"), ordering="created_at")
    def reported_on(self, report: Report) -> str:
        """Return the day of the first report."""
        return f"{localtime(report.created_at):%Y-%m-%d}"

    @admin.display(description=_("reference code"))
    def reference(self, report: Report) -> str:
        """Return the code as the reporter has it."""
        return code_text(report.code)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Return the page of the report, with the decisions while it is open."""
        report = kwargs.get("obj")
        context["is_open"] = (
            isinstance(report, Report)
            and report.state == ReportState.OPEN
            and may_decide(request, report)
        )
        context["reason_length"] = REASON_LENGTH
        context["now"] = self.now(report) if isinstance(report, Report) else ""
        return super().render_change_form(request, context, *args, **kwargs)


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
        return _to("report_change", key)
    if state is ReportState.ACCEPTED and report.state == ReportState.OPEN:
        # Saving the correction accepts it: until then nobody is told that it is done.
        edit = _to("servicepoint_change", report.point_id)
        return HttpResponseRedirect(f"{edit['Location']}?{REPORT}={key}")
    try:
        decide(key, state, request.user, reason=reason)
    except ReportClosedError:
        messages.warning(request, _("Somebody has decided on this report already."))
        return _to("report_change", key)
    messages.success(request, _("The report was put aside."))
    return _to("report_changelist")


def _to(page: str, *args: int) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"desk:service_sites_{page}", args=args))


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
