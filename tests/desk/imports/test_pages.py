"""A table in the desk, from the upload to the undoing."""

import csv
import io
import re
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pandas as pd
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.desk.imports.forms import ReadingForm
from sites.geocoding.proposals import open_proposals
from sites.importing.jobs import resume_stuck
from sites.importing.options import ApplyOptions
from sites.importing.tasks import work_on_import
from sites.models import (
    DraftLine,
    DraftState,
    HeaderMapping,
    ImportDraft,
    ImportJob,
    ImportRun,
    JobKind,
    JobState,
    ServicePoint,
)
from tests.desk.conftest import staff_client
from tests.importing.dumps import public
from tests.importing.tables import HEADER, Cells, as_csv, changed_rows, real_rows, row

pytestmark = pytest.mark.usefixtures("real_points")

ROOT = "/desk/service_sites/importrun/"


def upload(client: Client, content: str | bytes, name: str = "next.csv", **more: Any) -> Any:
    data = content.encode() if isinstance(content, str) else content
    form = {"region": "500116", "file": SimpleUploadedFile(name, data), **more}
    return client.post(ROOT + "new/", form, follow=True)


def paste(client: Client, text: str, html: str = "") -> Any:
    form = {"region": "500116", "pasted": text, "pasted_html": html}
    return client.post(ROOT + "new/", form, follow=True)


def draft_url() -> str:
    return f"{ROOT}tables/{ImportDraft.objects.latest('pk').pk}/"


def act(client: Client, action: str, **data: Any) -> Any:
    fingerprint = ImportDraft.objects.latest("pk").summary.get("fingerprint", "")
    form = {"action": action, "fingerprint": fingerprint, **data}
    return client.post(draft_url(), form, follow=True)


def say(serial: int, **values: Any) -> None:
    point = ServicePoint.objects.get(serial=serial, is_active=True)
    author = Author.staff(User.objects.get_or_create(username="zhao")[0])
    record([Edit(point=point, values=values)], author)


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_table_is_looked_at_applied_and_undone(data_manager: Client) -> None:
    before = public()
    page = upload(data_manager, as_csv(changed_rows()))
    assert page.status_code == 200
    text = text_of(page)
    assert "47695118</del> → <ins>47695120</ins>" in text
    assert "招商银行双福支行" in text
    assert public() == before
    page = act(data_manager, "apply")
    run = ImportRun.objects.latest("pk")
    assert page.redirect_chain[-1][0] == f"{ROOT}{run.pk}/change/"
    assert (run.counts["changed"], run.counts["added"]) == (2, 1)
    assert run.applied_by is not None
    assert (run.applied_by.username, len(run.sha256)) == ("li", 64)
    assert "47695118</del> → <ins>47695120</ins>" in text_of(page)
    assert ServicePoint.objects.get(serial=14).phone == "47695120"
    assert not DraftLine.objects.exists()
    assert bytes(ImportDraft.objects.get().content) == b""
    page = data_manager.post(f"{ROOT}{run.pk}/undo/", follow=True)
    assert page.status_code == 200
    assert public() == before
    assert "undo/" not in text_of(data_manager.get(f"{ROOT}{run.pk}/change/"))
    assert run.sha256 in text_of(page)


def test_a_conflict_is_decided_and_not_asked_again(data_manager: Client) -> None:
    say(14, phone="47695119")
    upload(data_manager, as_csv(changed_rows()))
    line = DraftLine.objects.get(has_conflict=True)
    page = data_manager.get(draft_url() + "?show=conflict")
    assert f'name="conflict-{line.pk}-phone"' in text_of(page)
    act(data_manager, "decide", **{f"conflict-{line.pk}-phone": "keep"})
    line.refresh_from_db()
    assert line.decisions == {"phone": "keep"}
    act(data_manager, "apply")
    assert ServicePoint.objects.get(serial=14).phone == "47695119"
    upload(data_manager, as_csv(changed_rows()))
    assert not DraftLine.objects.filter(has_conflict=True).exists()
    assert ImportDraft.objects.latest("pk").summary["changes_nothing"]


