"""The daily work of staff in a real browser, on an office screen and on a phone."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from sites.access import Role
from sites.models import BulkEdit, PhoneCall, ServicePoint, Town
from tests.browser.conftest import Visit, Visitor
from tests.browser.staff import log_in
from tests.browser.test_accessibility import findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OFFICE = {"width": 1366, "height": 768}
LIST = "/desk/service_sites/servicepoint/"


def phone_of(serial: int) -> str:
    return ServicePoint.objects.get(serial=serial).phone


def origin(serial: int) -> tuple[str, bool]:
    known = ServicePoint.objects.get(serial=serial).provenance_of("phone")
    assert known is not None
    return known.verified_by, known.locked


class Effort:
    """Counts what a person does, which on any machine takes them the same time."""

    # Seconds per press of a key, per move to a thing and click on it, and per page that is taken
    # in: the keystroke-level model of Card, Moran and Newell, for somebody who types slowly.
    KEY_S, POINT_S, PAGE_S = 0.28, 1.2, 1.35

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seconds = 0.0
        page.on("load", lambda _page: self.count(self.PAGE_S))

    def count(self, seconds: float) -> None:
        self.seconds += seconds

    def press(self, key: str) -> None:
        self.count(self.KEY_S)
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.count(self.KEY_S * len(text))
        self.page.keyboard.type(text)


def test_a_correction_takes_ten_seconds_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor(viewport=OFFICE).page
    log_in(page, "wang")
    expect(page.get_by_label("查找网点")).to_be_focused()
    effort = Effort(page)
    effort.type("zgyh")
    effort.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=zgyh"))
    first = page.locator("#id_form-0-phone")
    expect(first).to_be_focused()
    row = page.locator("#result_list tbody tr").first
    name = row.locator(".field-name").inner_text()
    effort.type("47 838915")
    expect(row.locator(".phone-answer")).to_contain_text("号码相同")
    effort.press("Enter")
    expect(page.locator(".messagelist .success").first).to_be_visible()
    point = ServicePoint.objects.get(name=name)
    assert point.phone == "47838915"
    assert origin(point.serial) == ("wang", True)
    row = page.locator("#result_list tbody tr").first
    expect(row).to_contain_text("wang")
    expect(row).to_contain_text("导入不会覆盖")
    assert effort.seconds < 10


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("width", [360, 1366])
def test_a_correction_with_the_mouse(visitor: Visitor, scripts: bool, width: int) -> None:
    size = {"width": width, "height": 768}
    page = visitor(viewport=size, java_script_enabled=scripts).page
    log_in(page, "wang")
    page.get_by_label("查找网点").fill(phone_of(40))
    page.get_by_role("button", name="查找").click()
    field = page.locator("#id_form-0-phone")
    expect(field).to_be_in_viewport()
    field.fill("4783891")
    if scripts:
        answer = page.locator(".phone-answer").first
        expect(answer).to_contain_text("7")
        expect(field).to_have_attribute("aria-invalid", "true")
    page.locator("input[name=_save]").click()
    expect(page.locator(".errorlist")).to_contain_text("7")
    assert phone_of(40) != "4783891"
    page.locator("#id_form-0-phone").fill("47888888")
    if scripts:
        expect(page.locator(".phone-answer").first).to_contain_text("可以拨打：47888888")
    page.locator("input[name=_save]").click()
    expect(page.locator(".messagelist .success").first).to_be_visible()
    assert phone_of(40) == "47888888"


def test_what_is_typed_before_the_script_is_there_is_looked_at(visitor: Visitor) -> None:
    page = visitor(viewport=OFFICE).page
    log_in(page, "wang")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/phones*.js", hold)
    with page.expect_request("**/phones*.js"):
        page.goto(f"{LIST}?q={phone_of(40)}", wait_until="commit")
    page.locator("#id_form-0-phone").fill("4783891")
    held[0].continue_()
    expect(page.locator(".phone-answer").first).to_contain_text("7")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_number_after_number_is_found_right_with_one_press_each(
    visitor: Visitor, scripts: bool
) -> None:
    page = visitor(viewport=OFFICE, java_script_enabled=scripts).page
    log_in(page, "wang")
    page.locator("[data-task=phones] a").first.click()
    expect(page.locator("#result_list tbody tr")).to_have_count(57)
    page.locator("button.verify").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#result_list tbody tr")).to_have_count(56)
    assert origin(1) == ("wang", True)
    # The next number is under the hands already: its button is one step away.
    expect(page.locator("#id_form-0-phone")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("button.verify").first).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#result_list tbody tr")).to_have_count(55)
    assert origin(2) == ("wang", True)
    assert origin(3) == ("", False)


def test_calls_are_recorded_by_keyboard_alone(visitor: Visitor) -> None:
    visit = visitor(viewport=OFFICE)
    page = visit.page
    log_in(page, "wang")
    page.goto(f"{LIST}calls/?town=jijiang")
    expected = page.locator(".calls tbody th a").all_inner_texts()
    assert len(expected) > 5
    page.get_by_role("link", name="逐个登记通话结果").focus()
    page.keyboard.press("Enter")

    def expect_outlet(index: int) -> None:
        expect(page.get_by_role("heading", level=2)).to_have_text(expected[index])
        expect(page.locator("[data-call]")).to_be_focused()
        # Said once the keys are listened to.
        expect(page.locator("[data-keys]")).to_be_visible()

    expect_outlet(0)
    page.keyboard.press("1")
    expect_outlet(1)
    page.keyboard.press("2")
    page.keyboard.type("4788")
    expect(page.locator("#call-phone")).to_have_value("4788")
    expect(page.locator(".phone-answer")).to_contain_text("号码")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("4")
    expect(page.locator("#call-phone")).to_be_focused()
    # That a refused form has the status of an error is no complaint.
    visit.complaints[:] = [text for text in visit.complaints if "status of 400" not in text]
    page.keyboard.type("47888888")
    page.keyboard.press("Enter")
    expect_outlet(2)
    page.keyboard.press("3")
    expect_outlet(3)
    page.keyboard.press("4")
    expect_outlet(4)
    page.keyboard.press("5")
    expect_outlet(5)
    calls = PhoneCall.objects.order_by("pk").values_list("point__name", "result")
    results = ["right", "corrected", "no_answer", "wrong"]
    assert list(calls) == list(zip(expected[:4], results, strict=True))
    assert ServicePoint.objects.get(name=expected[1]).phone == "47888888"


def test_calls_are_recorded_without_scripts(visitor: Visitor) -> None:
    page = visitor(viewport=OFFICE, java_script_enabled=False).page
    log_in(page, "wang")
    page.goto(f"{LIST}calls/")
    page.get_by_role("link", name="逐个登记通话结果").click()
    page.get_by_role("button", name="号码无误").press("Enter")
    page.locator("#call-phone").fill("47888888")
    page.locator("#call-phone").press("Enter")
    expect(page.locator(".messagelist .success").first).to_contain_text("47888888")
    assert list(PhoneCall.objects.order_by("pk").values_list("result", flat=True)) == [
        "right",
        "corrected",
    ]


def test_the_call_sheet_on_paper(visitor: Visitor) -> None:
    page = visitor(viewport=OFFICE).page
    log_in(page, "wang")
    page.goto(f"{LIST}calls/")
    page.emulate_media(media="print")
    for away in (".calls-tools", ".calls-choice", "#header", ".breadcrumbs"):
        expect(page.locator(away)).to_be_hidden()
    expect(page.locator(".calls tbody tr").last).to_be_visible()
    # 57 lines with their headings: three or four sheets, not one per outlet.
    pages = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    assert 2 <= pages <= 4


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_many_outlets_are_changed_and_put_back(visitor: Visitor, scripts: bool) -> None:
    page = visitor(viewport=OFFICE, java_script_enabled=scripts).page
    log_in(page, "li", Role.DATA)
    page.goto(f"{LIST}?q=邮政")
    boxes = page.locator("#result_list input[name=_selected_action]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.locator("select[name=action]").select_option("change_many")
    page.locator("button[name=index]").click()
    page.get_by_label("业务：激活").select_option("remove")
    page.get_by_role("button", name="预览").click()
    expect(page.locator(".preview tbody tr")).to_have_count(2)
    assert not BulkEdit.objects.exists()
    page.get_by_role("button", name="确认修改 2 个网点").click()
    expect(page.locator(".messagelist .success").first).to_contain_text("2")
    edit = BulkEdit.objects.get()
    without = ServicePoint.objects.exclude(services__code="activation")
    assert without.count() == 2
    page.get_by_role("button", name="撤销本次批量修改").click()
    expect(page.locator(".messagelist .success").first).to_contain_text("2")
    edit.refresh_from_db()
    assert edit.undone_at is not None
    assert without.count() == 0


def desk_pages() -> list[str]:
    point = ServicePoint.objects.get(serial=2)
    town = Town.objects.earliest("pk")
    return [
        "/desk/",
        LIST,
        f"{LIST}?q=youxi&phone_age=due",
        f"{LIST}{point.pk}/change/",
        f"{LIST}calls/",
        f"{LIST}{point.pk}/call/",
        "/desk/service_sites/report/",
        "/desk/service_sites/bulkedit/",
        f"{LIST}{point.pk}/position/",
        f"{LIST}positions/",
        "/desk/service_sites/positionproposal/",
        "/desk/service_sites/pointchange/",
        "/desk/service_sites/importrun/",
        "/desk/service_sites/town/",
        f"/desk/service_sites/town/{town.pk}/change/",
        "/desk/service_sites/operator/",
        "/desk/service_sites/apiclient/",
        "/desk/auth/user/",
    ]


def check_fit(visit: Visit, path: str) -> None:
    """Open a page: nothing is wider than the screen."""
    page = visit.page
    page.goto(path)
    assert visit.complaints == [], path
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


def check_looks(visit: Visit, path: str) -> None:
    """Open a page: axe finds nothing, nothing is wider than the screen."""
    check_fit(visit, path)
    assert findings(visit.page) == [], path
    # What axe itself could not load is no fault of the page.
    visit.complaints.clear()


@pytest.mark.parametrize(
    ("width", "mode"),
    [(320, {}), (1366, {"color_scheme": "dark"}), (1366, {"forced_colors": "active"})],
    ids=["320", "dark", "forced"],
)
def test_axe_finds_nothing_and_everything_fits(
    visitor: Visitor, width: int, mode: dict[str, str]
) -> None:
    visit = visitor(viewport={"width": width, "height": 768}, **mode)
    log_in(visit.page, "li", Role.ADMINISTRATOR)
    for path in desk_pages():
        check_looks(visit, path)


@pytest.mark.parametrize("width", [360, 1366])
def test_everything_fits(visitor: Visitor, width: int) -> None:
    visit = visitor(viewport={"width": width, "height": 768})
    log_in(visit.page, "li", Role.ADMINISTRATOR)
    for path in desk_pages():
        check_fit(visit, path)


def test_axe_finds_nothing_while_something_is_wrong(visitor: Visitor) -> None:
    visit = visitor(viewport=OFFICE)
    page = visit.page
    log_in(page, "li", Role.DATA)
    page.goto(f"{LIST}?q=youxi")
    page.locator("#id_form-0-phone").fill("12")
    expect(page.locator(".phone-answer").first).to_contain_text("号码")
    assert findings(page) == []
    page.locator("input[name=_save]").click()
    expect(page.locator(".errorlist")).to_be_visible()
    assert findings(page) == []
    visit.complaints.clear()
