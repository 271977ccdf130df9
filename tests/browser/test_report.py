"""A resident reports a wrong number, a member of staff corrects it, the resident sees it."""

import re

import pytest
from playwright.sync_api import expect

from sites.models import Report, ServicePoint
from tests.browser.conftest import Visitor
from tests.browser.staff import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("width", [360, 1440])
def test_from_the_report_to_the_right_number(visitor: Visitor, scripts: bool, width: int) -> None:
    point = ServicePoint.objects.get(serial=40)
    seen, right = point.phone, "47838915"
    size = {"width": width, "height": 800}
    page = visitor(java_script_enabled=scripts, viewport=size).page
    page.goto(f"/en/points/{point.public_id}/")
    page.get_by_role("link", name="This number is wrong").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Report an error")
    expect(page.locator("dl")).to_contain_text(f"023-{seen}")
    expect(page.get_by_label("The phone number is wrong")).to_be_checked()
    expect(page.locator("#website")).not_to_be_in_viewport(ratio=0.5)
    page.get_by_label("What is right? (if you know it)").fill("023-4783 8915")
    page.get_by_label("Anything else we should know?").fill("<b>是空号</b>")
    page.wait_for_timeout(2_100)
    page.get_by_role("button", name="Send the report").click()
    expect(page).to_have_url(re.compile(r"/en/reports/\w{3}-\w{3}-\w{3}/$"))
    code = page.locator(".report-code strong").inner_text()
    expect(page.locator(".notice")).to_contain_text("nobody has decided")
    # Coming back or loading it again sends nothing again.
    page.reload()
    assert Report.objects.get().count == 1

    desk = visitor(java_script_enabled=scripts, viewport=size).page
    log_in(desk, "wang")
    task = desk.locator("[data-task=reports] a")
    expect(task.locator(".task-count")).to_have_text("1")
    task.click()
    row = desk.locator("#result_list tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("<b>是空号</b>")
    row.get_by_role("link", name=point.name).click()
    desk.locator("button[value=accepted]").click()
    expect(desk).to_have_url(re.compile(f"/servicepoint/{point.pk}/change/"))
    expect(desk.locator(".accepting")).to_contain_text(seen)
    page.reload()
    expect(page.locator(".notice")).to_contain_text("nobody has decided")
    # Filled in and under the cursor: saving it is all that is left to do.
    expect(desk.locator("#id_phone")).to_have_value(right)
    expect(desk.locator("#id_phone")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator(".messagelist .success")).to_have_count(3)
    desk.goto("/desk/")
    expect(desk.locator("[data-task=reports] .task-count")).to_have_text("0")

    page.goto("/en/")
    page.get_by_role("link", name="What became of a report").click()
    page.get_by_label("Your reference code").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Show the report").click()
    expect(page.locator(".notice")).to_contain_text("you are right")
    table = page.locator("dl")
    expect(table).to_contain_text(seen)
    expect(table.locator("dt:text('Shown now') + dd")).to_have_text(f"023-{right}")
    assert "wang" not in page.content()


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_no_page_is_wider_than_the_screen(visitor: Visitor, width: int, prefix: str) -> None:
    page = visitor(viewport={"width": width, "height": 800}).page
    point = ServicePoint.objects.get(serial=40)
    for path in (f"/points/{point.public_id}/report/", "/reports/"):
        page.goto(prefix + path)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        low = page.evaluate(
            """() => [...document.querySelectorAll(
                 "button, .pill, .report-form input[type=text]:not([tabindex])")]
                .filter((one) => one.checkVisibility())
                .filter((one) => one.getBoundingClientRect().height < 44)
                .map((one) => one.outerHTML)"""
        )
        assert low == [], "a finger needs 44 px"
