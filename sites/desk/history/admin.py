"""The log of changes and the list of imports in the desk."""

from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sites.access import scope_of
from sites.corrections import RevertRefusedError, revert
from sites.desk.bases import ReadOnlyAdmin, person_column
from sites.desk.history.filter import LogFilter, csv_lines
from sites.desk.history.words import (
    author_text,
    field_changes,
    history_rows,
    may_revert,
    revertible_rows,
)
from sites.desk.imports.pages import ImportPages
from sites.desk.page import desk_page
from sites.desk.points.conflict_form import SeenField
from sites.importing.plan import counts_text
from sites.models import DataVersion, ImportRun, LogHead, PointChange
from sites.reference.stored import Reference

_PIN_STAYS: Final = _(
    "Address or town have changed, but the pin that a person set stays: check it."
)


class ChangeAdmin(ReadOnlyAdmin[PointChange]):
    """Every recorded change: when, of which outlet, by whom, what and why; and taken back."""

    class Media:
        css = {"all": ["service_sites/desk/desk.css"]}

    change_form_template = "service_sites/desk/change.html"
    fields = ("at", "point", "kind", "author", "old_and_new", "reason", "data_version", "seal")

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with those of the export and of taking a change back."""
        view = self.admin_site.admin_view
        prefix = "service_sites_pointchange"
        return [
            path("changes.csv", view(self.export_view), name=f"{prefix}_export"),
            path("<row_key:key>/revert/", view(self.revert_view), name=f"{prefix}_revert"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PointChange]:
        """Return the changes with what they refer to."""
        return super().get_queryset(request).select_related("point", "user", "import_run")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Return a page of the changes that the filter asks for."""
        form = self._filter(request)
        found: list[PointChange] = []
        older = newer = 0
        if form.is_valid():
            found, older, newer = form.page(self.get_queryset(request))
        return desk_page(
            self,
            request,
            "log.html",
            _("History"),
            form=form,
            rows=history_rows(found, request.user),
            point=found[0].point if found and form.cleaned_data["point"] else None,
            older=form.address(older=older) if older else "",
            newer=form.address(newer=newer) if newer else "",
            export=form.address(),
            head=LogHead.current(),
            **(extra_context or {}),
        )

    def export_view(self, request: HttpRequest) -> StreamingHttpResponse:
        """Return all changes that the filter asks for as a CSV file."""
        form = self._filter(request)
        if not form.is_valid():
            raise BadRequest("there is no such filter")
        lines = csv_lines(form.matching(self.get_queryset(request)), form.key)
        return StreamingHttpResponse(
            lines,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="changes.csv"'},
        )

    def _filter(self, request: HttpRequest) -> LogFilter:
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = LogFilter(request.GET, scope_of(request.user))
        if not request.GET.keys() <= form.fields.keys():
            raise BadRequest("there is no such filter")
        return form

    def revert_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Return what taking a change back would do; a POST does it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        # Before the point: what is changed in between is too new for this page, never unseen.
        seen = DataVersion.current()
        changes = self.get_queryset(request).select_related("point__region", "point__town")
        change = get_object_or_404(changes, pk=key)
        if not may_revert(change, request.user):
            raise PermissionDenied
        form = RevertForm(request.POST) if request.method == "POST" else None
        if form is not None and form.is_valid():
            try:
                pin_stays = revert(
                    change,
                    request.POST.getlist("fields"),
                    request.user,
                    seen=form.cleaned_data["seen"],
                    reason=form.cleaned_data["reason"],
                )
            except RevertRefusedError as error:
                form.add_error(None, str(error))
            else:
                if pin_stays:
                    messages.warning(request, _PIN_STAYS)
                messages.success(request, _("The change was taken back."))
                name = f"{self.admin_site.name}:service_sites_servicepoint_change"
                return HttpResponseRedirect(reverse(name, args=[change.point_id]))
        return desk_page(
            self,
            request,
            "revert.html",
            _("Take back change %(number)d") % {"number": change.pk},
            change=change,
            author=author_text(change),
            fields=revertible_rows(change),
            form=form or RevertForm(initial={"seen": seen}),
            # Of a form that comes back, what is stored now was seen.
            seen=seen,
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Return the page of the change, with the way to take it back for those who may."""
        change = kwargs.get("obj")
        is_theirs = isinstance(change, PointChange) and may_revert(change, request.user)
        context["may_revert"] = is_theirs
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("who"))
    def author(self, change: PointChange) -> str:
        """Return who made the change."""
        return author_text(change)

    @admin.display(description=_("old → new"))
    def old_and_new(self, change: PointChange) -> SafeString:
        """Return the old and the new value of each field."""
        return format_html_join(
            "",
            "<div>{}: {} → {}</div>",
            [(field.label, field.old, field.new) for field in field_changes(change, Reference())],
        )


class RevertForm(forms.Form):
    """Why a change is taken back, and what the person saw when they decided."""

    reason = forms.CharField(
        label=_("reason"),
        required=False,
        max_length=250,
        help_text=_("optional; kept in the history"),
    )
    seen = SeenField()


class ImportAdmin(ImportPages, ReadOnlyAdmin[ImportRun]):
    """Every import that was applied, with what it did and the way to undo it."""

    class Media:
        css = {"all": ["service_sites/desk/desk.css", "service_sites/desk/imports.css"]}

    change_list_template = "service_sites/desk/import_list.html"
    change_form_template = "service_sites/desk/import_change_form.html"

    list_display = (
        "number",
        "region",
        "contents",
        "file_name",
        "applied_at",
        "applier",
        "count_texts",
        "undone_at",
    )
    list_select_related = ("region", "applied_by")
    fields = (*list_display[1:], "sha256")
    applier = person_column("applied_by", _("applied by"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        """Return all imports."""
        return super().get_queryset(request).select_related(*self.list_select_related)

    @admin.display(description=_("number"), ordering="pk")
    def number(self, run: ImportRun) -> int:
        """Return the number by which an import is undone."""
        return run.pk

    @admin.display(description=_("what was imported"), ordering="kind")
    def contents(self, run: ImportRun) -> str:
        """Return what the table said: all outlets, some more of them, or positions."""
        return str(_("supplement") if run.is_supplement else run.get_kind_display())

    @admin.display(description=_("counts"))
    def count_texts(self, run: ImportRun) -> str:
        """Return how many outlets the import added, changed, removed and so on."""
        return counts_text(run.counts)
