"""The desk: Django's admin under its own name, with what staff need and nothing else."""

from typing import Any, cast

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _

from sites.access import scope_of
from sites.access.accounts import name_of
from sites.desk.accounts.admin import GroupAdmin, UserAdmin
from sites.desk.accounts.login import SecondFactorPages
from sites.desk.accounts.passwords import OwnPasswordPage
from sites.desk.accounts.sessions import WARNING_S, seconds_left, session_view
from sites.desk.clients import ClientAdmin
from sites.desk.history.admin import ChangeAdmin, ImportAdmin
from sites.desk.home import charts_of, tasks_of
from sites.desk.points.admin import PointAdmin
from sites.desk.points.bulk import BulkEditAdmin
from sites.desk.positions.proposals import ProposalAdmin
from sites.desk.reference import OperatorAdmin, RegionAdmin, ServiceAdmin, TownAdmin
from sites.desk.reports.queue import ReportAdmin
from sites.models import (
    ApiClient,
    BulkEdit,
    ImportRun,
    Operator,
    PointChange,
    PositionProposal,
    Region,
    Report,
    Service,
    ServicePoint,
    Town,
)


class _Completion(AutocompleteJsonView):
    """Completes what a field refers to; Django's own fails on relations from the other side."""

    def process_request(self, request: HttpRequest) -> tuple[Any, ...]:
        """Return what is asked for."""
        process: Any = super().process_request  # type: ignore[misc] # missing in the stubs
        term, model_admin, field, to_field = process(request)
        if not field.concrete:
            raise PermissionDenied
        return term, model_admin, field, to_field


class DeskSite(AdminSite):
    """The admin site of the staff."""

    site_header = _("Staff desk of the service points")
    site_title = _("Staff desk")
    index_title = _("What would you like to do?")
    # It would take a quarter of a small screen: the first page leads everywhere.
    enable_nav_sidebar = False
    index_template = "service_sites/desk/home.html"

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Return the first page: what needs doing, how things stand, and the way to everything."""
        return super().index(
            request,
            {
                **(extra_context or {}),
                "tasks": tasks_of(self, request),
                "charts": charts_of(self, request),
            },
        )

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Return the addresses, with those about the session before those that take anything."""
        pages = SecondFactorPages(self)
        return [
            path("session/", session_view, name="session"),
            path("code/", pages.enter_code, name="enter_code"),
            path("second-factor/", pages.manage, name="second_factor"),
            *super().get_urls(),
        ]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what every page knows: how long the session lasts, whether there is a region."""
        context: dict[str, Any] = super().each_context(request)
        if request.user.is_authenticated:
            context["session_seconds"] = seconds_left(request)
            context["session_warning"] = WARNING_S
            context["person"] = name_of(request.user)
            context["has_no_region"] = scope_of(request.user).is_empty
        return context

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Return the page on which a person chooses the own password."""
        context = {**self.each_context(request), **(extra_context or {})}
        page = OwnPasswordPage.as_view(extra_context=context)
        return cast("TemplateResponse", page(request))

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Return what a field may refer to."""
        return cast("HttpResponse", _Completion.as_view(admin_site=self)(request))


desk = DeskSite(name="desk")
desk.empty_value_display = cast("str", _("none"))
desk.register(ServicePoint, PointAdmin)
desk.register(Report, ReportAdmin)
desk.register(BulkEdit, BulkEditAdmin)
desk.register(PositionProposal, ProposalAdmin)
desk.register(PointChange, ChangeAdmin)
desk.register(ImportRun, ImportAdmin)
desk.register(Region, RegionAdmin)
desk.register(Town, TownAdmin)
desk.register(Service, ServiceAdmin)
desk.register(Operator, OperatorAdmin)
desk.register(ApiClient, ClientAdmin)
desk.register(User, UserAdmin)
desk.register(Group, GroupAdmin)
