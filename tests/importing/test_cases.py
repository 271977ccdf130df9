"""Every table has one verdict, by whichever door it comes in."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from sites.importing.check import Checked, check_table
from sites.importing.context import RegionContext
from sites.importing.mappings import columns_for
from sites.importing.problems import RowPlaces, TableError
from sites.importing.read_table import Table, parse_table
from sites.models import ImportDraft, Region
from tests.desk.conftest import staff_client
from tests.importing.cases import CASES, HIDDEN, Case

ROOT = "/desk/service_sites/importrun/"


def checked(case: Case, region: Region) -> tuple[Table, Checked]:
    table = parse_table(case.content, case.name, columns_for(region))
    return table, check_table(table, RegionContext.load(region))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_careful_clerk_would_say_the_same(case: Case, jiangjin: Region) -> None:
    wanted = case.verdict
    if wanted.refused:
        with pytest.raises(TableError) as refusal:
            checked(case, jiangjin)
        assert wanted.refused in refusal.value.problem
        assert refusal.value.remedy
        return
    table, found = checked(case, jiangjin)
    text = table.places.text
    assert [(text(error.row), error.column) for error in found.errors] == list(wanted.errors)
    assert len(found.rows) == wanted.outlets
    left = Counter[str]()
    for one in table.left_out:
        left[one.kind] += len(one.rows) or 1
    assert left == wanted.left_out
    assert len((*table.remarks, *found.remarks)) == wanted.remarks
    assert len(found.warnings) == wanted.warnings, [warning.text for warning in found.warnings]
    values = {text(row.number): row.values for row in found.rows}
    for place, said in wanted.values.items():
        assert {name: values[place].get(name) for name in said} == said


@dataclass(frozen=True, slots=True)
class Told:
    """What a door says: of errors where they are, of the rest the sentences."""

    outlets: int
    errors: Sequence[tuple[str, str]]
    said: frozenset[str]
    refused: str = ""


def by_page(case: Case, client: Client) -> Told:
    form = {
        "region": "500116",
        "report": "page",
        "file": SimpleUploadedFile(case.name, case.content),
    }
    answer = client.post("/check-table/", form)
    if answer.status_code != 200:
        said = answer.context.get("problem") or answer.context["form"].errors.as_text()
        return Told(0, [], frozenset(), refused=str(said))
    shown = answer.context
    return Told(
        shown["rows"] - shown["bad_rows"],
        [(place, error.column) for place, error in shown["errors"]],
        frozenset(
            [
                *(left.text for left in shown["left_out"]),
                *shown["remarks"],
                *(f"{place} {warning.text}" for place, warning in shown["warnings"]),
            ]
        ),
    )


def by_command(case: Case, directory: Path) -> Told:
    path, report = directory / case.name, directory / "report.csv"
    path.write_bytes(case.content)
    try:
        call_command("import_service_points", path, dry_run=True, skip_bad_rows=True, report=report)
    except CommandError as error:
        return Told(0, [], frozenset(), refused=str(error))
    with report.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))

    def place(line: dict[str, str]) -> str:
        row = line["row"]
        return RowPlaces().text(int(row)) if row.isdigit() else row

    return Told(
        len({line["row"] for line in lines if line["outcome"] == "added"}),
        [(place(line), line["field"]) for line in lines if line["outcome"] == "error"],
        frozenset(
            f"{place(line)} {line['new']}" if line["outcome"] == "warning" else line["new"]
            for line in lines
            if line["outcome"] in {"warning", "remark", "left out"}
        ),
    )


def by_desk(case: Case, client: Client) -> Told:
    form = {"region": "500116", "file": SimpleUploadedFile(case.name, case.content)}
    answer = client.post(ROOT + "new/", form, follow=True)
    draft = ImportDraft.objects.first()
    if draft is None:
        return Told(0, [], frozenset(), refused=answer.context["form"].errors.as_text())
    if draft.problem:
        return Told(0, [], frozenset(), refused=draft.problem)
    place = RowPlaces(tuple((name, before) for name, before in draft.summary["parts"])).text
    lines = list(draft.lines.all())
    errors = [(line.row or 0, error["column"]) for line in lines for error in line.errors]
    return Told(
        sum(line.outcome == "added" for line in lines),
        [(place(row), column) for row, column in sorted(errors, key=lambda error: error[0])],
        frozenset(
            [
                *draft.summary["left_out"],
                *draft.summary["notes"],
                *(
                    f"{place(line.row)} {text}"
                    for line in lines
                    if line.row
                    for text in line.warnings
                ),
            ]
        ),
    )


# What only the comparison with stored outlets says.
NUMBERED = "表格没有写序号"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_door_says_the_same(
    case: Case, jiangjin: Region, client: Client, tmp_path: Path
) -> None:
    with translation.override("zh-hans"):
        page = by_page(case, client)
        others = by_command(case, tmp_path), by_desk(case, staff_client("li", "数据管理员"))
    assert (page.outlets, len(page.errors)) == (case.verdict.outlets, len(case.verdict.errors))
    assert bool(page.refused) == bool(case.verdict.refused)
    for told in others:
        assert page.refused in told.refused
        assert (told.outlets, told.errors) == (page.outlets, page.errors)
        assert {text for text in told.said if NUMBERED not in text} == page.said


def test_a_hidden_row_is_read(jiangjin: Region) -> None:
    table = parse_table(HIDDEN, "14_hidden_row.xlsx")
    assert len(check_table(table, RegionContext.load(jiangjin)).rows) == 2
