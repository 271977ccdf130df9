"""Every page in every mode: no finding of axe-core with all of its rules, nothing cut off."""

from collections.abc import Mapping
from typing import Any, Final, Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import ADDRESSES, LANGUAGES, address
from tests.browser.conftest import Visit, Visitor
from tests.browser.node import node_module

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MODES: Final[dict[str, dict[str, Any]]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "contrast": {"contrast": "more"},
    "dark contrast": {"contrast": "more", "color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "forced dark colours": {"forced_colors": "active", "color_scheme": "dark"},
    "calm": {"reduced_motion": "reduce"},
    "easy": {},
    "easy dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 740}},
}

PLAIN: Final[dict[str, Any]] = {
    "color_scheme": "light",
    "contrast": "no-preference",
    "forced_colors": "none",
    "reduced_motion": "no-preference",
}
# These change colours and motion alone, which no language does: they are looked at in Chinese, and
# by the rules about colours once the others have found nothing.
COLOURS: Final = ("dark", "contrast", "dark contrast", "forced colours", "forced dark colours")
LAID_OUT: Final = ("light", "easy", "phone")
LOOKS: Final = [(mode, prefix) for mode in LAID_OUT for prefix in LANGUAGES]


def open_in(visitor: Visitor, mode: str, **more: Any) -> Visit:
    """Return a tab in a mode; the easy view is switched on with its button."""
    visit = visitor(**{**MODES[mode], **more})
    if mode.startswith("easy"):
        visit.page.goto("/en/about/")
        visit.page.get_by_role("button", name="Easy view").click()
        expect(visit.page.get_by_role("button", name="Standard view")).to_be_visible()
    return visit


def findings(page: Page, *about: Literal["cat.color"]) -> list[tuple[str, str]]:
    """Return what axe-core finds with every rule, those that are off by default included.

    Or with every rule `about` one of its categories.
    """
    # Evaluated, since the pages allow no inline script.
    page.evaluate((node_module("axe-core") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(
        """async (about) => {
          const wanted = new Set(
            axe.getRules(about.length ? about : undefined).map((rule) => rule.ruleId));
          const rules = Object.fromEntries(
            axe.getRules().map((rule) => [rule.ruleId, { enabled: wanted.has(rule.ruleId) }]));
          const result = await axe.run(document, { rules, resultTypes: ["violations"] });
          return result.violations.flatMap((one) => one.nodes.map((node) => [one.id, node.html]));
        }""",
        about,
    )
    return [(rule, html[:200]) for rule, html in found]


def colours_of(mode: str, prefix: str) -> Mapping[str, dict[str, Any]]:
    """Return the media in which the colours of a mode are looked at as well.

    All of them are calm: nothing fades from the colours before.
    """
    if prefix or mode == "phone":
        return {}
    looks = {"easy dark": MODES["easy dark"], "calm": {}}
    if mode == "light":
        looks = {look: MODES[look] for look in (*COLOURS, "calm")}
    return {look: {**PLAIN, **media, **MODES["calm"]} for look, media in looks.items()}


def visit_address(visit: Visit, path: str) -> None:
    """Open a page; that a page of an error has the status of an error is no complaint."""
    visit.page.goto(path)
    visit.complaints[:] = [text for text in visit.complaints if "status of 40" not in text]


@pytest.mark.parametrize(
    ("mode", "prefix"), LOOKS, ids=[f"{mode}-{prefix.strip('/') or 'zh'}" for mode, prefix in LOOKS]
)
def test_axe_finds_nothing(visitor: Visitor, mode: str, prefix: str) -> None:
    visit = open_in(visitor, mode)
    for path in ADDRESSES:
        visit_address(visit, prefix + address(path))
        assert findings(visit.page) == [], path
        for look, media in colours_of(mode, prefix).items():
            visit.page.emulate_media(**media)
            assert findings(visit.page, "cat.color") == [], (path, look)
        visit.page.emulate_media(**PLAIN)


def test_axe_finds_nothing_in_a_pop_up(visitor: Visitor) -> None:
    page = visitor(color_scheme="dark", reduced_motion="reduce").page
    page.goto("/en/map/?town=shimen")
    page.locator(".marker-place").click()
    expect(page.locator(".leaflet-popup")).to_be_visible()
    assert findings(page) == []


@pytest.mark.parametrize("mode", ["light", "dark contrast", "forced colours"])
def test_axe_finds_nothing_beside_a_typed_place(visitor: Visitor, mode: str) -> None:
    page = open_in(visitor, mode).page
    page.goto("/map/")
    page.locator("#place-form input[name=place]").fill("时代广场")
    page.keyboard.press("Enter")
    expect(page.locator(".typed-words")).to_be_visible()
    assert findings(page) == []


@pytest.mark.parametrize("path", ["/en/", "/map/"])
@pytest.mark.parametrize("mode", ["dark", "easy", "phone"])
def test_axe_finds_nothing_where_a_place_is_asked_back(
    visitor: Visitor, mode: str, path: str
) -> None:
    page = open_in(visitor, mode).page
    page.goto(path)
    page.locator("#place-form input[name=place]").fill("106.26,29.29")
    page.keyboard.press("Enter")
    expect(page.locator(".choices button")).to_have_count(3)
    assert findings(page) == []


def test_axe_sees_what_is_wrong(visitor: Visitor) -> None:
    page = visitor().page
    page.goto("/about/")
    page.evaluate("document.querySelector('main').style.color = '#aaa'")
    assert {rule for rule, _html in findings(page)} >= {"color-contrast"}


@pytest.mark.parametrize("prefix", LANGUAGES, ids=["zh", "en"])
@pytest.mark.parametrize("mode", ["light", "easy"])
def test_twice_the_letter_size_on_the_smallest_screen_cuts_nothing_off(
    visitor: Visitor, mode: str, prefix: str
) -> None:
    visit = open_in(visitor, mode, viewport={"width": 320, "height": 640})
    for path in ADDRESSES:
        visit_address(visit, prefix + address(path))
        # 200 % of the browser's letters, on top of what the view makes of them.
        visit.page.evaluate(
            """() => {
              const root = document.documentElement;
              root.style.fontSize = `${2 * parseFloat(getComputedStyle(root).fontSize)}px`;
            }"""
        )
        lost = visit.page.evaluate(
            """() => [...document.querySelectorAll("body *")]
              .filter((one) => one.checkVisibility() && !one.closest(".folium-map, .skip"))
              .filter((one) => !one.closest(".visually-hidden"))
              .filter((one) => one.getBoundingClientRect().right > innerWidth + 1
                || (getComputedStyle(one).overflowX === "hidden"
                    && one.scrollWidth > one.clientWidth + 1))
              .map((one) => one.outerHTML.slice(0, 120))"""
        )
        assert lost == [], path
        assert visit.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_focus_is_seen_on_everything_that_can_have_it(visitor: Visitor) -> None:
    page = visitor().page
    page.goto("/en/?town=shimen")
    seen = []
    for _press in range(60):
        page.keyboard.press("Tab")
        style = page.evaluate(
            """() => {
              const one = document.activeElement;
              if (one === document.body) return null;
              const style = getComputedStyle(one);
              const width = parseFloat(style.outlineWidth);
              return [one.outerHTML.slice(0, 90), style.outlineStyle, width];
            }"""
        )
        if style is None:
            break
        seen.append(style)
    assert len(seen) > 10
    assert [one for one in seen if one[1] == "none" or one[2] < 2] == []


def test_the_number_of_results_is_announced_after_filtering(visitor: Visitor) -> None:
    page = visitor().page
    page.goto("/en/")
    announcement = page.locator("#announcement")
    expect(announcement).to_have_text("")
    page.get_by_label("Town", exact=True).select_option("shimen")
    page.get_by_role("button", name="Choose this town").click()
    expect(announcement).to_have_text("1 outlet")
    assert announcement.get_attribute("role") == "status"


@pytest.mark.parametrize("path", ["/en/", "/en/map/"])
def test_landmarks_and_headings(visitor: Visitor, path: str) -> None:
    page = visitor().page
    page.goto(path)
    for role in ("banner", "main", "contentinfo", "search"):
        expect(page.get_by_role(role)).to_have_count(1)
    expect(page.get_by_role("navigation", name="Pages")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_without_motion_nothing_moves(visitor: Visitor) -> None:
    moving = """() => [...document.querySelectorAll("*")].filter((one) =>
      parseFloat(getComputedStyle(one).transitionDuration) > 0
      || parseFloat(getComputedStyle(one).animationDuration) > 0).length"""
    page = visitor(reduced_motion="no-preference").page
    page.goto("/en/")
    assert page.evaluate(moving) > 0
    calm = visitor(reduced_motion="reduce").page
    for path in ("/en/", "/en/map/?town=shimen"):
        calm.goto(path)
        assert calm.evaluate(moving) == 0, path


@pytest.mark.parametrize("scripts", [True, False])
def test_the_easy_view_is_kept_on_every_page(visitor: Visitor, scripts: bool) -> None:
    page = visitor(java_script_enabled=scripts).page
    page.goto("/en/?town=shimen")
    page.get_by_role("button", name="Easy view").click()
    expect(page.get_by_role("button", name="Standard view")).to_be_visible()
    assert page.url.endswith("/en/?town=shimen")
    for path in ("/", "/en/map/", "/en/?town=shimen"):
        page.goto(path)
        expect(page.locator("html.easy")).to_have_count(1)
        expect(page.locator("html")).to_have_css("font-size", "20px")
    expect(page.locator("[data-point] .facts").first).to_be_hidden()
    page.get_by_role("button", name="Standard view").click()
    expect(page.locator("html.easy")).to_have_count(0)
    assert page.context.cookies() == []
    page.goto("/en/")
    expect(page.locator("html.easy")).to_have_count(0)
