"""Each need, by people who have no scripts and by people who have no mouse.

An old man whose PIN is locked, a daughter who goes for her mother, somebody with an old card,
somebody whose bank matters, a visitor who reads English: on a phone of 360 px.
"""

import re
from typing import Final, TypeAlias
from urllib.parse import unquote

import pytest
from playwright.sync_api import Locator, Page, expect

from sites.models import ServicePoint
from tests.browser.conftest import Visitor
from tests.browser.listed import answer, expect_listed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE: Final = {"width": 360, "height": 740}
# More than any page has before what is looked for.
_MOST_TABS: Final = 400


class WithoutScripts:
    """Somebody who taps, in a browser that runs no scripts."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        """Follow a link or press a button."""
        target.click()

    def choose(self, target: Locator, value: str) -> None:
        """Choose from a list."""
        target.select_option(value)

    def write(self, target: Locator, text: str) -> None:
        """Type into a field and send its form."""
        target.fill(text)
        target.press("Enter")


class WithKeyboard:
    """Somebody who has a keyboard and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        """Go to a link or button and press Enter."""
        self._reach(target)
        self.page.keyboard.press("Enter")

    def choose(self, target: Locator, value: str) -> None:
        """Go to a list and down in it."""
        self._reach(target)
        for _press in range(target.locator("option").count()):
            if target.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        expect(target).to_have_value(value)

    def write(self, target: Locator, text: str) -> None:
        """Go to a field, type, press Enter."""
        self._reach(target)
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Enter")

    def _reach(self, target: Locator) -> None:
        expect(target).to_be_visible()
        for _press in range(_MOST_TABS):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {target}")


Person: TypeAlias = WithoutScripts | WithKeyboard


@pytest.fixture(params=["without scripts", "with the keyboard alone"])
def person(visitor: Visitor, request: pytest.FixtureRequest) -> Person:
    """Return somebody with a phone."""
    if request.param == "without scripts":
        return WithoutScripts(visitor(viewport=PHONE, java_script_enabled=False).page)
    return WithKeyboard(visitor(viewport=PHONE).page)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def link(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=name, exact=True)


def test_an_old_man_has_his_card_unlocked(person: Person) -> None:
    page = person.page
    page.goto("/")
    person.press(button(page, "长辈版"))
    expect(page.locator("html.easy")).to_have_count(1)
    person.press(button(page, "解锁、重置密码"))
    expect(button(page, "解锁、重置密码")).to_have_attribute("aria-pressed", "true")
    # What comes next is in view.
    expect(page.get_by_role("heading", name="您在哪里？")).to_be_in_viewport()
    person.choose(page.get_by_label("镇街", exact=True), "baisha")
    person.press(button(page, "查看该镇街"))
    expect(page).to_have_url(re.compile("town=baisha"))
    expected = answer(service="unlock", town="baisha")
    expect_listed(page, expected)
    first = ServicePoint.objects.get(public_id=expected[0])
    # The number to call is large, and it is there without another page.
    call = link(page, f"拨打 023-{first.phone}，{first.name}")
    box = call.bounding_box()
    assert box is not None
    assert box["height"] >= 60
    assert box["width"] >= 250
    person.press(link(page, first.name))
    expect(page.get_by_role("heading", name="要带什么")).to_be_visible()
    expect(page.get_by_text("请人代办").first).to_be_visible()


def test_a_daughter_goes_for_her_mother(person: Person) -> None:
    page = person.page
    page.goto("/")
    person.press(link(page, "卡怎么了？"))
    person.press(link(page, "密码忘了，或输错太多次卡被锁"))
    proxy = page.locator(".bring > div", has=page.get_by_role("heading", name="请人代办"))
    expect(proxy.get_by_role("listitem")).to_contain_text(["您的社保卡和身份证", "代办人的身份证"])
    # Her mother may do without the trip: the daughter can show her code.
    person.press(page.get_by_text("给家里的老人、孩子添加"))
    expect(page.get_by_text("添加我的家庭成员")).to_be_visible()
    person.press(link(page, "看看哪些网点能办"))
    expect(page).to_have_url(re.compile(r"service=unlock#where$"))
    expect_listed(page, answer(service="unlock"))


