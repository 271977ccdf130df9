"""A member of staff puts pins right in a real browser: by dragging, and by keyboard alone."""

import json
import re
from collections.abc import Callable

import pytest
from django.test import override_settings
from playwright.sync_api import Page, expect

from sites.access import Role
from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum, convert
from sites.geo.distance import great_circle_m
from sites.models import ServicePoint
from sites.web.tiles import BASE_LAYERS, BaseLayer
from tests.browser.conftest import Visitor
from tests.browser.staff import sign_in
from tests.factories import make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def url(serial: int) -> str:
    pk = ServicePoint.objects.get(serial=serial).pk
    return f"/desk/service_sites/servicepoint/{pk}/position/"


@pytest.fixture
def open_pin(visitor: Visitor) -> Callable[..., Page]:
    """Return a function that opens the page of an outlet's pin for a 数据管理员."""
    make_staff("li", Role.DATA)

    def login(serial: int, **options: object) -> Page:
        page = visitor(**options).page
        sign_in(page, "li", url(serial))
        return page

    return login


def typed(page: Page) -> tuple[float, float]:
    return (
        float(page.locator("#id_longitude").input_value()),
        float(page.locator("#id_latitude").input_value()),
    )


def drag(page: Page, right: int, down: int) -> None:
    box = page.locator(".pin").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2)
    page.mouse.move(x + right, y + down)
    page.mouse.up()


def place(serial: int) -> Coordinate:
    coordinate = ServicePoint.objects.get(serial=serial).coordinate
    assert coordinate is not None
    return coordinate


def test_a_pin_is_dragged_and_saved(open_pin: Callable[..., Page]) -> None:
    page = open_pin(33)
    before = place(33)
    expect(page.locator("#pin-map .outline")).not_to_have_count(0)
    expect(page.locator(".neighbour")).not_to_have_count(0)
    drag(page, 40, -30)
    moved = typed(page)
    assert moved[0] > before.longitude
    assert moved[1] > before.latitude
    page.locator("#id_datum").select_option("wgs84")
    page.locator("#id_precision").select_option("rooftop")
    page.locator("button[value=save]").last.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    point = ServicePoint.objects.get(serial=33)
    assert (point.longitude, point.latitude) == moved
    # 40 pixels to the east and 30 to the north at zoom 13: 16.7 m each at this latitude.
    assert great_circle_m(before, place(33)) == pytest.approx(50 * 16.7, abs=50)
    assert (point.precision, point.position_source) == ("rooftop", "staff")


def test_a_pin_is_set_by_keyboard_alone(open_pin: Callable[..., Page]) -> None:
    page = open_pin(33)
    page.locator("#id_longitude").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("106.2531")
    page.keyboard.press("Tab")
    expect(page.locator("#id_latitude")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("29.2927")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#id_precision")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#id_precision")).to_have_value("rooftop")
    page.keyboard.press("Tab")
    page.keyboard.type("核对")
    page.keyboard.press("Tab")
    expect(page.locator("button[value=save]").last).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert place(33) == Coordinate(106.2531, 29.2927)


def test_the_pin_itself_moves_with_the_arrow_keys(open_pin: Callable[..., Page]) -> None:
    page = open_pin(33)
    start = typed(page)
    page.locator(".pin").focus()
    for _press in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    longitude, latitude = typed(page)
    assert longitude > start[0]
    assert latitude < start[1]
    expect(page.locator("#pin-status")).to_contain_text(re.compile(r"\d"))
    assert place(33) == Coordinate(*start)


def test_a_warning_is_read_and_confirmed(open_pin: Callable[..., Page]) -> None:
    page = open_pin(33)
    page.locator("#id_longitude").fill("107.5")
    page.locator("#id_precision").select_option("street")
    page.locator("button[value=save]").last.click()
    expect(page.locator(".pin-warnings li")).to_have_count(2)
    assert place(33).longitude < 107
    page.locator(".pin-warnings button").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert place(33).longitude == 107.5


def test_an_outlet_without_a_position_gets_one_by_a_click(open_pin: Callable[..., Page]) -> None:
    page = open_pin(40)
    expect(page.locator(".pin")).to_have_count(0)
    page.locator("#pin-map").click()
    expect(page.locator(".pin")).to_have_count(1)
    page.locator("#id_precision").select_option("village")
    longitude, latitude = typed(page)
    page.locator("button[value=save]").last.click()
    # The middle of the district is no town's and no outlet's: nothing to warn of.
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert place(40) == Coordinate(longitude, latitude)


def test_it_works_without_scripts(open_pin: Callable[..., Page]) -> None:
    page = open_pin(33, java_script_enabled=False)
    expect(page.locator("#pin-map")).to_be_hidden()
    page.locator("#id_longitude").fill("106.2531")
    page.locator("#id_latitude").fill("29.2927")
    page.locator("#id_precision").select_option("rooftop")
    page.locator("button[value=save]").last.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert place(33) == Coordinate(106.2531, 29.2927)


def test_the_scripts_datums_are_ours(open_pin: Callable[..., Page]) -> None:
    page = open_pin(33)
    pairs = [
        (longitude + 0.123, latitude + 0.057)
        for longitude in (71.9, 80.0, 95.5, 106.2, 121.4, 137.7)
        for latitude in (0.8, 18.2, 29.2, 39.9, 55.8)
    ]
    for source in Datum:
        for target in Datum:
            theirs = page.evaluate(
                "([pairs, source, target]) => "
                "pairs.map((pair) => window.convertDatum(pair, source, target))",
                [pairs, source.value, target.value],
            )
            for pair, their in zip(pairs, theirs, strict=True):
                assert their == pytest.approx(convert(*pair, source, target), abs=1e-9)


def test_on_shifted_tiles_the_pin_is_shifted_and_saved_unshifted(
    open_pin: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Any picture of our own: what counts is the datum.
    layer = BaseLayer(urls=("/static/service_sites/icon.svg?{z}/{x}/{y}",), datum=Datum.GCJ02)
    monkeypatch.setitem(BASE_LAYERS, "amap", layer)
    with override_settings(TILE_LAYER="amap"):
        page = open_pin(33)
        before = place(33)
        data = json.loads(page.locator("#pin-data").text_content() or "")
        expect(page.locator(".leaflet-tile-loaded")).not_to_have_count(0)
        # The fields speak WGS-84 although the map does not.
        assert typed(page) == pytest.approx((before.longitude, before.latitude), abs=1e-6)
        shifted = convert(before.longitude, before.latitude, Datum.WGS84, Datum.GCJ02)
        assert data["stored"] == pytest.approx(shifted, abs=1e-6)
        # The pin stands in the middle of the map, and the map in that of the tiles' datum: moved
        # to and fro, the numbers are again what they were, not a shift away.
        page.locator(".pin").focus()
        page.keyboard.press("ArrowRight")
        assert great_circle_m(before, Coordinate(*typed(page))) == pytest.approx(33.3, abs=1)
        page.keyboard.press("ArrowLeft")
        assert great_circle_m(before, Coordinate(*typed(page))) < 0.5
        page.locator("#id_datum").select_option("gcj02")
        page.locator(".pin").focus()
        page.keyboard.press("ArrowRight")
        page.locator("#id_precision").select_option("street")
        page.locator("button[value=save]").last.click()
        expect(page.locator(".messagelist .success")).to_be_visible()
    # To say that these numbers were GCJ-02 all along has moved the pin by the shift.
    point = ServicePoint.objects.get(serial=33)
    assert point.original_datum == "gcj02"
    assert great_circle_m(before, place(33)) == pytest.approx(483, abs=50)
