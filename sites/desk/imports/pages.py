"""The pages on which a table is uploaded, looked at, decided about, applied and undone."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.text import capfirst, get_valid_filename
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from sites.access import Right, scope_of
from sites.desk.history.words import field_changes
from sites.desk.imports.forms import SUPPLEMENT, MappingForm, ReadingForm, UploadForm
from sites.desk.imports.lines import LineFilter, shown_groups
from sites.desk.page import desk_page
from sites.importing.drafts import (
    decide,
    decide_all,
    read_otherwise,
    receive_table,
    remarks_of,
    table_of,
    undecided,
)
from sites.importing.jobs import (
    ACTIVE,
    BusyError,
    is_stuck,
    resume,
    start,
)
from sites.importing.mappings import remember_columns
from sites.importing.options import STRICT, ApplyOptions, Decision
from sites.importing.plan import counts_text
from sites.importing.plan_report import losing_phones_text
from sites.importing.problems import TableError
from sites.importing.spreadsheets import (
    FORMATS,
    Sheet,
    rows_of_outlets,
    sheets_with_remarks,
    write_table,
)
from sites.models import (
    ChangeKind,
    DraftState,
    ImportDraft,
    ImportJob,
    ImportRun,
    JobKind,
    JobState,
    Region,
)
from sites.reference.stored import Reference
from sites.web.keys import row_key

if TYPE_CHECKING:
    from sites.desk.bases import ReadOnlyAdmin

    ImportAdminBase = ReadOnlyAdmin[ImportRun]
else:
    ImportAdminBase = object

_PREFIX: Final = "service_sites_importrun"
_LINES_PER_PAGE: Final = 50


class ImportPages(ImportAdminBase):
    """The pages of imports; for those who may import, each in the regions that they work for."""

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses of the pages, before those that take anything for a key."""
        view = self.admin_site.admin_view
        return [
            path("new/", view(self.upload_view), name=f"{_PREFIX}_new"),
            path("outlets.<str:kind>", view(self.outlets_view), name=f"{_PREFIX}_outlets"),
            path("tables/<row_key:draft>/", view(self.draft_view), name=f"{_PREFIX}_draft"),
            path(
                "tables/<row_key:draft>/remarks.<str:kind>",
                view(self.remarks_view),
                name=f"{_PREFIX}_remarks",
            ),
            path("jobs/<row_key:job>/", view(self.job_view), name=f"{_PREFIX}_job"),
            path("<row_key:key>/undo/", view(self.undo_view), name=f"{_PREFIX}_undo"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Return the list of imports, with the tables that are not applied yet."""
        more: dict[str, Any] = {"title": capfirst(self.opts.verbose_name_plural)}
        if request.user.has_perm(Right.IMPORT):
            drafts = _drafts(request).exclude(state=DraftState.APPLIED).defer("content", "heads")
            waiting = undecided(drafts)
            more["drafts"] = [
                (draft, waiting.get(draft.pk, 0))
                for draft in drafts.select_related("region", "uploaded_by")
            ]
        if request.user.has_perm(Right.VIEW_POINTS):
            more["regions"] = scope_of(request.user).restrict(Region.objects.all())
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """Return the form for a table; a POST receives and checks it."""
        _require(request, Right.IMPORT)
        form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
        if request.method == "POST" and form.is_valid():
            upload = form.cleaned_data["upload"]
            draft = receive_table(
                form.cleaned_data["region"],
                upload.name,
                upload.content,
                _user(request),
                is_supplement=form.cleaned_data["extent"] == SUPPLEMENT,
            )
            return self._start(request, ImportJob(kind=JobKind.CHECK, draft=draft))
        status = 400 if form.errors else 200
        title = _("Import a table")
        return desk_page(self, request, "import_new.html", title, status=status, form=form)

    def outlets_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Return a region's outlets as a table that can be changed and imported."""
        _require(request, Right.VIEW_POINTS)
        regions = scope_of(request.user).restrict(Region.objects.all())
        region = get_object_or_404(regions, pk=request.GET.get("region", ""))
        name = f"outlets-{region.adcode}-{localdate():%Y%m%d}"
        return _download([("", rows_of_outlets(region))], kind, name)

    def draft_view(self, request: HttpRequest, draft: int) -> HttpResponse:
        """Return how far a table has come; a POST takes it a step further."""
        _require(request, Right.IMPORT)
        return _DraftPage(self, request, _draft(request, draft)).respond()

    def remarks_view(self, request: HttpRequest, draft: int, kind: str) -> HttpResponse:
        """Return the same table with a column that says what the check found."""
        _require(request, Right.IMPORT)
        found = _draft(request, draft)
        if found.state != DraftState.CHECKED:
            raise Http404
        try:
            table = table_of(found)
        except TableError as error:
            raise Http404 from error
        sheets = sheets_with_remarks(table, remarks_of(found), found.summary["notes"])
        return _download(sheets, kind, f"{found.file_name.rpartition('.')[0] or 'table'}-remarks")

    def job_view(self, request: HttpRequest, job: int) -> HttpResponse:
        """Return how far a job is, or the way to its result; a POST resumes one that is stuck."""
        _require(request, Right.IMPORT)
        found = _job(request, job)
        if request.method == "POST":
            if not resume(found):
                messages.info(request, _("It is being worked on: nothing had to be resumed."))
            return self._to("job", found.pk)
        result = self._result(found)
        if request.headers.get("Accept") == "application/json":
            facts = {"state": found.state, "done": found.done, "total": found.total}
            ended = found.state not in ACTIVE
            stuck = is_stuck(found)
            return JsonResponse({**facts, "reload": ended or stuck})
        if found.state == JobState.DONE:
            if found.message:
                messages.success(request, found.message)
            return result
        return desk_page(
            self,
            request,
            "import_job.html",
            f"{found.get_kind_display()}: {found.draft or found.run}",
            job=found,
            is_active=found.state in ACTIVE,
            is_stuck=is_stuck(found),
            result=result.url,
            more_left=max(0, len(found.left) - _LINES_PER_PAGE),
            left=found.left[:_LINES_PER_PAGE],
        )

    def undo_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Undo an import."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        _require(request, Right.IMPORT)
        run = get_object_or_404(self.get_queryset(request), pk=key)
        agreed = {"keep_later_changes": "keep_later_changes" in request.POST}
        return self._start(request, ImportJob(kind=JobKind.UNDO, run=run, consent=agreed))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Return the page of an import, with what it changed and the way to undo it."""
        run = kwargs.get("obj")
        if isinstance(run, ImportRun):
            context |= _differences(request, run)
            context |= {"title": _("Import No. %(number)d") % {"number": run.pk}, "subtitle": None}
            context["counts"] = counts_text(run.counts)
            context["may_undo"] = request.user.has_perm(Right.IMPORT) and run.undone_at is None
            context["opened_job"] = run.jobs.filter(state__in=ACTIVE).first()
        return super().render_change_form(request, context, *args, **kwargs)

    def _start(self, request: HttpRequest, job: ImportJob) -> HttpResponse:
        """Start a new job; go to its page, which leads on when it has ended."""
        job.asked_by = _user(request)
        try:
            start(job)
        except BusyError as error:
            messages.error(request, str(error))
            return self._result(job)
        return self._to("job", job.pk)

    def _result(self, job: ImportJob) -> HttpResponseRedirect:
        if job.run_id is not None:
            return self._to("change", job.run_id)
        draft = job.draft
        if draft is not None and draft.run_id is not None:
            return self._to("change", draft.run_id)
        return self._to("draft", job.draft_id or 0)

    def _to(self, page: str, *args: int) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse(f"{self.admin_site.name}:{_PREFIX}_{page}", args=args))


@dataclass(slots=True)
class _DraftPage:
    """One request for the page of an uploaded table."""

    admin: ImportPages
    request: HttpRequest
    draft: ImportDraft

    def respond(self) -> HttpResponse:
        """Return the page, or the way on after a step."""
        if self.request.method == "POST":
            return self._act()
        job = self.draft.jobs.filter(state__in=ACTIVE).first()
        if job is not None:
            return self.admin._to("job", job.pk)  # noqa: SLF001 - the page's own admin
        if self.draft.run_id is not None:
            return self.admin._to("change", self.draft.run_id)  # noqa: SLF001
        if self.draft.state == DraftState.UNMAPPED or "columns" in self.request.GET:
            return self._page("import_columns.html", form=self._mapping())
        if self.draft.state == DraftState.CHECKED:
            return self._checked()
        return self._page("import_refused.html")

    def _act(self) -> HttpResponse:
        """Take the step that the person asked for."""
        action = self.request.POST.get("action", "")
        actions = {
            "columns": self._map,
            "reading": self._read_otherwise,
            "decide": self._decide,
            "keep_all": lambda: self._decide_all(Decision.KEEP),
            "take_all": lambda: self._decide_all(Decision.TAKE),
            "ask_all": lambda: self._decide_all(None),
            "check": lambda: self._start(JobKind.CHECK),
            "apply": self._apply,
            "discard": self._discard,
        }
        if action not in actions or self.draft.run_id is not None:
            raise BadRequest("there is no such step")
        return actions[action]()

    def _map(self) -> HttpResponse:
        form = self._mapping(self.request.POST)
        if not form.is_valid():
            return self._page("import_columns.html", status=400, form=form)
        titles = form.rows[form.cleaned_data["header"]]
        remember_columns(
            self.draft.region, titles, form.cleaned_data["places"], _user(self.request)
        )
        if self.draft.parts:
            self.draft.parts = sorted({*self.draft.parts, self._head()["place"]})
            self.draft.save(update_fields=["parts"])
        return self._start(JobKind.CHECK)

    def _read_otherwise(self) -> HttpResponse:
        if self.draft.state != DraftState.CHECKED:
            raise BadRequest("nothing to read otherwise")
        form = ReadingForm(self.request.POST, draft=self.draft)
        if not form.is_valid():
            messages.error(self.request, _("Choose at least one of the tables."))
            return self._back()
        said = form.cleaned_data
        read_otherwise(
            self.draft,
            is_supplement=said["extent"] == SUPPLEMENT,
            parts=said.get("parts", []),
            datum=said.get("datum", ""),
        )
        return self._start(JobKind.CHECK)

    def _decide(self) -> HttpResponse:
        self._note_decisions()
        messages.success(self.request, _("Your decisions are noted. They count when you apply."))
        return self._back()

    def _note_decisions(self) -> None:
        """Note what was chosen on the page, whichever button was pressed."""
        answers: dict[tuple[int, str], Decision | None] = {}
        for name, value in self.request.POST.items():
            kind, _bar, rest = name.partition("-")
            line, _bar, field = rest.partition("-")
            key = row_key(line)
            if kind != "conflict" or key is None:
                continue
            if value not in {*Decision.values, "later"}:
                raise BadRequest("there is no such decision")
            answers[key, field] = None if value == "later" else Decision(str(value))
        decide(self.draft, answers)

    def _decide_all(self, decision: Decision | None) -> HttpResponse:
        count = decide_all(self.draft, decision)
        text = _("Decided for %(count)d outlets. It counts when you apply.")
        messages.success(self.request, text % {"count": count})
        return self._back()

    def _apply(self) -> HttpResponse:
        if self.draft.state != DraftState.CHECKED:
            raise BadRequest("nothing to apply")
        self._note_decisions()
        given, summary = self.request.POST, self.draft.summary
        if summary["bad_rows"] and "skip_bad_rows" not in given:
            messages.error(
                self.request, _("Correct the rows with errors, or say that they are left out.")
            )
            return self._back()
        if summary["removes_too_many"] and "force" not in given:
            messages.error(
                self.request, _("Say that so many outlets are to be removed, if it is right.")
            )
            return self._back()
        options = ApplyOptions(
            skip_bad_rows="skip_bad_rows" in given,
            force="force" in given,
            fingerprint=given.get("fingerprint", "")[:64] or "none",
        )
        return self._start(JobKind.APPLY, options)

    def _discard(self) -> HttpResponse:
        job = self.draft.jobs.filter(state__in=ACTIVE).first()
        if job is not None and not is_stuck(job):
            messages.error(self.request, _("It is being worked on. Please wait."))
            return self._back()
        self.draft.delete()
        messages.success(self.request, _("The table was put away. Nothing was changed."))
        return self.admin._to("changelist")  # noqa: SLF001

    def _checked(self) -> HttpResponse:
        chosen = LineFilter.of(self.request.GET, self.draft)
        lines = chosen.lines(self.draft)
        summary = self.draft.summary
        page = _page_of(self.request, lines)
        return self._page(
            "import_draft.html",
            summary=summary,
            nothing_to_apply=summary["changes_nothing"]
            and not summary["counts"]["conflict"]
            and not summary["doubtful_positions"],
            filter=chosen,
            choices=chosen.choices(self.draft),
            page=page,
            query=chosen.query(),
            groups=shown_groups(list(page.object_list), lines, self.draft),
            renumbered=chosen.folded(self.draft),
            losing_phones=losing_phones_text(summary["losing_phones"]),
            reading=ReadingForm(draft=self.draft),
            open_conflicts=undecided(_drafts(self.request).filter(pk=self.draft.pk)).get(
                self.draft.pk, 0
            ),
        )

    def _mapping(self, data: Any = None) -> MappingForm:
        return MappingForm(data, rows=self._head()["rows"])

    def _head(self) -> dict[str, Any]:
        """Return the first rows of the table that the person chose among several."""
        asked = self.request.POST.get("head") or self.request.GET.get("head", "")
        heads: list[dict[str, Any]] = self.draft.heads
        if not heads:
            raise Http404
        return next((head for head in heads if str(head["place"]) == asked), heads[0])

    def _page(self, template: str, *, status: int = 200, **more: Any) -> HttpResponse:
        heads = self.draft.heads if self.draft.state != DraftState.CHECKED or "form" in more else []
        return desk_page(
            self.admin,
            self.request,
            template,
            _("Import of %(file)s") % {"file": self.draft.file_name},
            draft=self.draft,
            heads=heads,
            head=self._head() if heads else None,
            status=status,
            **more,
        )

    def _start(self, kind: JobKind, options: ApplyOptions = STRICT) -> HttpResponse:
        job = ImportJob(kind=kind, draft=self.draft, consent=asdict(options))
        return self.admin._start(self.request, job)  # noqa: SLF001

    def _back(self) -> HttpResponse:
        """Return the way to the page as it was: with its filter."""
        target = self.admin._to("draft", self.draft.pk).url  # noqa: SLF001
        query = self.request.GET.urlencode()
        return HttpResponseRedirect(f"{target}?{query}" if query else target)


def _require(request: HttpRequest, right: Right) -> None:
    if not request.user.has_perm(right):
        raise PermissionDenied


def _user(request: HttpRequest) -> Any:
    return request.user


def _drafts(request: HttpRequest) -> Any:
    return scope_of(request.user).restrict(ImportDraft.objects.all())


def _draft(request: HttpRequest, key: int) -> ImportDraft:
    found: ImportDraft = get_object_or_404(_drafts(request).select_related("region"), pk=key)
    return found


def _job(request: HttpRequest, key: int) -> ImportJob:
    job = get_object_or_404(ImportJob.objects.select_related("draft__region", "run"), pk=key)
    about = job.draft or job.run
    if about is None or not scope_of(request.user).allows(about.region_id):
        raise Http404
    return job


def _page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    return Paginator(rows, _LINES_PER_PAGE).get_page(request.GET.get("page"))


def _differences(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    """Return what an import changed, by kind and page."""
    kind = request.GET.get("kind", "")
    changes = run.changes.select_related("point").order_by("pk")
    counts = [
        (value, label, changes.filter(kind=value).count()) for value, label in ChangeKind.choices
    ]
    if kind in ChangeKind.values:
        changes = changes.filter(kind=kind)
    page = _page_of(request, changes)
    reference = Reference()
    return {
        "kinds": [entry for entry in counts if entry[2]],
        "kind": kind,
        "page": page,
        "query": f"kind={kind}&" if kind in ChangeKind.values else "",
        "rows": [(change, field_changes(change, reference)) for change in page.object_list],
    }


def _download(sheets: Iterable[Sheet], kind: str, name: str) -> HttpResponse:
    if kind not in FORMATS:
        raise Http404
    response = HttpResponse(write_table(sheets, kind), content_type=FORMATS[kind])
    plain = get_valid_filename(f"{name}.{kind}")
    response.headers["Content-Disposition"] = content_disposition_header(True, plain) or ""
    return response
