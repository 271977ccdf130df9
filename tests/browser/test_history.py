"""Two people meet in one outlet, a change is taken back, a token is made: in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from sites.access import Role
from sites.models import PointChange, ServicePoint
from tests.browser import staff
from tests.browser.conftest import Visit, Visitor
from tests.browser.test_accessibility import findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOG = "/desk/service_sites/pointchange/"
OFFICE_SCREEN = {"width": 1366, "height": 768}


def url(serial: int) -> str:
    pk = ServicePoint.objects.get(serial=serial).pk
    return f"/desk/service_sites/servicepoint/{pk}/change/"


@pytest.fixture
def log_in(visitor: Visitor) -> Callable[..., Visit]:
    """Return a function that logs somebody of a role in."""

    def open_desk(name: str, role: Role, **options: object) -> Visit:
        visit = visitor(**{"viewport": OFFICE_SCREEN, **options})
        staff.log_in(visit.page, name, role)
        return visit

    return open_desk


def checked(visit: Visit, name: str) -> None:
    """Look at a page with axe, and that nothing is wider than the screen."""
    assert visit.complaints == [], name
    assert findings(visit.page) == [], name
    # What axe itself could not load is no fault of the page.
    visit.complaints.clear()
    assert visit.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name


@pytest.mark.parametrize("scripts", [True, False])
def test_two_people_edit_one_outlet(log_in: Callable[..., Visit], scripts: bool) -> None:
    visit = log_in("li", Role.DATA, java_script_enabled=scripts)
    first = log_in("wang", Role.PHONES, java_script_enabled=scripts).page
    second = visit.page
    for page in (first, second):
        page.goto(url(33))
    first.locator("#id_phone").fill("47838915")
    first.locator("#id_reason").fill("来电核实")
    first.locator("input[name=_save]").last.click()
    expect(first.locator(".messagelist .success").first).to_be_visible()
    second.locator("#id_phone").fill("47579202")
    second.locator("#id_note").fill("午休不办理")
    second.locator("input[name=_save]").last.click()
    conflict = second.locator(".edit-conflict")
    expect(conflict).to_contain_text("47522144")
    expect(conflict).to_contain_text("47838915")
    expect(conflict).to_contain_text("47579202")
    expect(conflict).to_contain_text("wang")
    expect(second.locator("#id_note")).to_have_value("午休不办理")
    assert ServicePoint.objects.get(serial=33).phone == "47838915"
    if scripts:
        checked(visit, "edit_conflict")
    conflict.get_by_label("47838915").check()
    second.locator("input[name=_save]").last.click()
    expect(second.locator(".messagelist .success").first).to_be_visible()
    point = ServicePoint.objects.get(serial=33)
    assert (point.phone, point.note) == ("47838915", "午休不办理")


def test_two_people_edit_one_list(log_in: Callable[..., Visit]) -> None:
    path = "/desk/service_sites/servicepoint/?q=工商银行江津支行"
    visit = log_in("li", Role.DATA)
    first, second = log_in("wang", Role.PHONES).page, visit.page
    for page in (first, second):
        page.goto(path)
    for page, phone in ((first, "47838915"), (second, "47579202")):
        page.locator("#id_form-0-phone").fill(phone)
        page.locator("input[name=_save]").last.click()
    conflict = second.locator(".edit-conflict")
    expect(conflict).to_contain_text("47838915")
    expect(second.locator("#id_form-0-phone")).to_have_value("47579202")
    checked(visit, "conflict-list")
    conflict.get_by_label("47579202").check()
    second.locator("input[name=_save]").last.click()
    expect(second.locator(".messagelist .success").first).to_be_visible()
    assert ServicePoint.objects.get(serial=33).phone == "47579202"


def test_a_change_is_found_and_taken_back(log_in: Callable[..., Visit]) -> None:
    visit = log_in("li", Role.DATA)
    page = visit.page
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
    checked(visit, "history")
    rows.get_by_role("link", name="撤销").click()
    checked(visit, "revert")
    page.locator("button[type=submit]").last.click()
    expect(page.locator(".messagelist .success").first).to_be_visible()
    assert ServicePoint.objects.get(serial=33).phone == "47522144"
    change = PointChange.objects.earliest("-pk")
    assert change.reference == "li"
    page.goto(f"{LOG}?who=x")
    checked(visit, "history-error")


def test_a_token_is_made(log_in: Callable[..., Visit]) -> None:
    visit = log_in("guan", Role.ADMINISTRATOR)
    page = visit.page
    page.goto("/desk/service_sites/apiclient/add/")
    checked(visit, "client-add")
    page.locator("#id_name").fill("12345热线")
    page.get_by_label("修改电话号码").check()
    page.get_by_label("江津区").check()
    page.get_by_role("button", name="生成令牌").click()
    expect(page.locator("#token")).to_have_value(re.compile("^spl_"))
    checked(visit, "client-token")
    page.goto("/desk/service_sites/apiclient/")
    page.get_by_role("link", name="12345热线").click()
    page.get_by_role("button", name="永久吊销").click()
    expect(page.locator(".messagelist .success").first).to_be_visible()
