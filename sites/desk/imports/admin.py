"""The list of imports in the desk, with the tables that wait, and the page of each."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.access import Right, scope_of
from sites.desk.bases import ReadOnlyAdmin, person_column
from sites.desk.history.words import field_changes
from sites.desk.imports.pages import drafts_of, page_of
from sites.importing.drafts import undecided
from sites.importing.jobs import ACTIVE
from sites.importing.plan import counts_text
from sites.models import ChangeKind, DraftState, ImportRun, Region
from sites.reference.stored import Reference


class ImportAdmin(ReadOnlyAdmin[ImportRun]):
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

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        """Return the imports with what the list says of them."""
        return super().get_queryset(request).select_related(*self.list_select_related)

    @override
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Return the list of imports, with the tables that are not applied yet."""
        more: dict[str, Any] = {"title": capfirst(self.opts.verbose_name_plural)}
        if request.user.has_perm(Right.IMPORT):
            drafts = drafts_of(request).exclude(state=DraftState.APPLIED).defer("content", "heads")
            waiting = undecided(drafts)
            more["drafts"] = [
                (draft, waiting.get(draft.pk, 0))
                for draft in drafts.select_related("region", "uploaded_by")
            ]
        if request.user.has_perm(Right.VIEW_POINTS):
            more["regions"] = scope_of(request.user).restrict(Region.objects.all())
        return super().changelist_view(request, {**more, **(extra_context or {})})

    @override
    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Return the page of an import, with what it changed and the way to undo it."""
        run = kwargs.get("obj")
        if isinstance(run, ImportRun):
            context |= _differences(request, run)
            context |= {
                "title": _("Import No. %(number)d") % {"number": run.pk},
                "subtitle": None,
            }
            context["counts"] = counts_text(run.counts)
            context["may_undo"] = request.user.has_perm(Right.IMPORT) and run.undone_at is None
            context["opened_job"] = run.jobs.filter(state__in=ACTIVE).first()
        return super().render_change_form(request, context, *args, **kwargs)

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


def _differences(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    """Return what an import changed, by kind and page."""
    kind = request.GET.get("kind", "")
    changes = run.changes.select_related("point").order_by("pk")
    counts = [
        (value, label, changes.filter(kind=value).count()) for value, label in ChangeKind.choices
    ]
    if kind in ChangeKind.values:
        changes = changes.filter(kind=kind)
    page = page_of(request, changes)
    reference = Reference()
    return {
        "kinds": [entry for entry in counts if entry[2]],
        "kind": kind,
        "page": page,
        "query": f"kind={kind}&" if kind in ChangeKind.values else "",
        "rows": [(change, field_changes(change, reference)) for change in page.object_list],
    }
