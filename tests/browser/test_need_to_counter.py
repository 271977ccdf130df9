"""From a need and a place to the right counter, each way that people take."""

import re

import pytest
from playwright.sync_api import expect

from sites.models import ServicePoint, Town
from tests.browser.conftest import Visitor
from tests.browser.listed import answer, listed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}"
BEIJING = {"longitude": 116.397, "latitude": 39.908}


def test_need_town_outlet_and_sheet_without_scripts(visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False, viewport={"width": 360, "height": 740}).page
    page.goto("/en/")
    page.get_by_role("button", name="Activate the card").click()
    expect(page).to_have_url(re.compile(r"service=activation.*#where$"))
    pressed = page.get_by_role("button", name="Activate the card")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Town", exact=True).select_option("baisha")
    page.get_by_role("button", name="Choose this town").click()
    expect(page).to_have_url(re.compile(r"town=baisha"))
    expected = answer(town="baisha", service="activation")
    assert listed(page) == expected
    first = ServicePoint.objects.get(public_id=expected[0])
    call = page.get_by_role("link", name=f"Call 023-{first.phone}, {first.name}")
    expect(call).to_be_in_viewport(ratio=0.0)
    box = call.bounding_box()
    assert box is not None
    assert box["height"] >= 48
    page.get_by_role("link", name=f"How to get there, {first.name}").click()
    expect(page).to_have_url(re.compile(r"#way$"))
    expect(page.get_by_role("link", name="Amap")).to_be_in_viewport()
    expect(page.get_by_text("What to bring")).to_be_visible()
    expect(page.get_by_role("button", name="Copy")).to_be_hidden()
    page.get_by_role("link", name="All in Baisha Town").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Baisha Town")
    page.get_by_role("link", name="Sheet to print").click()
    assert listed(page) == answer(town="baisha")


def test_a_typed_place_with_the_keyboard_alone(visitor: Visitor) -> None:
    page = visitor().page
    page.goto("/en/")
    seen = []
    for _press in range(40):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.innerText || document.activeElement.id")
        seen.append(name.strip())
        if name == "place":
            break
    assert seen[0] == "Skip to the content"
    wanted = ["Replace the card", "Unlock the card or reset its PIN", "Activate the card"]
    start = seen.index(wanted[0])
    assert seen[start : start + 3] == wanted
    assert "Use my location" in seen[start:]
    page.keyboard.type("时代广场")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2).filter(has_text="nearest first")).to_be_visible()
    expect(page.get_by_text("Nearest to 重庆市江津区双福街道时代广场")).to_be_visible()
    nearest = listed(page)
    # The next need keeps the place, and the focus goes on from the answer.
    assert "时代" not in page.url
    button = page.get_by_role("button", name="Unlock the card or reset its PIN")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert listed(page) == nearest
    page.keyboard.press("Tab")
    inside = "document.activeElement.closest('#answer') !== null"
    assert page.evaluate(inside)


def test_a_location_far_away_offers_the_towns(visitor: Visitor) -> None:
    page = visitor(geolocation=BEIJING, permissions=["geolocation"]).page
    page.goto("/en/")
    page.get_by_role("button", name="Use my location").click()
    expect(page.get_by_text("outside of the area of these outlets")).to_be_visible()
    expect(page.get_by_label("Town", exact=True)).to_be_visible()
    assert len(listed(page)) == 57


def test_a_second_location_replaces_the_first(visitor: Visitor) -> None:
    visit = visitor(geolocation=BEIJING, permissions=["geolocation"])
    page = visit.page
    page.goto("/en/")
    page.get_by_role("button", name="Use my location").click()
    expect(page.get_by_text("outside of the area of these outlets")).to_be_visible()
    # The browser itself would hand out the place it found a moment ago.
    page.evaluate(
        """() => {
          navigator.geolocation.getCurrentPosition = (found) =>
            found({ coords: { longitude: 106.261, latitude: 29.079 } });
        }"""
    )
    page.get_by_role("button", name="Use my location").click()
    expect(page.get_by_text("outside of the area of these outlets")).to_have_count(0)
    assert listed(page) == answer(near="106.261,29.079")


def test_list_and_map_keep_in_step(visitor: Visitor) -> None:
    page = visitor().page
    page.goto("/en/map/")
    point = ServicePoint.objects.get(town__key="shimen")
    card = page.locator(f"[data-point='{point.public_id}']")
    expect(page.locator(".marker-marked")).to_have_count(0)
    card.get_by_role("link").first.focus()
    expect(page.locator(".marker-marked")).to_have_count(1)
    expect(page.locator(".marker-marked")).to_have_attribute("aria-label", point.name)
    page.get_by_role("link", name="Skip to the content").focus()
    expect(page.locator(".marker-marked")).to_have_count(0)
    # The other way round: the place that is opened marks its cards, and the list shows them.
    marker = page.locator(f".marker[aria-label='{point.name}']")
    marker.focus()
    page.keyboard.press("Enter")
    selected = page.locator("[data-point][aria-current=true]")
    expect(selected).to_have_count(1)
    expect(selected).to_have_attribute("data-point", str(point.public_id))
    expect(selected.get_by_role("heading")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(selected).to_have_count(0)


def test_sheets_are_a4_and_leave_the_screen_behind(visitor: Visitor) -> None:
    page = visitor().page
    page.goto("/print/")
    page.evaluate("window.print = () => { window.printed = true; }")
    page.locator("[data-print]").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.locator("[data-print]")).to_be_hidden()
    colours = page.locator(".sheet *").evaluate_all(
        """all => [...new Set(
            all.filter((one) => one.checkVisibility()).map((one) => getComputedStyle(one).color)
        )]"""
    )
    assert colours == ["rgb(0, 0, 0)"], "legible in black and white"
    sizes = set(
        re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
    )
    assert {tuple(round(float(side)) for side in size) for size in sizes} == {(595, 842)}


def test_an_address_is_copied_and_shared(visitor: Visitor) -> None:
    page = visitor(permissions=["clipboard-read", "clipboard-write"]).page
    point = ServicePoint.objects.get(serial=1)
    page.add_init_script("navigator.share = async (what) => { window.shared = what; };")
    page.goto(f"/en/points/{point.public_id}/")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"/en/points/{point.public_id}/")
    page.get_by_role("button", name="Share").click()
    assert page.evaluate("window.shared") == {"title": point.name, "url": copied}


def test_hostile_text_stays_text(visitor: Visitor) -> None:
    ServicePoint.objects.filter(town__key="shimen").update(
        name=HOSTILE, address=HOSTILE, note=HOSTILE, phone=HOSTILE[:40]
    )
    Town.objects.filter(key="shimen").update(name=HOSTILE[:50], name_en=HOSTILE[:50])
    point = ServicePoint.objects.get(town__key="shimen")
    page = visitor().page
    for path in (
        f"/points/{point.public_id}/",
        "/towns/shimen/",
        "/towns/shimen/print/",
        "/towns/",
    ):
        page.goto(path)
        expect(page.get_by_text(HOSTILE[:50]).first).to_be_attached()
        assert page.locator("img[src=x]").count() == 0


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_no_page_is_wider_than_the_screen(visitor: Visitor, width: int) -> None:
    page = visitor(viewport={"width": width, "height": 800}).page
    for path in ("/towns/", "/towns/baisha/", "/towns/baisha/print/", "/en/print/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
