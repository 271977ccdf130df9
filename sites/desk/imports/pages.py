"""The pages on which a table is uploaded, looked at, decided about, applied and undone."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sites.access import Right, scope_of
from sites.desk.imports.forms import SUPPLEMENT, MappingForm, ReadingForm, UploadForm
from sites.desk.imports.lines import LineFilter, shown_groups
from sites.desk.site import desk, person_of
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
from sites.importing.plan_report import losing_phones_text
from sites.importing.problems import TableError
from sites.importing.spreadsheets import (
    FORMATS,
    Sheet,
    rows_of_points,
    sheets_with_remarks,
    write_table,
)
from sites.models import (
    DraftState,
    ImportDraft,
    ImportJob,
    ImportRun,
    JobKind,
    JobState,
    Region,
)
from sites.web.keys import row_key

_LINES_PER_PAGE: Final = 50


@desk.view_for(Right.IMPORT)
def upload_table(request: HttpRequest) -> HttpResponse:
    """Return the form for a table; a POST receives and checks it."""
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["upload"]
        draft = receive_table(
            form.cleaned_data["region"],
            upload.name,
            upload.content,
            person_of(request),
            is_supplement=form.cleaned_data["extent"] == SUPPLEMENT,
        )
        return _start(request, ImportJob(kind=JobKind.CHECK, draft=draft))
    status = 400 if form.errors else 200
    title = _("Import a table")
    return desk.page(request, "import_new.html", title, model=ImportRun, status=status, form=form)


@desk.view_for(Right.VIEW_POINTS)
def points_table(request: HttpRequest, kind: str) -> HttpResponse:
    """Return a region's outlets as a table that can be changed and imported."""
    regions = scope_of(request.user).restrict(Region.objects.all())
    region = get_object_or_404(regions, pk=request.GET.get("region", ""))
    name = f"outlets-{region.adcode}-{localdate():%Y%m%d}"
    return _download([("", rows_of_points(region))], kind, name)


@desk.view_for(Right.IMPORT)
def draft_page(request: HttpRequest, draft: int) -> HttpResponse:
    """Return how far a table has come; a POST takes it a step further."""
    return _DraftPage(request, _draft(request, draft)).respond()


@desk.view_for(Right.IMPORT)
def remarks_table(request: HttpRequest, draft: int, kind: str) -> HttpResponse:
    """Return the same table with a column that says what the check found."""
    found = _draft(request, draft)
    if found.state != DraftState.CHECKED:
        raise Http404
    try:
        table = table_of(found)
    except TableError as error:
        raise Http404 from error
    sheets = sheets_with_remarks(table, remarks_of(found), found.summary["notes"])
    return _download(sheets, kind, f"{found.file_name.rpartition('.')[0] or 'table'}-remarks")


@desk.view_for(Right.IMPORT)
def job_page(request: HttpRequest, job: int) -> HttpResponse:
    """Return how far a job is, or the way to its result; a POST resumes one that is stuck."""
    found = _job(request, job)
    if request.method == "POST":
        if not resume(found):
            messages.info(request, _("It is being worked on: nothing had to be resumed."))
        return _to("job", found.pk)
    result = _result(found)
    if request.headers.get("Accept") == "application/json":
        facts = {"state": found.state, "done": found.done, "total": found.total}
        ended = found.state not in ACTIVE
        stuck = is_stuck(found)
        return JsonResponse({**facts, "reload": ended or stuck})
    if found.state == JobState.DONE:
        if found.message:
            messages.success(request, found.message)
        return result
    return desk.page(
        request,
        "import_job.html",
        f"{found.get_kind_display()}: {found.draft or found.run}",
        model=ImportRun,
        job=found,
        is_active=found.state in ACTIVE,
        is_stuck=is_stuck(found),
        result=result.url,
        more_left=max(0, len(found.left) - _LINES_PER_PAGE),
        left=found.left[:_LINES_PER_PAGE],
    )