@pytest.mark.parametrize("typed", ["旧卡", "jiuka"])
def test_an_old_card(person: Person, typed: str) -> None:
    page = person.page
    page.goto("/")
    person.write(page.get_by_label("搜索：卡怎么了"), typed)
    expect(page.get_by_role("heading", name=re.compile("条办事指南"))).to_be_visible()
    person.press(link(page, "发过新卡，还在用旧卡"))
    expect(page.get_by_text("先在家里找最近发的那张卡")).to_be_visible()
    expect(link(page, "拨打 12333，人力资源和社会保障服务热线")).to_be_visible()


def test_the_words_of_a_problem_are_no_dead_end(person: Person) -> None:
    page = person.page
    page.goto("/")
    person.write(page.get_by_label("搜索：卡怎么了"), "卡丢了")
    expect(link(page, "卡丢了")).to_be_visible()
    # Going on from there asks for outlets, not for outlets called so.
    person.press(button(page, "补办换卡"))
    expect(button(page, "补办换卡")).to_have_attribute("aria-pressed", "true")
    expect_listed(page, answer(service="reissue"))


def test_the_banks_name_matters(person: Person) -> None:
    page = person.page
    page.goto("/guides/lost-card/")
    expect(link(page, "拨打 95588，工商银行")).to_be_visible()
    person.choose(page.get_by_label("您的卡上印的是哪家银行？"), "icbc")
    person.press(button(page, "看这家银行的网点"))
    expect(page).to_have_url(re.compile("operator=icbc"))
    expected = answer(service="reissue", operator="icbc")
    expect_listed(page, expected)
    first = ServicePoint.objects.get(public_id=expected[0])
    expect(link(page, f"拨打 023-{first.phone}，{first.name}")).to_be_visible()


def test_a_visitor_reads_english(person: Person) -> None:
    page = person.page
    page.goto("/guides/not-activated/?region=520000")
    person.press(link(page, "English"))
    expect(page).to_have_url(re.compile(r"/en/guides/not-activated/\?region=520000$"))
    expect(page.get_by_text("In person at an outlet of the bank")).to_be_visible()
    person.press(link(page, "Guides"))
    person.write(page.get_by_label("Search: what is wrong"), "forgot my pin")
    expect(page).to_have_url(re.compile(r"/en/guides/\?q=forgot"))
    found = page.locator(".guides-found")
    person.press(found.get_by_role("link", name="PIN forgotten, or card locked after wrong PINs"))
    person.press(link(page, "Show the outlets for this"))
    expect(page).to_have_url(re.compile(r"/en/\?service=unlock#where$"))
    expect_listed(page, answer(service="unlock"))


def test_a_typed_place_is_kept_in_the_other_language_and_view(person: Person) -> None:
    page = person.page
    page.goto("/en/")
    person.write(page.get_by_label("Place (town, road, landmark)"), "时代广场")
    heading = page.get_by_role("heading", name=re.compile("nearest first"))
    expect(heading).to_be_visible()
    nearest = [card.get_attribute("data-point") for card in page.locator("[data-point]").all()]
    person.press(button(page, "中文"))
    heading = page.get_by_role("heading", name=re.compile("由近到远"))
    expect(heading).to_be_visible()
    person.press(button(page, "长辈版"))
    expect(page.locator("html.easy")).to_have_count(1)
    expect(heading).to_be_visible()
    expect(page.get_by_label("地点（镇街、道路、地标）")).to_have_value("时代广场")
    assert "near" not in page.url
    assert "时代" not in unquote(page.url)
    assert [
        card.get_attribute("data-point") for card in page.locator("[data-point]").all()
    ] == nearest


def test_the_map_is_not_needed(person: Person) -> None:
    page = person.page
    page.goto("/map/?town=shimen")
    expected = answer(town="shimen")
    expect_listed(page, expected)
    first = ServicePoint.objects.get(public_id=expected[0])
    person.press(link(page, f"怎么去：{first.name}"))
    expect(page).to_have_url(re.compile("#way$"))
    expect(link(page, "高德地图")).to_be_visible()


# --- Use my location, and what may go wrong with it ----------------------------------------------

_POSITION: Final = "{ coords: { longitude: 106.261, latitude: 29.079, accuracy: %d } }"
_ERROR: Final = "{ code: %d, PERMISSION_DENIED: 1, POSITION_UNAVAILABLE: 2, TIMEOUT: 3 }"


