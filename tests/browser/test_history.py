"""Two people meet in one outlet, a change is taken back, a token is made: in a real browser."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Page, expect

from sites.access import ROLES, Role
from sites.models import PointChange, Region, ServicePoint, StaffRegion
from tests.browser.conftest import Visitor
from tests.browser.node import node_module

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough one"
LOG = "/desk/service_sites/pointchange/"
OFFICE_SCREEN = {"width": 1366, "height": 768}


def url(serial: int) -> str:
    pk = ServicePoint.objects.get(serial=serial).pk
    return f"/desk/service_sites/servicepoint/{pk}/change/"


@pytest.fixture
def log_in(visitor: Visitor) -> Callable[..., Page]:
    """Return a function that logs somebody of a role in."""

    def open_desk(name: str, role: Role, **options: object) -> Page:
        # The tables are emptied between tests, and the roles with them.
        group, _made = Group.objects.get_or_create(name=role.value)
        permissions = group.permissions.model.objects
        names = [right.codename for right in ROLES[role]]
        group.permissions.set(permissions.filter(codename__in=names))
        user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
        user.groups.add(group)
        StaffRegion.objects.create(user=user, region=Region.objects.get(pk="500116"))
        page = visitor(**{"viewport": OFFICE_SCREEN, **options}).page
        page.goto("/desk/login/?next=/desk/")
        page.locator("#id_username").fill(name)
        page.locator("#id_password").fill(PASSWORD)
        page.locator("#id_password").press("Enter")
        expect(page).to_have_url(re.compile("/desk/$"))
        return page

    return open_desk


def checked(page: Page, part: str, name: str) -> None:
    """Look at a part of a page with axe, and that nothing is wider than the screen.

    The rest of the page is the admin's; so are the colours, made for contrast AA and not AAA.
    """
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    page.evaluate((node_module("axe-core") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(
        """async (part) => {
          const rules = Object.fromEntries(axe.getRules()
            .filter((rule) => rule.ruleId !== "color-contrast-enhanced")
            .map((rule) => [rule.ruleId, { enabled: true }]));
          // Loading style sheets once more would break the page's own policy.
          const options = { rules, preload: false, resultTypes: ["violations"] };
          const result = await axe.run(part, options);
          return result.violations.flatMap((one) => one.nodes.map((node) => [one.id, node.html]));
        }""",
        part,
    )
    assert found == [], name
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name


@pytest.mark.parametrize("scripts", [True, False])
def test_two_people_edit_one_outlet(log_in: Callable[..., Page], scripts: bool) -> None:
    first = log_in("wang", Role.PHONES, java_script_enabled=scripts)
    second = log_in("li", Role.DATA, java_script_enabled=scripts)
    for page in (first, second):
        page.goto(url(33))
    first.locator("#id_phone").fill("47838915")
    first.locator("#id_reason").fill("来电核实")
    first.locator("input[name=_save]").last.click()
    expect(first.locator(".messagelist .success")).to_be_visible()
    second.locator("#id_phone").fill("47579202")
    second.locator("#id_note").fill("午休不办理")
    second.locator("input[name=_save]").last.click()
    dispute = second.locator(".dispute")
    expect(dispute).to_contain_text("47522144")
    expect(dispute).to_contain_text("47838915")
    expect(dispute).to_contain_text("47579202")
    expect(dispute).to_contain_text("wang")
    expect(second.locator("#id_note")).to_have_value("午休不办理")
    assert ServicePoint.objects.get(serial=33).phone == "47838915"
    if scripts:
        checked(second, ".dispute", "dispute")
    dispute.get_by_label("47838915").check()
    second.locator("input[name=_save]").last.click()
    expect(second.locator(".messagelist .success")).to_be_visible()
    point = ServicePoint.objects.get(serial=33)
    assert (point.phone, point.note) == ("47838915", "午休不办理")


def test_two_people_edit_one_list(log_in: Callable[..., Page]) -> None:
    path = "/desk/service_sites/servicepoint/?q=工商银行江津支行"
    first, second = log_in("wang", Role.PHONES), log_in("li", Role.DATA)
    for page in (first, second):
        page.goto(path)
    for page, phone in ((first, "47838915"), (second, "47579202")):
        page.locator("#id_form-0-phone").fill(phone)
        page.locator("input[name=_save]").last.click()
    dispute = second.locator(".dispute")
    expect(dispute).to_contain_text("47838915")
    expect(second.locator("#id_form-0-phone")).to_have_value("47579202")
    checked(second, ".dispute", "dispute-list")
    dispute.get_by_label("47579202").check()
    second.locator("input[name=_save]").last.click()
    expect(second.locator(".messagelist .success")).to_be_visible()
    assert ServicePoint.objects.get(serial=33).phone == "47579202"


def test_a_change_is_found_and_taken_back(log_in: Callable[..., Page]) -> None:
    page = log_in("li", Role.DATA)
    page.goto(url(33))
    page.locator("#id_phone").fill("47838915")
    page.locator("#id_reason").fill("打错了")
    page.locator("input[name=_save]").last.click()
    page.goto(LOG)
    page.get_by_label("字段").select_option("phone")
    page.get_by_role("button", name="筛选").click()
    rows = page.locator(".wide tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("47522144 → 47838915")
    checked(page, "#content-main", "history")
    rows.get_by_role("link", name="撤销").click()
    checked(page, "#content-main", "revert")
    page.locator("button[type=submit]").last.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert ServicePoint.objects.get(serial=33).phone == "47522144"
    change = PointChange.objects.earliest("-pk")
    assert change.reference == "li"
    page.goto(f"{LOG}?who=x")
    checked(page, "#content-main", "history-error")


def test_a_token_is_made(log_in: Callable[..., Page]) -> None:
    page = log_in("guan", Role.ADMINISTRATOR)
    page.goto("/desk/service_sites/apiclient/add/")
    checked(page, "#content-main", "client-add")
    page.locator("#id_name").fill("12345热线")
    page.get_by_label("修改电话号码").check()
    page.get_by_label("江津区").check()
    page.get_by_role("button", name="生成令牌").click()
    expect(page.locator("#token")).to_have_value(re.compile("^spl_"))
    checked(page, "#content-main", "client-token")
    page.goto("/desk/service_sites/apiclient/")
    page.get_by_role("link", name="12345热线").click()
    page.get_by_role("button", name="永久吊销").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