def test_what_is_chosen_on_the_page_counts_with_the_applying(data_manager: Client) -> None:
    say(14, phone="47695119")
    upload(data_manager, as_csv(changed_rows()))
    line = DraftLine.objects.get(has_conflict=True)
    act(data_manager, "apply", **{f"conflict-{line.pk}-phone": "take"})
    assert ServicePoint.objects.get(serial=14).phone == "47695120"


def test_after_the_applying_it_is_said_what_was_done(data_manager: Client) -> None:
    upload(data_manager, as_csv(changed_rows()))
    page = act(data_manager, "apply")
    (message,) = page.context["messages"]
    assert str(message) == "已应用：新增 1、变更 2、未变 55。"
    assert "应用：新增 1、变更 2、未变 55。" in text_of(page)
    assert "关闭" not in text_of(page)


def test_a_table_that_says_nothing_new_has_nothing_to_apply(data_manager: Client) -> None:
    text = text_of(upload(data_manager, as_csv(real_rows())))
    assert "没有改动" in text
    assert 'value="apply"' not in text
    act(data_manager, "discard")
    assert not ImportDraft.objects.exists()


def test_a_table_without_serials_is_taken_and_its_doubts_are_told(data_manager: Client) -> None:
    rows = [*changed_rows()]
    rows[50][1:3] = ["农商行双福分理处", "双福街道学府路9号"]
    page = upload(data_manager, as_csv([cells[1:] for cells in rows], HEADER[1:]))
    assert "农商行双福分理处 <small>第 52 行" in text_of(page)
    outlet = ServicePoint.objects.get(name="农商行双福支行")
    assert f"这可能是“{outlet.name}”，也可能是新网点" in text_of(page)
    remarks = data_manager.get(draft_url() + "remarks.csv").content.decode("utf-8-sig")
    assert str(outlet.public_id) in remarks.splitlines()[51]
    found = data_manager.get(draft_url() + "?q=双福分理处")
    (group,) = found.context["groups"]
    assert [shown.line.row for shown in group.lines] == [52]
    act(data_manager, "apply", skip_bad_rows="1")
    assert ServicePoint.objects.get(serial=58).name == "招商银行双福支行"
    assert ServicePoint.objects.get(name="农商行双福支行").is_active


def test_the_desks_first_page_counts_the_conflicts_that_wait(data_manager: Client) -> None:
    def waiting() -> tuple[int, str]:
        tasks = {task.key: task for task in data_manager.get("/desk/").context["tasks"]}
        return tasks["conflicts"].count, tasks["conflicts"].url

    assert waiting() == (0, ROOT)
    say(14, phone="47695119")
    upload(data_manager, as_csv(changed_rows()))
    line = DraftLine.objects.get(has_conflict=True)
    assert waiting() == (1, draft_url() + "?show=conflict")
    assert f'name="conflict-{line.pk}-phone"' in text_of(data_manager.get(waiting()[1]))
    assert "1 个冲突待决定" in text_of(data_manager.get(ROOT))
    act(data_manager, "decide", **{f"conflict-{line.pk}-phone": "keep"})
    assert waiting() == (0, ROOT)
    act(data_manager, "decide", **{f"conflict-{line.pk}-phone": "later"})
    upload(data_manager, as_csv(changed_rows()))
    assert waiting() == (2, ROOT)


def test_all_conflicts_are_decided_alike(data_manager: Client) -> None:
    say(14, phone="47695119")
    upload(data_manager, as_csv(changed_rows()))
    act(data_manager, "keep_all")
    assert DraftLine.objects.get(has_conflict=True).decisions == {"phone": "keep"}
    act(data_manager, "take_all")
    act(data_manager, "apply")
    assert ServicePoint.objects.get(serial=14).phone == "47695120"


