"""Take the pictures of the staff guide: made-up people do what it describes, with the real outlets.

    python -m tools.take_desk_screenshots

It prepares a database of its own, serves it, and works through the guide as the role that each step
is for, by the words on the screen: a step that cannot be done any more ends it. Needs Debian's
Chromium and python-docx. Look at what it made before you commit it.
"""

import csv
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from typing import Any, Final

from docx import Document
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tools.take_screenshots import IMAGES, launched

ROOT: Final = Path(__file__).resolve().parent.parent
DESK_IMAGES: Final = IMAGES / "desk"
TABLE: Final = ROOT / "data" / "service_points.csv"
MARGIN: Final = 12
# Where the right half of a page is empty.
NARROW: Final = 820
WIDE: Final = 1060
TALLEST: Final = 900
MOST_BYTES: Final = 120_000
# Nobody's: the database is gone when the pictures are made.
PASSWORD: Final = "江津区的白沙镇有好酒"  # noqa: S105
PEOPLE: Final = {
    "wangli": ("王", "丽", "电话维护员"),
    "liming": ("李", "明", "数据管理员"),
    "chenjing": ("陈", "静", "系统管理员"),
}
LIST: Final = "/desk/service_sites/servicepoint/"


def main() -> None:
    """Write the pictures to docs/images/desk/."""
    DESK_IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as state:
        _prepare(Path(state))
        with _served() as origin, sync_playwright() as playwright:
            browser = launched(playwright)
            _report(browser, origin)
            wang = _phones(browser, origin)
            li = _data(browser, origin)
            _import(li, Path(state))
            _both(wang, li)
            _accounts(browser, origin)
            browser.close()


def _prepare(state: Path) -> None:
    os.environ |= {"STATE_DIR": str(state), "DJANGO_SETTINGS_MODULE": "locator.settings"}
    for command in (["prepare", str(TABLE)], ["collectstatic", "--noinput", "--verbosity", "0"]):
        subprocess.run([sys.executable, str(ROOT / "manage.py"), *command], check=True)  # noqa: S603
    import django

    django.setup()
    from django.contrib.auth.models import Group, User

    from sites.models import Region, StaffRegion

    for name, (family, given, role) in PEOPLE.items():
        user = User.objects.create_user(
            name, password=PASSWORD, is_staff=True, last_name=family, first_name=given
        )
        user.groups.add(Group.objects.get(name=role))
        StaffRegion.objects.create(user=user, region=Region.objects.get(pk="500116"))


@contextmanager
def _served() -> Iterator[str]:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    server = subprocess.Popen(  # noqa: S603 - our own
        [
            *(sys.executable, "-m", "gunicorn", "locator.wsgi", "--bind", address),
            *("--worker-class", "gthread", "--threads", "4", "--log-level", "warning"),
        ],
        cwd=ROOT,
    )
    try:
        origin = f"http://{address}"
        for _attempt in range(600):
            try:
                with urllib.request.urlopen(f"{origin}/desk/login/"):  # noqa: S310
                    break
            except OSError:
                time.sleep(0.2)
        yield origin
    finally:
        server.terminate()
        server.wait()


def _office(browser: Browser, origin: str) -> Page:
    context = browser.new_context(
        base_url=origin,
        viewport={"width": 1366, "height": 768},
        locale="zh-CN",
        service_workers="block",
    )
    context.set_default_timeout(60_000)
    return context.new_page()


def _log_in(browser: Browser, origin: str, name: str) -> Page:
    page = _office(browser, origin)
    page.goto("/desk/")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    if name == "wangli":
        _shot(page, "login", page.locator("#container"))
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="您要做什么？")).to_be_visible()
    return page


