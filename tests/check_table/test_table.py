import csv
import io
import logging
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sites.check_table.views import CHECKS
from sites.importing import read_table as reading
from sites.importing.files.bounds import Bounds
from sites.importing.files.grids import Grid
from tests.importing.cases import workbook
from tests.importing.dumps import everything
from tests.importing.files.bombs import hog
from tests.importing.files.making import xlsx
from tests.importing.tables import HEADER, Cells, as_csv, real_rows, row

pytestmark = pytest.mark.usefixtures("reference_data")

URL = "/en/check-table/"


def bad_rows() -> list[Cells]:
    rows = real_rows()
    rows[13][3] = "4769"
    rows[0][1] = "<b>x</b>"
    return rows


def send(
    client: Client, content: str | bytes = b"", *, name: str = "table.csv", **more: Any
) -> Any:
    form: dict[str, Any] = {"region": "500116", "report": "page", **more}
    if content:
        data = content.encode() if isinstance(content, str) else content
        form["file"] = SimpleUploadedFile(name, data)
    return client.post(URL, form)


def test_the_report_names_row_column_and_remedy_and_nothing_is_stored(client: Client) -> None:
    before = everything()
    with CaptureQueriesContext(connection) as queries:
        answer = send(client, as_csv(bad_rows()))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "2 of 57 rows have errors." in text
    assert "row 15, 联系电话" in text
    assert "4769" in text
    assert "&lt;b&gt;x" in text
    assert "<b>x</b>" not in text
    assert everything() == before
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}
    assert answer.cookies == {}
    assert "no-store" in answer["Cache-Control"]


def test_more_errors_than_a_page_shows_are_said_to_be_there(client: Client) -> None:
    more = "There is more: choose the table with remarks below."
    for number, is_more in ((500, False), (501, True)):
        rows = [row(serial, f"农商行第{serial}支行", phone="1") for serial in range(1, number + 1)]
        text = send(client, as_csv(rows)).content.decode()
        assert f"{number} of {number} rows have errors." in text
        assert (more in text) is is_more


def test_the_district_is_named_in_the_pages_language(client: Client) -> None:
    for path, name in (("/check-table/", "江津区"), (URL, "Jiangjin District")):
        assert f">{name}</option>" in client.get(path).content.decode()


def test_a_good_table_is_praised(client: Client) -> None:
    assert "No errors in 57 rows." in send(client, as_csv(real_rows())).content.decode()


def test_a_pasted_table_is_checked(client: Client) -> None:
    answer = send(client, pasted=as_csv(bad_rows()))
    assert "row 15, 联系电话" in answer.content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_same_table_comes_back_with_remarks(client: Client, kind: str) -> None:
    answer = send(client, as_csv(bad_rows()), report=kind)
    assert answer["Content-Disposition"].endswith(f'.{kind}"')
    if kind == "csv":
        lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert lines[0] == [*HEADER, "Result of the check"]
        assert lines[14][4].startswith("联系电话: ")


def test_everything_that_is_not_taken_is_shown(client: Client) -> None:
    content = workbook(
        [["说明：分表填报"]],
        [
            ["网点表"],
            [*HEADER, "联系人", "经度", "纬度"],
            [*row(), "张三", "106.107000", "29.260000"],
            ["合计", "1"],
        ],
        [HEADER, row(1, "农商行白沙支行", "白沙镇新沙路229号", "47332702、47332703")],
        names=["说明", "油溪镇", "白沙镇"],
    )
    text = send(client, content, name="table.xlsx").content.decode()
    for said in (
        "Read as one list: sheet 油溪镇、sheet 白沙镇.",
        "sheet 说明 (1 row) is left out.",
        "The column “联系人” (1 cell) means nothing to the import.",
        "1 row is left out (above the header): sheet 油溪镇, row 1 “网点表”.",
        "1 row is left out (a total): sheet 油溪镇, row 4 “合计”.",
        "The serials start again in each list",
        "1 position is not taken",
        "<b>sheet 白沙镇, row 2</b>",
        "Beside 47332702 the row says: 47332703.",
        "No errors in 2 rows.",
    ):
        assert said in text, said


def test_what_the_reader_of_the_file_has_to_say_is_shown(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(content: bytes, bounds: Bounds) -> list[Grid]:
        del content, bounds
        rows = [HEADER, row()]
        return [Grid("", rows, remarks=("The sheet is hidden.",), row_remarks={1: ("Hidden.",)})]

    monkeypatch.setattr(reading, "read_grids", read)
    text = send(client, as_csv([row()])).content.decode()
    assert "The sheet is hidden." in text
    assert "Hidden." in text.replace("is hidden", "")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "one of the two"),
        ({"content": "a,b\n1,2\n"}, "no header"),
        ({"content": b"\xd0\xcf\x11\xe0" + bytes(600)}, "old kind"),
        ({"content": as_csv(real_rows() * 80)}, "more than 2000 rows"),
        ({"content": as_csv(real_rows()), "region": "999999"}, "999999"),
    ],
)
def test_what_cannot_be_checked_is_told_with_a_remedy(
    client: Client, form: dict[str, Any], words: str
) -> None:
    answer = send(client, **form)
    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_a_file_has_the_bounds_of_anybodys_file(client: Client) -> None:
    """Of the desk's, a hundred times as large, it would have none of these."""
    rows = [row(serial) for serial in range(2_100)]
    assert "more than 2000 rows" in send(client, xlsx([HEADER, *rows])).content.decode()
    assert "takes too long" in send(client, hog()).content.decode()


def test_a_large_request_is_refused_before_it_is_read(client: Client) -> None:
    assert send(client, b"x" * 3 * 1024 * 1024).status_code == 413


@pytest.mark.usefixtures("clock")
def test_after_many_checks_one_has_to_wait(client: Client) -> None:
    for _check in range(CHECKS.most):
        assert send(client, "a,b\n").status_code == 400
    answer = send(client, as_csv(real_rows()))
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) == CHECKS.window_s
    assert "try again in 10 minutes" in answer.content.decode()
    assert client.get(URL).status_code == 200


def test_nothing_of_a_table_reaches_the_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        send(client, as_csv(bad_rows()))
    assert "4769" not in caplog.text


def test_the_page_about_the_data_and_the_desk_lead_to_it(client: Client) -> None:
    assert 'href="/en/check-table/"' in client.get("/en/about/").content.decode()


def test_a_field_that_is_missing_is_named(client: Client) -> None:
    text = client.post(URL, {"pasted": as_csv(real_rows())}).content.decode()
    said = [" ".join(one.split()) for one in re.findall(r"<li>(.*?)</li>", text, re.DOTALL)]
    assert "District: This field is required." in said
    assert "The report: This field is required." in said


def test_the_page_names_all_kinds_of_files(client: Client) -> None:
    text = client.get(URL).content.decode()
    assert all(kind in text for kind in ("PDF", "DOCX", "XLSX", "XLSB", "ODS", "web page"))
