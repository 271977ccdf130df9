"""What residents report, in the desk: the queue of reports, and the page of each."""

from typing import Any, Final

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.access import Right
from sites.desk.bases import ReadOnlyAdmin, ScopedFilter, person_column
from sites.desk.reports.decide import may_decide
from sites.models import Report, ReportField, ReportState
from sites.models.report import REASON_LENGTH
from sites.reports import code_text, value_now

_ALL: Final = "all"
_DECISION: Final = ("state", "decider", "decided_at", "reason")


class StateFilter(admin.SimpleListFilter):
    """The state of the reports; without a choice those that wait for a person."""

    title = _("state")
    parameter_name = "state"

    @override
    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the states that may be chosen beside the open ones, which need no choice."""
        decided = [(value, label) for value, label in ReportState.choices if value != "open"]
        return [*decided, (_ALL, _("all"))]

    @override
    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        """Return the reports in the chosen state."""
        if self.value() == _ALL:
            return queryset
        return queryset.filter(state=self.value() or ReportState.OPEN)

    @override
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

    @override
    def has_module_permission(self, request: HttpRequest) -> bool:
        """Return whether there may be reports for the person."""
        return self.has_view_permission(request)

    @override
    def has_view_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        """Return whether the person may read all reports or decide on this one."""
        return request.user.has_perm(Right.VIEW_REPORTS) or may_decide(request, obj)

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """Return the reports that the person may read."""
        reports = super().get_queryset(request)
        if request.user.has_perm(Right.VIEW_REPORTS):
            return reports
        return reports.filter(field=ReportField.PHONE)

    @override
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

    @override
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
