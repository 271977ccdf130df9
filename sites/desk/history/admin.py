"""The page of one change in the desk; `pages.py` has the log of them all."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.desk.bases import ReadOnlyAdmin
from sites.desk.history.words import author_text, field_changes, may_revert
from sites.models import PointChange
from sites.reference.stored import Reference


class ChangeAdmin(ReadOnlyAdmin[PointChange]):
    """Every recorded change: when, of which outlet, by whom, what and why; and taken back."""

    class Media:
        css = {"all": ["service_sites/desk/desk.css"]}

    change_form_template = "service_sites/desk/change.html"
    fields = ("at", "point", "kind", "author", "old_and_new", "reason", "data_version", "seal")

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[PointChange]:
        """Return the changes with what they refer to."""
        return super().get_queryset(request).select_related("point", "user", "import_run")

    @override
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