def test_what_changes_meanwhile_is_shown_before_it_is_applied(data_manager: Client) -> None:
    upload(data_manager, as_csv(changed_rows()))
    fingerprint = ImportDraft.objects.get().summary["fingerprint"]
    say(14, phone="47695119")
    before = public()
    page = act(data_manager, "apply", fingerprint=fingerprint)
    assert public() == before
    assert ImportJob.objects.latest("pk").state == JobState.REFUSED
    assert "errornote" in text_of(page)
    assert ImportDraft.objects.get().summary["counts"]["conflict"] == 1
    act(data_manager, "apply")
    assert ServicePoint.objects.get(serial=14).phone == "47695119"
    assert ServicePoint.objects.get(serial=49).phone == "47881051"


def test_rows_with_errors_are_left_out_on_purpose_alone(data_manager: Client) -> None:
    rows = changed_rows()
    rows[13][3] = "4769"
    text = text_of(upload(data_manager, as_csv(rows)))
    assert "4769" in text
    assert 'name="skip_bad_rows"' in text
    act(data_manager, "apply")
    assert ImportRun.objects.count() == 1
    act(data_manager, "apply", skip_bad_rows="1")
    assert ImportRun.objects.count() == 2
    assert ServicePoint.objects.get(serial=14).is_active


def test_a_table_that_lacks_a_fifth_needs_a_yes(data_manager: Client) -> None:
    upload(data_manager, as_csv(real_rows()[12:]))
    act(data_manager, "apply")
    assert ImportRun.objects.count() == 1
    act(data_manager, "apply", force="1")
    assert ServicePoint.objects.filter(is_active=True).count() == 45


def test_the_remarks_stand_beside_the_rows(data_manager: Client) -> None:
    rows = changed_rows()
    rows[13][3] = "4769"
    rows[0][1] = "=1+1"
    upload(data_manager, as_csv(rows))
    answer = data_manager.get(draft_url() + "remarks.csv")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(lines) == 59
    assert lines[0][:4] == list(HEADER)
    assert "4769" in lines[14]
    assert lines[14][4].startswith("联系电话: ")
    assert lines[1][1] == "'=1+1"
    assert lines[2][4] == ""
    answer = data_manager.get(draft_url() + "remarks.xlsx")
    frame = pd.read_excel(io.BytesIO(answer.content), header=None, dtype=str, engine="openpyxl")
    assert frame.iloc[14, 4] == lines[14][4]
    assert frame.iloc[1, 1] == "=1+1"


def test_columns_are_named_once_and_remembered(data_manager: Client) -> None:
    rows = [[cells[3], cells[1], cells[2], cells[0]] for cells in changed_rows()]
    content = as_csv(rows, ("电话号码", "机构", "在哪里", "顺序"))
    page = upload(data_manager, content)
    assert "电话号码" in text_of(page)
    assert ImportDraft.objects.get().state == DraftState.UNMAPPED
    wrong = {"header": "0", "serial": "3", "name": "1", "address": "1", "phone": "0"}
    assert act(data_manager, "columns", **wrong).status_code == 400
    assert "<li>名称: " in text_of(act(data_manager, "columns", **{**wrong, "name": ""}))
    act(data_manager, "columns", **{**wrong, "address": "2"})
    assert ImportDraft.objects.get().state == DraftState.CHECKED
    assert ImportDraft.objects.get().summary["counts"]["changed"] == 2
    assert HeaderMapping.objects.get().said_by == User.objects.get(username="li")
    upload(data_manager, content, "again.csv")
    assert ImportDraft.objects.latest("pk").state == DraftState.CHECKED


def test_a_pasted_table_with_merged_cells(data_manager: Client) -> None:
    new = row(58, "招商银行双福支行", "双福街道学府路1号", "47831999")
    head = "".join(f"<th>{title}</th>" for title in HEADER)
    rows = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>" for cells in [*real_rows(), new]
    )
    html = f"<table><tr>{head}</tr><tr><td colspan=4>银行</td></tr>{rows}</table>"
    paste(data_manager, "whatever", html)
    summary = ImportDraft.objects.get().summary
    assert (summary["counts"]["added"], summary["counts"]["unchanged"]) == (1, 57)
    assert "银行" in summary["left_out"][0]
    paste(data_manager, "\n".join("\t".join(cells) for cells in [HEADER, *changed_rows()]))
    assert ImportDraft.objects.latest("pk").summary["counts"]["changed"] == 2


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"%PDF-1.7 not a table", "notice.pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old.xls"),
        (b"PK\x03\x04" + bytes(range(256)) * 4, "broken.xlsx"),
    ],
)
def test_what_is_no_table_is_told_at_once(data_manager: Client, content: bytes, name: str) -> None:
    page = upload(data_manager, content, name)
    assert page.status_code == 400
    assert "errornote" in text_of(page)
    assert not ImportDraft.objects.exists()


