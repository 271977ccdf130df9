"""The page on which a table is checked without an account: it reads, answers and forgets."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sites.access.limits import Limit
from sites.check_table.form import MAX_BYTES, TOO_LARGE, TableForm
from sites.finding import catalog
from sites.importing.check import Checked, check_table
from sites.importing.context import RegionContext
from sites.importing.files.bounds import PUBLIC
from sites.importing.mappings import columns_for
from sites.importing.problems import TableError
from sites.importing.read_table import parse_table
from sites.importing.spreadsheets import FORMATS, sheets_with_remarks, write_table
from sites.models import Region
from sites.web.question import page_language
from sites.web.responses import too_often_response

CHECKS: Final = Limit(name="check-table", most=20, window_s=600)
_TEMPLATE: Final = "service_sites/check_table.html"
# Beside the table a request has a few fields and their separators.
_MAX_REQUEST_BYTES: Final = 2 * MAX_BYTES
_SHOWN: Final = 500


class InMemory(MemoryFileUploadHandler):
    """Keeps a file in memory alone: nothing of it reaches a disk."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Take every file: the request has been measured."""
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Take a part of the file; of one that is too large, no more."""
        if start > _MAX_REQUEST_BYTES:
            raise StopUpload(connection_reset=True)
        return super().receive_data_chunk(raw_data, start)


@csrf_exempt  # It changes nothing, and there is no session.
@require_http_methods(["GET", "HEAD", "POST"])
def table_page(request: HttpRequest) -> HttpResponse:
    """Return the form; a POST returns the report, as a page or as the same table with remarks."""
    response = _answer(request)
    response["Cache-Control"] = "no-store"
    return response


def _answer(request: HttpRequest) -> HttpResponse:
    regions = [(region.adcode, region.name) for region in catalog(page_language()).regions]
    if request.method != "POST":
        form = TableForm(regions=regions, initial={"region": settings.DEFAULT_REGION})
        return render(request, _TEMPLATE, {"form": form})
    if wait_s := CHECKS.count(request):
        return too_often_response(request, wait_s)
    if _length(request) > _MAX_REQUEST_BYTES:
        form = TableForm(regions=regions, initial={"region": settings.DEFAULT_REGION})
        return render(request, _TEMPLATE, {"form": form, "problem": TOO_LARGE}, status=413)
    request.upload_handlers = [InMemory(request)]
    form = TableForm(request.POST, request.FILES, regions=regions)
    if not form.is_valid():
        return render(request, _TEMPLATE, {"form": form}, status=400)
    return _report(request, form)


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() else 0


def _report(request: HttpRequest, form: TableForm) -> HttpResponse:
    data = form.cleaned_data
    upload, kind = data["upload"], data["report"]
    try:
        region = Region.objects.get(pk=data["region"])
        table = parse_table(upload.content, upload.name, columns_for(region), bounds=PUBLIC)
    except TableError as error:
        context = {"form": form, "problem": error.problem, "remedy": error.remedy}
        return render(request, _TEMPLATE, context, status=400)
    checked = check_table(table, RegionContext.load(region))
    if kind in FORMATS:
        sheets = sheets_with_remarks(table, _remarks(checked), _general(checked))
        content = write_table(sheets, kind)
        response = HttpResponse(content, content_type=FORMATS[kind])
        response["Content-Disposition"] = f'attachment; filename="checked.{kind}"'
        return response
    return render(request, _TEMPLATE, {"form": form, **_findings(checked)})


def _findings(checked: Checked) -> Mapping[str, Any]:
    table = checked.table
    return {
        "is_checked": True,
        "rows": len(table.rows),
        "bad_rows": len(checked.bad_rows),
        "errors": [(table.places.text(error.row), error) for error in checked.errors[:_SHOWN]],
        "warnings": [
            (table.places.text(warning.row), warning) for warning in checked.warnings[:_SHOWN]
        ],
        "has_more": max(len(checked.errors), len(checked.warnings)) > _SHOWN,
        "left_out": table.left_out,
        "remarks": (*table.remarks, *checked.remarks),
        "parts": [part.name for part in table.parts] if len(table.choices) > 1 else [],
    }


def _general(checked: Checked) -> list[str]:
    """Return what is said of the table as a whole."""
    left = (left.text for left in checked.table.left_out if not left.rows)
    return [*left, *checked.table.remarks, *checked.remarks]


def _remarks(checked: Checked) -> dict[int, list[str]]:
    """Return what was found about each row, by its number."""
    remarks: dict[int, list[str]] = {}
    for error in checked.errors:
        said = f"{error.problem} {error.remedy}"
        text = f"{error.column}: {said}" if error.column else said
        remarks.setdefault(error.row, []).append(text)
    for warning in checked.warnings:
        remarks.setdefault(warning.row, []).append(warning.text)
    return remarks
