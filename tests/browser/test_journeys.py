"""What residents do, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from sites.models import ServicePoint
from tests.browser.conftest import Visitor
from tests.browser.listed import answer, expect_listed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Beside the town of 李市镇; the browser is more exact than we want to know.
LISHI = {"longitude": 106.26127841, "latitude": 29.07932842}


@pytest.mark.parametrize("path", ["/en/", "/en/map/"])
def test_filter_by_town_and_service(visitor: Visitor, path: str) -> None:
    page = visitor().page
    page.goto(path)
    expect_listed(page, answer())
    page.get_by_label("Town", exact=True).select_option("baisha")
    page.get_by_text("More filters").click()
    page.get_by_label("Activate the card").check()
    page.get_by_role("button", name="Show outlets").click()
    expect(page).to_have_url(re.compile(r"town=baisha.*service=activation"))
    expected = answer(town="baisha", service="activation")
    assert 0 < len(expected) < 57
    expect_listed(page, expected)
    expect(page.get_by_label("Town", exact=True)).to_have_value("baisha")
    # The filters stay when people switch to the other page and to the other language.
    page.get_by_role("link", name="List" if "map" in path else "Map", exact=True).click()
    expect(page).to_have_url(re.compile(r"/en/\?" if "map" in path else r"/en/map/\?"))
    expect_listed(page, expected)
    page.get_by_role("link", name="中文").click()
    expect(page).to_have_url(re.compile(r"^[^?]*(?<!/en)/(map/)?\?.*town=baisha"))
    expect_listed(page, expected)


def test_a_single_outlet_opens_a_pop_up(visitor: Visitor) -> None:
    page = visitor().page
    page.goto("/en/map/?town=shimen")
    (only,) = answer(town="shimen")
    point = ServicePoint.objects.get(public_id=only)
    page.locator(".marker-place").click()
    popup = page.locator(".leaflet-popup")
    expect(popup.get_by_role("heading", name=point.name)).to_be_focused()
    expect(popup).to_contain_text(point.address)
    expect(popup).to_contain_text("Position known to the town only")
    expect(popup.get_by_role("link", name=f"023-{point.phone}")).to_have_attribute(
        "href", f"tel:{point.phone_e164}"
    )
    for name, host in (
        ("Amap", "uri.amap.com"),
        ("Baidu Maps", "api.map.baidu.com"),
        ("Tencent Maps", "apis.map.qq.com"),
        ("OpenStreetMap", "www.openstreetmap.org"),
    ):
        href = popup.get_by_role("link", name=name).get_attribute("href")
        assert href is not None
        assert href.startswith(f"https://{host}/")
    # How unsure the position is, drawn to scale.
    expect(page.locator("path.uncertainty")).to_have_count(1)
    popup.get_by_role("link", name="More about this outlet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(point.name)


def test_outlets_of_one_point_open_as_a_list(visitor: Visitor) -> None:
    page = visitor().page
    page.goto("/en/map/?town=jijiang")
    expected = answer(town="jijiang")
    marker = page.get_by_role("button", name=re.compile(rf"^{len(expected)} outlets at this place"))
    marker.click()
    entries = page.locator(".popup-list > li > details")
    expect(entries).to_have_count(len(expected))
    expect(page.locator(".popup-list details[open]")).to_have_count(0)
    entries.nth(2).locator("summary").click()
    third = ServicePoint.objects.get(public_id=expected[2])
    expect(entries.nth(2)).to_contain_text(third.address)
    entries.nth(3).locator("summary").click()
    expect(page.locator(".popup-list details[open]")).to_have_count(1)


def test_the_list_leads_to_the_map(visitor: Visitor) -> None:
    page = visitor().page
    page.goto("/en/map/")
    for serial in (1, 21):
        point = ServicePoint.objects.get(serial=serial)
        card = page.locator(f"[data-point='{point.public_id}']")
        card.get_by_role("button", name="Show on the map").click()
        shown = page.locator(".leaflet-popup")
        expect(shown).to_have_count(1)
        expect(shown).to_contain_text(point.name)
        expect(shown).to_contain_text(point.address)
    nowhere = ServicePoint.objects.get(longitude__isnull=True)
    card = page.locator(f"[data-point='{nowhere.public_id}']")
    expect(card).to_contain_text("Position not known")
    expect(card.get_by_role("button")).to_have_count(0)


def test_every_outlet_with_a_place_is_on_the_map_at_every_zoom(visitor: Visitor) -> None:
    page = visitor().page
    page.goto("/en/map/")
    placed = ServicePoint.objects.filter(longitude__isnull=False).count()
    count = """markers => markers.reduce((sum, one) => sum + Number(one.textContent || 1), 0)"""
    for zoom in (8, 9, 11, 13, 15):
        page.evaluate("zoom => map_skeleton.setZoom(zoom, { animate: false })", zoom)
        assert page.locator(".marker").evaluate_all(count) == placed
    page.evaluate("map_skeleton.setZoom(8, { animate: false })")
    cluster = page.locator(".marker-cluster").first
    cluster.click()
    assert page.evaluate("map_skeleton.getZoom()") > 8


def test_the_map_by_keyboard(visitor: Visitor) -> None:
    page = visitor().page
    page.goto("/en/map/?town=shimen")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    skip = page.get_by_role("link", name="Skip the map, to the list")
    skip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_be_focused()
    marker = page.locator(".marker-place")
    marker.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup .popup-heading")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(marker).to_be_focused()


def test_a_typed_place_stands_on_the_map(visitor: Visitor) -> None:
    visit = visitor(viewport={"width": 320, "height": 800})
    page = visit.page
    page.goto("/en/map/?town=shimen")
    page.locator("#place-form input[name=place]").fill("珞璜園區大道")
    page.keyboard.press("Enter")
    words = page.locator(".typed-words")
    expect(words).to_have_text("The place that you typed")
    # Far from the outlets of the chosen town, and in the picture all the same.
    box, frame = words.bounding_box(), page.locator(".map-frame").bounding_box()
    assert box is not None
    assert frame is not None
    assert frame["x"] <= box["x"] + box["width"] / 2 <= frame["x"] + frame["width"]
    assert frame["y"] <= box["y"] <= frame["y"] + frame["height"]
    assert page.locator("path.typed-reach").count() == 1
    assert "near" not in page.url
    assert not [address for address in visit.requests if "near=" in address or "place=" in address]


@pytest.mark.parametrize("path", ["/en/", "/en/map/"])
def test_use_my_location(visitor: Visitor, path: str) -> None:
    visit = visitor(geolocation=LISHI, permissions=["geolocation"])
    page = visit.page
    bodies: list[str] = []
    page.on("request", lambda request: bodies.append(request.post_data or ""))
    page.goto(path)
    page.get_by_text("More filters").click()
    page.get_by_label("Activate the card").check()
    page.get_by_role("button", name="Use my location").click()
    expect(page.get_by_role("heading", level=2).filter(has_text="nearest first")).to_be_visible()
    expected = answer(near="106.261,29.079", service="activation")
    expect_listed(page, expected)
    assert expected[0] == str(
        ServicePoint.objects.filter(town__key="lishi").order_by("serial")[0].public_id
    )
    expect(page.locator("[data-point]").first).to_contain_text("about 1 km")
    # Rounded to about 100 m, in the body of one POST, and nowhere else.
    assert [body for body in bodies if body] == [
        "town=&operator=&service=activation&near=106.261%2C29.079"
    ]
    assert not [url for url in visit.requests if re.search(r"106[.%]|29\.07|near", url)]
    assert "106.26" not in page.url
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_refused_location_leads_to_the_towns(visitor: Visitor) -> None:
    page = visitor(permissions=[]).page
    page.goto("/en/")
    page.get_by_role("button", name="Use my location").click()
    expect(page.locator("#locate-status")).to_contain_text("Please choose your town instead")
    expect(page.get_by_role("button", name="Use my location")).to_be_enabled()


def test_without_scripts_everything_but_the_map_is_there(visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False).page
    page.goto("/en/")
    expect(page.get_by_text("choose your town", exact=False)).to_be_visible()
    expect(page.get_by_role("button", name="Use my location")).to_be_hidden()
    page.get_by_label("Town", exact=True).select_option("baisha")
    page.get_by_role("button", name="Choose this town").click()
    expected = answer(town="baisha")
    cards = page.locator("[data-point]")
    expect(cards).to_have_count(len(expected))
    page.get_by_role("link", name="Map", exact=True).click()
    expect(page.get_by_text("The map needs JavaScript")).to_be_visible()
    expect(page.locator(".map-frame")).to_be_hidden()
    expect(cards).to_have_count(len(expected))
    cards.first.get_by_role("link").first.click()
    point = ServicePoint.objects.get(public_id=expected[0])
    expect(page.get_by_role("heading", level=1)).to_have_text(point.name)
    expect(page.get_by_role("link", name="Amap")).to_be_visible()


def test_a_dead_end_offers_a_way_on(visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False).page
    page.goto("/en/?town=shimen&operator=cmb")
    expect(page.locator("[data-point]")).to_have_count(0)
    page.get_by_role("link", name="Show these outlets").first.click()
    expect(page.locator("[data-point]").first).to_be_visible()


@pytest.mark.parametrize("size", [(320, 640), (360, 740), (768, 1024), (1440, 900), (1920, 1080)])
def test_the_first_view_has_the_whole_district(visitor: Visitor, size: tuple[int, int]) -> None:
    width, height = size
    page = visitor(viewport={"width": width, "height": height}).page
    page.goto("/map/")
    expect(page.locator(".marker").first).to_be_attached()
    cut_off = page.evaluate(
        """() => {
          const frame = document.querySelector(".folium-map").getBoundingClientRect();
          const land = document.querySelector(".outline").getBoundingClientRect();
          return land.left < frame.left || land.right > frame.right
            || land.top < frame.top || land.bottom > frame.bottom;
        }"""
    )
    assert not cut_off


@pytest.mark.parametrize("width", [320, 360, 1440])
def test_markers_are_apart_at_every_zoom_but_the_last(visitor: Visitor, width: int) -> None:
    page = visitor(viewport={"width": width, "height": 800}).page
    page.goto("/map/")
    expect(page.locator(".marker").first).to_be_attached()
    nearest = page.evaluate(
        """() => {
          const apart = [];
          for (let zoom = 7; zoom < map_skeleton.getMaxZoom(); zoom += 0.25) {
            map_skeleton.setZoom(zoom, { animate: false });
            const centres = [...document.querySelectorAll(".marker")].map((marker) => {
              const box = marker.getBoundingClientRect();
              return [box.left + box.width / 2, box.top + box.height / 2];
            });
            centres.forEach(([x, y], place) => {
              for (const [otherX, otherY] of centres.slice(place + 1)) {
                apart.push(Math.max(Math.abs(x - otherX), Math.abs(y - otherY)));
              }
            });
          }
          return Math.min(...apart);
        }"""
    )
    # Rounded to pixels, as markers are drawn.
    assert nearest >= 28