@desk.view_for(Right.IMPORT)
@require_POST
def undo_import(request: HttpRequest, key: int) -> HttpResponse:
    """Undo an import."""
    runs = scope_of(request.user).restrict(ImportRun.objects.all())
    run = get_object_or_404(runs, pk=key)
    agreed = {"keep_later_changes": "keep_later_changes" in request.POST}
    return _start(request, ImportJob(kind=JobKind.UNDO, run=run, consent=agreed))


def _start(request: HttpRequest, job: ImportJob) -> HttpResponse:
    """Start a new job; go to its page, which leads on when it has ended."""
    job.asked_by = person_of(request)
    try:
        start(job)
    except BusyError as error:
        messages.error(request, str(error))
        return _result(job)
    return _to("job", job.pk)


def _result(job: ImportJob) -> HttpResponseRedirect:
    if job.run_id is not None:
        return _to("change", job.run_id)
    draft = job.draft
    if draft is not None and draft.run_id is not None:
        return _to("change", draft.run_id)
    return _to("draft", job.draft_id or 0)


def _to(page: str, *args: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"desk:service_sites_importrun_{page}", args=args))


@dataclass(slots=True)
class _DraftPage:
    """One request for the page of an uploaded table."""

    request: HttpRequest
    draft: ImportDraft

    def respond(self) -> HttpResponse:
        """Return the page, or the way on after a step."""
        if self.request.method == "POST":
            return self._act()
        job = self.draft.jobs.filter(state__in=ACTIVE).first()
        if job is not None:
            return _to("job", job.pk)
        if self.draft.run_id is not None:
            return _to("change", self.draft.run_id)
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
            self.draft.region, titles, form.cleaned_data["places"], person_of(self.request)
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
        return _to("changelist")

    def _checked(self) -> HttpResponse:
        chosen = LineFilter.of(self.request.GET, self.draft)
        lines = chosen.lines(self.draft)
        summary = self.draft.summary
        page = page_of(self.request, lines)
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
            open_conflicts=undecided(drafts_of(self.request).filter(pk=self.draft.pk)).get(
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
        return desk.page(
            self.request,
            template,
            _("Import of %(file)s") % {"file": self.draft.file_name},
            model=ImportRun,
            draft=self.draft,
            heads=heads,
            head=self._head() if heads else None,
            status=status,
            **more,
        )

    def _start(self, kind: JobKind, options: ApplyOptions = STRICT) -> HttpResponse:
        job = ImportJob(kind=kind, draft=self.draft, consent=asdict(options))
        return _start(self.request, job)

    def _back(self) -> HttpResponse:
        """Return the way to the page as it was: with its filter."""
        target = _to("draft", self.draft.pk).url
        query = self.request.GET.urlencode()
        return HttpResponseRedirect(f"{target}?{query}" if query else target)


def drafts_of(request: HttpRequest) -> QuerySet[ImportDraft]:
    """Return the uploaded tables that the person knows."""
    return scope_of(request.user).restrict(ImportDraft.objects.all())


def _draft(request: HttpRequest, key: int) -> ImportDraft:
    found: ImportDraft = get_object_or_404(drafts_of(request).select_related("region"), pk=key)
    return found


def _job(request: HttpRequest, key: int) -> ImportJob:
    job = get_object_or_404(ImportJob.objects.select_related("draft__region", "run"), pk=key)
    about = job.draft or job.run
    if about is None or not scope_of(request.user).allows(about.region_id):
        raise Http404
    return job


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """Return the page of rows that the request asks for."""
    return Paginator(rows, _LINES_PER_PAGE).get_page(request.GET.get("page"))


def _download(sheets: Iterable[Sheet], kind: str, name: str) -> HttpResponse:
    if kind not in FORMATS:
        raise Http404
    response = HttpResponse(write_table(sheets, kind), content_type=FORMATS[kind])
    plain = get_valid_filename(f"{name}.{kind}")
    response.headers["Content-Disposition"] = content_disposition_header(True, plain) or ""
    return response