def test_a_text_that_is_no_table_is_told_with_its_first_rows(data_manager: Client) -> None:
    page = upload(data_manager, "你好\n没有表格\n", "letter.txt")
    assert "没有表格" in text_of(page)
    assert 'name="header"' not in text_of(page)
    act(data_manager, "discard")
    assert not ImportDraft.objects.exists()


def test_an_undoing_that_would_destroy_a_correction_asks_first(data_manager: Client) -> None:
    upload(data_manager, as_csv(changed_rows()))
    act(data_manager, "apply")
    run = ImportRun.objects.latest("pk")
    say(14, phone="47695125")
    page = data_manager.post(f"{ROOT}{run.pk}/undo/", follow=True)
    text = text_of(page)
    assert "47695125" in text
    assert 'name="keep_later_changes"' in text
    assert ServicePoint.objects.get(serial=49).phone == "47881051"
    data_manager.post(f"{ROOT}{run.pk}/undo/", {"keep_later_changes": "1"}, follow=True)
    assert ServicePoint.objects.get(serial=49).phone == "47881050"
    assert ServicePoint.objects.get(serial=14).phone == "47695125"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exported_and_imported_nothing_has_changed(data_manager: Client, kind: str) -> None:
    say(14, phone="47695119", note="周末休息，=1+1", postcode="402260")
    say(15, hours="周一至周五 9:00-12:00，14:00-17:00（法定节假日除外）")
    say(16, hours="周二、周四赶场天")
    say(40, town="jijiang")
    say(33, services=["unlock"], name="工行江津支行营业部", operator="icbc", kind="bank")
    answer = data_manager.get(f"{ROOT}outlets.{kind}?region=500116")
    assert answer.status_code == 200
    upload(data_manager, answer.content, f"outlets.{kind}")
    draft = ImportDraft.objects.get()
    assert draft.state == DraftState.CHECKED, draft.problem
    assert draft.summary["counts"] == {
        **dict.fromkeys(("added", "changed", "removed", "conflict", "kept"), 0),
        "unchanged": 57,
    }


def test_the_apis_table_comes_back_unchanged(client: Client, data_manager: Client) -> None:
    say(15, hours="周一至周五 9:00-12:00，14:00-17:00（法定节假日除外）")
    answer = client.get("/api/v1/service-points/?format=csv&limit=100")
    upload(data_manager, answer.content, "api.csv")
    counts = ImportDraft.objects.get().summary["counts"]
    assert (counts["unchanged"], counts["conflict"]) == (57, 0)


@pytest.mark.parametrize("who", ["phone_keeper", "nobody", "elsewhere"])
def test_who_may_not_import_sees_and_does_nothing(
    who: str, data_manager: Client, request: pytest.FixtureRequest
) -> None:
    upload(data_manager, as_csv(changed_rows()))
    run = ImportRun.objects.get()
    draft, job = ImportDraft.objects.get(), ImportJob.objects.get()
    if who == "nobody":
        client = Client()
    elif who == "elsewhere":
        client = staff_client("chen", "数据管理员", regions=())
    else:
        client = request.getfixturevalue(who)
    before = public()
    for method in (client.get, client.post):
        for path in (
            f"tables/{draft.pk}/",
            f"tables/{draft.pk}/remarks.csv",
            f"jobs/{job.pk}/",
            f"{run.pk}/undo/",
        ):
            answer = method(ROOT + path, {"action": "apply"})
            assert answer.status_code in {302, 403, 404, 405}, path
            if answer.status_code == 302:
                assert answer.headers["Location"].startswith("/desk/login/")
    if who == "elsewhere":
        form = {"region": "500116", "pasted": as_csv(changed_rows())}
        assert client.post(ROOT + "new/", form).status_code == 400
        assert client.get(ROOT + "outlets.csv?region=500116").status_code == 404
    assert public() == before
    assert ImportDraft.objects.count() == 1