@pytest.mark.parametrize(
    ("device", "said"),
    [
        ("(found, failed) => failed(%s)" % (_ERROR % 1), "does not allow it"),
        ("(found, failed) => failed(%s)" % (_ERROR % 2), "is not available"),
        ("(found, failed) => failed(%s)" % (_ERROR % 3), "takes too long"),
        ("(found) => found(%s)" % (_POSITION % 60_000), "knows only roughly"),
        ("", "is not available"),
    ],
    ids=["denied", "unavailable", "timed out", "vague", "no such thing"],
)
def test_a_location_that_cannot_be_had_leads_to_the_towns(
    visitor: Visitor, device: str, said: str
) -> None:
    page = visitor(viewport=PHONE).page
    page.add_init_script(
        f"navigator.geolocation.getCurrentPosition = {device};"
        if device
        else "Object.defineProperty(Navigator.prototype, 'geolocation', { value: undefined });"
    )
    page.goto("/en/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    locate = button(page, "Use my location")
    locate.click()
    status = page.locator("#locate-status")
    expect(status).to_contain_text(said)
    expect(status).to_contain_text("choose your town")
    expect(status).to_have_attribute("role", "status")
    expect(locate).to_be_enabled()
    assert "".join(sent) == ""
    # And that is possible at once, by an address that holds no position.
    page.get_by_label("Town", exact=True).select_option("lishi")
    button(page, "Choose this town").click()
    expect(page).to_have_url(re.compile(r"/en/\?town=lishi"))
    expect_listed(page, answer(town="lishi"))


def test_a_rough_location_is_taken_as_rough(visitor: Visitor) -> None:
    page = visitor(viewport=PHONE).page
    found = _POSITION % 2500
    page.add_init_script(f"navigator.geolocation.getCurrentPosition = (found) => found({found});")
    page.goto("/en/")
    bodies: list[str] = []
    page.on("request", lambda request: bodies.append(request.post_data or ""))
    button(page, "Use my location").click()
    expect(page.get_by_role("heading", name=re.compile("nearest first"))).to_be_visible()
    assert "near_precision=town" in "".join(bodies)
    expect_listed(page, answer(near="106.261,29.079", near_precision="town"))


def test_a_location_elsewhere_is_said_and_leads_to_the_towns(visitor: Visitor) -> None:
    beijing = {"longitude": 116.397, "latitude": 39.908}
    page = visitor(viewport=PHONE, geolocation=beijing, permissions=["geolocation"]).page
    page.goto("/en/")
    button(page, "Use my location").click()
    notice = page.get_by_role("status").filter(has_text="outside of the area")
    expect(notice).to_be_visible()
    notice.get_by_role("link", name="Outlets by town").click()
    expect(link(page, "Baisha Town")).to_be_visible()


def test_enter_in_a_field_does_not_ask_for_the_location(visitor: Visitor) -> None:
    page = visitor(permissions=[]).page
    page.goto("/en/map/")
    page.get_by_text("More filters").click()
    page.get_by_label("Search: what is wrong").fill("icbc")
    page.get_by_label("Search: what is wrong").press("Enter")
    expect(page).to_have_url(re.compile(r"/en/map/\?q=icbc#answer$"))
    page.get_by_label("Activate the card").press("Enter")
    expect(page).to_have_url(re.compile("town=&|q=icbc&"))
    expect(page.locator("#locate-status")).to_have_text("")


# --- The language, and where one is --------------------------------------------------------------


def test_the_other_language_keeps_query_and_place_on_the_page(visitor: Visitor) -> None:
    page = visitor().page
    point = ServicePoint.objects.get(serial=33)
    page.goto("/?operator=icbc&service=unlock#answer")
    link(page, "English").click()
    expect(page).to_have_url(re.compile(r"/en/\?operator=icbc&service=unlock#answer$"))
    expect_listed(page, answer(operator="icbc", service="unlock"))
    page.goto(f"/en/points/{point.public_id}/#way")
    link(page, "中文").click()
    expect(page).to_have_url(re.compile(rf"[^n]/points/{point.public_id}/#way$"))
    # The easy view, too, comes back to the same place.
    button(page, "长辈版").click()
    expect(page.locator("html.easy")).to_have_count(1)
    expect(page).to_have_url(re.compile("#way$"))


def test_distances_speak_the_language_of_the_page(visitor: Visitor) -> None:
    beijing = {"longitude": 116.397, "latitude": 39.908}
    page = visitor(geolocation=beijing, permissions=["geolocation"]).page
    page.goto("/en/")
    button(page, "Use my location").click()
    first = page.locator(".distance").first
    expect(first).to_have_text(re.compile(r"^about 1,\d{3} km$"))
    button(page, "中文").click()
    expect(first).to_have_text(re.compile(r"^约 1\d{3} 公里$"))