def _shot(page: Page, name: str, *parts: Locator, width: int = 1366) -> None:
    """Write what the parts cover together, with a margin."""
    page.evaluate("scrollTo(0, 0)")
    boxes = [box for part in parts if (box := part.first.bounding_box())]
    left = max(0, min(box["x"] for box in boxes) - MARGIN)
    top = max(0, min(box["y"] for box in boxes) - MARGIN)
    right = min(1366, max(box["x"] + box["width"] for box in boxes) + MARGIN)
    bottom = max(box["y"] + box["height"] for box in boxes) + MARGIN
    clip: Any = {
        "x": left,
        "y": top,
        "width": min(right - left, width),
        "height": min(bottom - top, TALLEST),
    }
    path = DESK_IMAGES / f"{name}.png"
    page.screenshot(path=path, clip=clip, full_page=True)
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{path.name} has {size} bytes: show less of the page")


def _report(browser: Browser, origin: str) -> None:
    """Be a resident who says that a number is wrong."""
    page = _office(browser, origin)
    page.goto("/?q=白沙")
    page.locator("[data-point] h3 a").first.click()
    page.get_by_role("link", name="号码不对？告诉我们").click()
    page.get_by_label("正确的是什么").fill("023-47331286")
    page.get_by_label("还有什么要说明的").fill("门口贴的是这个号码")
    page.wait_for_timeout(2_500)  # who is quicker is a program
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".report-code")).to_be_visible()
    page.context.close()