def located_rows() -> list[Cells]:
    rows = [[*cells, "", ""] for cells in real_rows()]
    rows[48][4:] = ["106.138312", "29.201543"]
    return rows


def groups_of(page: Any) -> list[tuple[str, int]]:
    return [(str(group.heading), group.count) for group in page.context["groups"]]


def test_a_supplement_is_chosen_told_listed_and_undone(data_manager: Client) -> None:
    before = public()
    new = row(1, "招商银行双福支行", "双福街道学府路1号", "47831999")
    page = upload(data_manager, as_csv([new]), extent="supplement")
    assert "补充名单：只新增和修改表中的网点，其他网点不动" in text_of(page)
    assert groups_of(page) == [("新增", 1)]
    # It can be changed on the table's page, to and fro.
    page = act(data_manager, "reading", extent="list")
    assert groups_of(page) == [("移除", 57)]
    assert ImportDraft.objects.get().summary["removes_too_many"]
    page = act(data_manager, "reading", extent="supplement")
    act(data_manager, "apply")
    run = ImportRun.objects.get(is_supplement=True)
    assert (run.counts["added"], run.counts["removed"]) == (1, 0)
    assert "补充名单" in text_of(data_manager.get(ROOT))
    assert "补充名单" in text_of(data_manager.get(f"{ROOT}{run.pk}/change/"))
    assert len(public()) == len(before) + 1
    data_manager.post(f"{ROOT}{run.pk}/undo/")
    assert public() == before


def test_who_chooses_nothing_uploads_the_whole_list(data_manager: Client) -> None:
    assert 'value="list"' in text_of(data_manager.get(ROOT + "new/"))
    upload(data_manager, as_csv(real_rows()[:-1]))
    assert not ImportDraft.objects.get().is_supplement
    assert ImportDraft.objects.get().summary["counts"]["removed"] == 1


def test_a_job_whose_process_has_gone_goes_on_as_a_supplement(data_manager: Client) -> None:
    upload(data_manager, as_csv(changed_rows()[-1:]), extent="supplement")
    draft = ImportDraft.objects.get()
    options = ApplyOptions(fingerprint=draft.summary["fingerprint"])
    left = ImportJob.objects.create(
        kind=JobKind.APPLY,
        draft=draft,
        consent=asdict(options),
        state=JobState.WORKING,
        owner="gone",
        asked_at=timezone.now(),
        asked_by=User.objects.get(username="li"),
        beat_at=timezone.now() - timedelta(hours=1),
    )
    assert resume_stuck() == 1
    work_on_import.call(left.pk)
    run = ImportRun.objects.get(is_supplement=True)
    assert run.counts["removed"] == 0


def test_parts_of_a_file_are_read_together_or_as_chosen(data_manager: Client) -> None:
    book = Workbook()
    for name, rows in {"白沙": real_rows()[:30], "油溪": real_rows()[30:]}.items():
        sheet = book.create_sheet(name)
        for cells in [HEADER, *rows]:
            sheet.append(list(cells))
    book.create_sheet("说明").append(["网点名单说明"])
    del book["Sheet"]
    file = io.BytesIO()
    book.save(file)
    page = upload(data_manager, file.getvalue(), "towns.xlsx")
    draft = ImportDraft.objects.get()
    assert draft.summary["counts"]["unchanged"] == 57
    (left,) = draft.summary["left_out"]
    assert "说明" in left
    assert left in text_of(page)
    page = act(data_manager, "reading", extent="supplement", parts=["1"])
    assert ImportDraft.objects.get().summary["counts"]["unchanged"] == 27
    assert any("白沙" in text for text in ImportDraft.objects.get().summary["left_out"])
    page = act(data_manager, "reading", extent="supplement")
    assert "请至少选择一个表格。" in text_of(page)
    assert ImportDraft.objects.get().parts == [1]
    act(data_manager, "reading", extent="list", parts=["0", "1"])
    assert ImportDraft.objects.get().summary["counts"]["unchanged"] == 57


