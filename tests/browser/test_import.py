"""A table with a conflict in a real browser: checked, decided about, applied, undone."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect

from sites.access import Role
from sites.models import (
    ImportDraft,
    ImportJob,
    ImportRun,
    JobKind,
    ServicePoint,
)
from tests.browser.conftest import Visit, Visitor
from tests.browser.staff import sign_in
from tests.browser.test_accessibility import findings
from tests.factories import make_staff, say
from tests.importing.tables import HEADER, as_csv, changed_rows, real_rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOT = "/desk/service_sites/importrun/"
PATIENT = 30_000


def phone(serial: int) -> str:
    return ServicePoint.objects.get(serial=serial, is_active=True).phone


@pytest.fixture
def manager(visitor: Visitor) -> Iterator[Callable[..., Page]]:
    """Return a function that logs a 数据管理员 in; a person has corrected the phone of row 14."""
    user = make_staff("li", Role.DATA)
    say(user, 14, phone="47695119")

    visits: list[Visit] = []

    def login(path: str, **options: object) -> Page:
        visit = visitor(locale="zh-CN", **options)
        sign_in(visit.page, "li", path)
        visits.append(visit)
        return visit.page

    yield login
    # What axe tries out in the page's header is not the page's doing.
    for visit in visits:
        visit.complaints[:] = [
            text
            for text in visit.complaints
            if "inline style" not in text and "preload assets" not in text
        ]


def test_a_changed_table_is_decided_about_applied_and_undone(
    manager: Callable[..., Page], tmp_path: Path
) -> None:
    file = tmp_path / "next.csv"
    file.write_text(as_csv(changed_rows()), encoding="utf-8")
    page = manager(ROOT)
    page.get_by_role("link", name="导入表格").first.click()
    page.locator("#id_file").set_input_files(file)
    page.get_by_role("button", name="检查表格").click()
    expect(page.locator(".import-line").first).to_contain_text("47695119", timeout=PATIENT)
    expect(page.locator(".import-line")).to_have_count(3)
    page.get_by_role("link", name=re.compile("^待决定")).click()
    expect(page.locator(".import-line")).to_have_count(1)
    page.get_by_label("保留现有值").check()
    assert phone(49) == "47881050"
    page.get_by_role("button", name="应用这些改动").click()
    expect(page.locator(".messagelist .success")).to_contain_text("已应用", timeout=PATIENT)
    assert (phone(14), phone(49), phone(58)) == ("47695119", "47881051", "47831999")
    page.get_by_role("button", name="撤销这次导入").click()
    expect(page.locator(".messagelist .success")).to_contain_text("2", timeout=PATIENT)
    assert (phone(14), phone(49)) == ("47695119", "47881050")
    assert ServicePoint.objects.filter(is_active=True).count() == 57
    # The same table once more: what was decided is not asked again.
    page.goto(ROOT + "new/")
    page.locator("#id_file").set_input_files(file)
    page.get_by_role("button", name="检查表格").click()
    expect(page.locator(".import-line")).to_have_count(2, timeout=PATIENT)
    expect(page.locator(".import-conflict")).to_have_count(0)


def test_by_keyboard_and_without_scripts_a_pasted_table(manager: Callable[..., Page]) -> None:
    page = manager(ROOT + "new/", java_script_enabled=False)
    text = "\n".join("\t".join(cells) for cells in [HEADER, *changed_rows()])
    page.locator("#id_pasted").focus()
    page.locator("#id_pasted").fill(text)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="检查表格")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".import-line")).to_have_count(3, timeout=PATIENT)
    choice = page.get_by_label("以后再问")
    choice.focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("采用表格的值")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_label("采用表格的值")).to_be_checked()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.get_by_role("button", name="应用这些改动").focus()
    page.keyboard.press("Enter")
    undo = page.get_by_role("button", name="撤销这次导入")
    expect(undo).to_be_visible(timeout=PATIENT)
    assert phone(14) == "47695120"
    undo.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible(timeout=PATIENT)
    assert phone(14) == "47695119"


def test_a_table_copied_from_a_web_page_keeps_its_merged_cells(
    manager: Callable[..., Page],
) -> None:
    page = manager(ROOT + "new/")
    head = "".join(f"<th>{title}</th>" for title in HEADER)
    html = f"<table><tr>{head}</tr><tr><td colspan=4>银行</td></tr>" + "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>" for cells in changed_rows()
    )
    page.evaluate(
        """([html]) => {
          const box = document.getElementById("id_pasted");
          const data = new DataTransfer();
          data.setData("text/html", html);
          data.setData("text/plain", "银行");
          const options = { clipboardData: data, bubbles: true, cancelable: true };
          box.dispatchEvent(new ClipboardEvent("paste", options));
          box.value = "银行";
        }""",
        [html + "</table>"],
    )
    page.get_by_role("button", name="检查表格").click()
    expect(page.locator(".import-line")).to_have_count(3, timeout=PATIENT)
    expect(page.locator(".import-left-out")).to_contain_text("银行")


@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    manager: Callable[..., Page], width: int, tmp_path: Path
) -> None:
    page = manager(ROOT + "new/", viewport={"width": width, "height": 900})
    user = User.objects.get(username="li")
    rows = changed_rows()
    rows[0][3], rows[1][1] = "1", ""
    file = tmp_path / "next.csv"

    def look(name: str) -> None:
        assert findings(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name

    def send(content: str) -> None:
        file.write_text(content, encoding="utf-8")
        page.goto(ROOT + "new/")
        page.locator("#id_file").set_input_files(file)
        page.get_by_role("button", name="检查表格").click()
        page.wait_for_url(re.compile("/tables/"), timeout=PATIENT)

    look("new")
    send("甲,乙,丙,丁\n" + "\n".join(map(",".join, real_rows())))
    look("columns")
    send(as_csv(rows))
    look("draft")
    page.goto(ROOT)
    look("list")
    page.goto(f"{ROOT}{ImportRun.objects.get().pk}/change/")
    look("run")
    for minutes, name in ((0, "waiting"), (30, "stuck")):
        # No page may go on asking for the job that goes.
        page.goto("about:blank")
        ImportJob.objects.all().delete()
        at = timezone.now() - timedelta(minutes=minutes)
        job = ImportJob.objects.create(
            kind=JobKind.APPLY,
            draft=ImportDraft.objects.latest("pk"),
            total=100,
            done=30,
            asked_at=at,
            asked_by=user,
            beat_at=at,
            language="zh-hans",
        )
        page.goto(f"{ROOT}jobs/{job.pk}/")
        look(name)
    page.goto("/check-table/")
    look("check-empty")
    page.locator("#id_pasted").fill(as_csv(rows))
    page.get_by_role("button", name="检查表格").click()
    expect(page.locator(".findings").first).to_be_visible(timeout=PATIENT)
    look("check")