def _phones(browser: Browser, origin: str) -> Page:
    """Correct and verify numbers, record calls, decide about the report: with the fewest rights."""
    page = _log_in(browser, origin, "wangli")
    _shot(page, "home", page.locator("#header"), page.locator(".charts"))
    page.get_by_label("查找网点").fill("gxz")
    page.get_by_label("查找网点").press("Enter")
    field = page.locator("#id_form-0-phone")
    expect(field).to_be_focused()
    field.fill("4769511")
    expect(page.locator(".phone-answer").first).to_contain_text("位")
    _shot(page, "phone-wrong", page.locator("#toolbar"), page.locator("#result_list"))
    field.fill("47695119")
    expect(page.locator(".phone-answer").first).to_contain_text("可以拨打")
    field.press("Enter")
    expect(page.locator(".messagelist .success").first).to_be_visible()
    _shot(
        page, "phone-saved", page.locator(".messagelist"), page.locator("#result_list"), width=1100
    )
    page.goto("/desk/")
    page.locator("[data-task=phones] a").first.click()
    for left in (55, 54, 53):
        page.get_by_role("button", name="号码无误").first.click()
        expect(page.locator("#result_list tbody tr")).to_have_count(left)
    page.goto("/desk/")
    page.get_by_role("link", name="电话核对单").first.click()
    page.get_by_role("link", name="逐个登记通话结果").click()
    expect(page.locator("[data-keys]")).to_be_visible()
    _shot(page, "call", page.locator("#content h1"), page.locator("[data-keys]"), width=NARROW)
    for key in ("3", "1", "1", "1", "1"):
        before = page.locator("#content h2").inner_text()
        page.keyboard.press(key)
        expect(page.locator("#content h2")).not_to_have_text(before)
    page.goto("/desk/")
    page.locator("[data-task=reports] a").click()
    page.locator("#result_list tbody a").first.click()
    _shot(page, "report", page.locator("#content h1"), page.locator(".decision"), width=NARROW)
    page.get_by_role("button", name="采纳并更正网点信息").click()
    expect(page.locator("#id_phone")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success").first).to_be_visible()
    return page


def _data(browser: Browser, origin: str) -> Page:
    """Look at a pin, change many outlets and undo that."""
    page = _log_in(browser, origin, "liming")
    page.goto(f"{LIST}?q=几江街道劳动")
    page.locator("#result_list .field-name a").first.click()
    page.get_by_role("link", name="修正图钉").click()
    expect(page.locator("#pin-map")).to_be_visible()
    page.wait_for_load_state("networkidle")
    _shot(page, "pin", page.locator("#content h1"), page.locator(".pin-columns").first)
    page.goto(f"{LIST}?q=双福街道")
    page.locator("#action-toggle").check()
    page.get_by_label("操作").select_option("change_many")
    page.locator("button[name=index]").click()
    page.get_by_label("业务：激活").select_option(label="取消")
    page.get_by_role("button", name="预览").click()
    page.get_by_role("button", name="确认修改 3 个网点").click()
    page.get_by_role("button", name="撤销本次批量修改").click()
    expect(page.locator(".messagelist .success").first).to_be_visible()
    return page


def _import(page: Page, state: Path) -> None:
    """Import a notice as a document: a wrong number, a conflict, an outlet that is new."""
    page.goto("/desk/")
    page.get_by_role("link", name="导入", exact=True).click()
    page.get_by_role("link", name="导入表格").click()
    page.get_by_label("文件").set_input_files(_notice(state / "2027年第一季度网点公告.docx"))
    _shot(page, "import-new", page.locator("#content h1"), page.locator(".import-form"), width=WIDE)
    page.get_by_role("button", name="检查表格").click()
    expect(page.get_by_role("heading", name="将要更改")).to_be_visible()
    page.get_by_role("link", name=re.compile("^有错误的行")).click()
    _shot(
        page,
        "import-errors",
        page.locator("#content h1"),
        page.locator(".import-lines"),
        width=WIDE,
    )
    page.get_by_role("link", name=re.compile("^冲突")).click()
    page.get_by_label("保留现有值").check()
    differences = page.get_by_role("heading", name="将要更改")
    _shot(page, "import-conflict", differences, page.locator(".import-apply"))
    page.get_by_label(re.compile("略过有错误的")).check()
    page.get_by_role("button", name="应用这些改动").click()
    expect(page.get_by_role("button", name="撤销这次导入")).to_be_visible()
    _shot(
        page, "import-done", page.locator("#content h1"), page.locator(".import-lines"), width=WIDE
    )


def _notice(path: Path) -> Path:
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    rows[14][3] = "47695120"
    rows[49][3] = "47881051"
    rows[33][3] = "4752214"
    rows.append(["58", "招商银行双福支行", "双福街道学府路1号", "47831999"])
    document = Document()
    document.add_heading("江津区社会保障卡服务网点", 1)
    table = document.add_table(rows=0, cols=4)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def _both(wang: Page, li: Page) -> None:
    """Let two people edit one outlet, and one of them look at the history."""
    for page in (li, wang):
        page.goto(f"{LIST}?q=慈云镇劳动")
        page.locator("#result_list .field-name a").first.click()
    wang.locator("#id_phone").fill("47714942")
    wang.locator("#id_phone").press("Enter")
    expect(wang.locator(".messagelist .success").first).to_be_visible()
    li.locator("#id_phone").fill("47714943")
    li.locator("#id_note").fill("中午有人值班")
    li.locator("#id_phone").press("Enter")
    expect(li.locator(".edit-conflict")).to_be_visible()
    _shot(li, "edit-conflict", li.locator(".errornote"), li.locator(".edit-conflict"), width=WIDE)
    li.get_by_label(re.compile("保留他人的")).check()
    li.get_by_role("button", name="保存", exact=True).click()
    expect(li.locator(".messagelist .success").first).to_be_visible()
    li.goto("/desk/")
    li.get_by_role("link", name="修改记录", exact=True).click()
    _shot(li, "history", li.locator("#content h1"), li.locator("table.changes tr").nth(4))
    li.get_by_role("link", name=re.compile("^撤销")).first.click()
    li.get_by_role("button", name="撤销勾选的内容").click()
    expect(li.locator(".messagelist .success").first).to_be_visible()


def _accounts(browser: Browser, origin: str) -> None:
    """Make an account for a new colleague."""
    page = _log_in(browser, origin, "chenjing")
    page.get_by_role("link", name="用户", exact=True).click()
    page.get_by_role("link", name=re.compile("增加|添加|新增")).first.click()
    page.locator("#id_username").fill("zhaomin")
    page.get_by_label("电话维护员").check()
    page.get_by_label("江津区").check()
    page.locator("#id_last_name").fill("赵")
    page.locator("#id_first_name").fill("敏")
    _shot(
        page, "account", page.locator("#content h1"), page.locator(".field-regions"), width=NARROW
    )
    for box in page.locator("input[type=password]").all():
        box.fill(PASSWORD)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist .success").first).to_be_visible()


if __name__ == "__main__":
    main()
