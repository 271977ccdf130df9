"""The log of changes and the list of imports in the desk: to read, not to write."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sites.desk.bases import ReadOnlyAdmin
from sites.desk.history import author_text, field_changes, field_label
from sites.desk.imports import ImportPages
from sites.importing.plan import Outcome
from sites.models import ImportRun, PointChange
from sites.recording.fields import PUBLIC_FIELDS, Reference


class ChangeAdmin(ReadOnlyAdmin[PointChange]):
    """Every recorded change: when, of which outlet, by whom, what and why."""

    list_display = ("at", "point", "kind", "author", "changed_fields", "reason")
    list_filter = ("source", "kind", "at")
    list_select_related = ("point", "user", "import_run")
    search_fields = ("point__search_text", "user__username", "reason")
    fields = ("at", "point", "kind", "author", "old_and_new", "reason", "data_version")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Return whether a filter may be asked for: that of one outlet, too."""
        if lookup == "point__id__exact":
            return True
        if request is None:
            return False
        return super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("who"))
    def author(self, change: PointChange) -> str:
        """Return who made the change."""
        return author_text(change)

    @admin.display(description=_("changed fields"))
    def changed_fields(self, change: PointChange) -> str:
        """Return the names of the fields."""
        return "、".join(field_label(field) for field in PUBLIC_FIELDS if field in change.after)

    @admin.display(description=_("old → new"))
    def old_and_new(self, change: PointChange) -> SafeString:
        """Return the old and the new value of each field."""
        return format_html_join(
            "",
            "<div>{}: {} → {}</div>",
            [
                (field.label, field.old, field.new)
                for field in field_changes(change, Reference.load())
            ],
        )


class ImportAdmin(ImportPages, ReadOnlyAdmin[ImportRun]):
    """Every import that was applied, with what it did and the way to undo it."""

    class Media:
        css = {"all": ["service_sites/desk/desk.css", "service_sites/desk/imports.css"]}

    change_list_template = "service_sites/desk/import_list.html"
    change_form_template = "service_sites/desk/import_change_form.html"

    list_display = (
        "number",
        "region",
        "kind",
        "file_name",
        "applied_at",
        "applied_by",
        "count_texts",
        "undone_at",
    )
    list_select_related = ("region", "applied_by")
    fields = (*list_display[1:], "sha256")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        """Return all imports."""
        return super().get_queryset(request).select_related(*self.list_select_related)

    @admin.display(description=_("number"), ordering="pk")
    def number(self, run: ImportRun) -> int:
        """Return the number by which an import is undone."""
        return run.pk

    @admin.display(description=_("counts"))
    def count_texts(self, run: ImportRun) -> str:
        """Return how many outlets the import added, changed, removed and so on."""
        # PostgreSQL gives the keys back in an order of its own.
        known = [(outcome.label, run.counts.get(outcome.value)) for outcome in Outcome]
        return "、".join(f"{label} {count}" for label, count in known if count is not None)