def test_the_datum_of_positions_is_asked_for(data_manager: Client) -> None:
    header = (*HEADER, "经度", "纬度")
    page = upload(data_manager, as_csv(located_rows(), header))
    assert "没有说明是什么坐标系" in text_of(page)
    assert ImportDraft.objects.get().summary["changes_nothing"]
    page = act(data_manager, "reading", extent="list", datum="gcj02")
    assert "没有说明是什么坐标系" not in text_of(page)
    act(data_manager, "apply")
    point = ServicePoint.objects.get(serial=49)
    assert (point.precision, point.original_datum) == ("rooftop", "gcj02")
    # Where the table says it, or has no positions, nobody is asked.
    for rows, titles in (
        (located_rows(), (*HEADER, "经度(GCJ-02)", "纬度(GCJ-02)")),
        (real_rows(), HEADER),
    ):
        upload(data_manager, as_csv(rows, titles))
        assert "datum" not in ReadingForm(draft=ImportDraft.objects.latest("pk")).fields


def test_a_doubtful_position_is_put_before_a_person(data_manager: Client) -> None:
    header = (*HEADER, "经度(WGS-84)", "纬度(WGS-84)")
    rows = located_rows()
    rows[48][4:] = ["106.251312", "29.291543"]
    before = public()
    page = upload(data_manager, as_csv(rows, header))
    assert "有 1 个存疑的位置没有采用，应用时列入待核对的位置。" in text_of(page)
    act(data_manager, "apply")
    assert [proposal.provider for proposal in open_proposals("500116")] == ["import"]
    assert public() == before


def test_what_matters_is_shown_first_and_mere_numbers_when_asked(data_manager: Client) -> None:
    rows = real_rows()
    for cells in rows:
        cells[0] = str(int(cells[0]) % 57 + 1)
    rows[40][3] = "47695120"
    rows[50][1] = "农商行双福分理处"
    page = upload(data_manager, as_csv(rows))
    assert groups_of(page) == [("电话有变", 1), ("名称有变", 1)]
    assert "有 55 个网点只改序号，其他不变。" in text_of(page)
    page = data_manager.get(draft_url() + "?show=serial")
    assert groups_of(page) == [("只改序号", 55)]
    assert "只改序号，其他不变" not in text_of(page)


def test_numbers_that_a_table_lacks_are_told_at_the_top_and_decided(data_manager: Client) -> None:
    rows = real_rows()
    rows[13][3] = rows[48][3] = ""
    page = upload(data_manager, as_csv(rows))
    text = text_of(page)
    told = "有 2 个网点现有电话，表中却没有：广兴镇劳动就业和社会保障服务所, 农商行油溪支行。"
    assert told in text
    assert text.index(told) < text.index("将要更改")
    line = DraftLine.objects.get(name="农商行油溪支行")
    act(data_manager, "apply", **{f"conflict-{line.pk}-phone": "take"})
    assert ServicePoint.objects.get(serial=49).phone == ""
    assert ServicePoint.objects.get(serial=14).phone == "47695118"


def test_the_cells_of_every_column_are_shown_with_the_outlet(
    data_manager: Client, superuser: Client
) -> None:
    header = (*HEADER, "手机", "补卡", "坐标系", "所属区县")
    rows = [[*cells, "13800001234", "√", "GCJ-02", "江津区"] for cells in real_rows()]
    upload(data_manager, as_csv(rows, header))
    act(data_manager, "apply", force="1")
    point = ServicePoint.objects.get(serial=1)
    assert point.printed["phone:手机"] == "13800001234"
    page = text_of(superuser.get(f"/desk/service_sites/servicepoint/{point.pk}/change/"))
    for said in ("手机: 13800001234", "补卡: √", "坐标系: GCJ-02", "网点地址: 江津区几江街道"):
        assert said in page
