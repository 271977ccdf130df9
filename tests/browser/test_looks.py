"""Nothing looks broken on a small phone, a tablet and a wide screen."""

import pytest
from playwright.sync_api import expect

from sites.models import Operator, ServicePoint, Town
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}</script><script>alert(1)</script>"


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_no_page_is_wider_than_the_screen(visitor: Visitor, width: int, prefix: str) -> None:
    page = visitor(viewport={"width": width, "height": 800}).page
    point = ServicePoint.objects.get(serial=40)
    paths = ["/", "/map/", "/?town=shimen&operator=cmb", f"/points/{point.public_id}/"]
    for path in paths:
        page.goto(prefix + path)
        too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert too_wide <= 0, path
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, select, .tabs a, a.call, .pill")]
                .filter((one) => one.checkVisibility())
                .filter((one) => !one.closest(".leaflet-control-container"))
                .filter((one) => one.getBoundingClientRect().height < 44)
                .map((one) => one.outerHTML)"""
        )
        assert small == [], "a finger needs 44 px"
    page.goto(f"{prefix}/map/")
    frame = page.locator(".map-frame").bounding_box()
    assert frame is not None
    assert frame["width"] > width * 0.5
    assert frame["height"] >= 300


def test_the_easy_view_keeps_the_names_of_hotlines_whole(visitor: Visitor) -> None:
    page = visitor(viewport={"width": 360, "height": 800}).page
    page.goto("/guides/close-card/")
    page.get_by_role("button", name="长辈版").click()
    lines = page.locator(".easy .hotlines li").all()
    assert lines
    for line in lines:
        name, number = line.locator("span").bounding_box(), line.locator("a").bounding_box()
        assert name is not None
        assert number is not None
        assert name["width"] > 180
        assert name["y"] < number["y"], "as a heading of its number"


def test_the_styles_arrive(visitor: Visitor) -> None:
    page = visitor().page
    page.goto("/map/")
    header = page.locator(".site-header")
    assert header.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(11, 83, 120)"
    # Leaflet's own sheet too: without it the panes would lie below each other.
    pane = page.locator(".leaflet-marker-pane")
    assert pane.evaluate("one => getComputedStyle(one).position") == "absolute"


def test_text_is_readable(visitor: Visitor) -> None:
    """Every text on its own background has a contrast of 4.5 or more (WCAG 2.1, 1.4.3)."""
    page = visitor().page
    for path in ("/", "/?town=shimen&operator=cmb", "/map/"):
        page.goto(path)
        faint = page.evaluate(
            """() => {
              const parse = (text) => text.match(/[\\d.]+/g).map(Number);
              const light = (colour) => {
                const [r, g, b] = colour.slice(0, 3).map((value) => {
                  const part = value / 255;
                  return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
                });
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const ground = (one) => {
                for (let at = one; at; at = at.parentElement) {
                  const colour = parse(getComputedStyle(at).backgroundColor);
                  if (colour.length === 3 || colour[3] === 1) {
                    return colour;
                  }
                }
                return [255, 255, 255];
              };
              const faint = [];
              for (const one of document.querySelectorAll("body *")) {
                const own = [...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
                if (!own || !one.checkVisibility() || one.closest("script, noscript")) {
                  continue;
                }
                const pair = [light(parse(getComputedStyle(one).color)), light(ground(one))];
                const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
                if (ratio < 4.5) {
                  faint.push([one.outerHTML.slice(0, 80), ratio]);
                }
              }
              return faint;
            }"""
        )
        assert faint == [], path


def test_stored_text_is_drawn_as_text(visitor: Visitor) -> None:
    ServicePoint.objects.filter(town__key="shimen").update(
        name=HOSTILE, address=HOSTILE, note=HOSTILE, phone=HOSTILE[:40]
    )
    Town.objects.filter(key="shimen").update(name=HOSTILE[:50], name_en=HOSTILE[:50])
    Operator.objects.update(name=HOSTILE[:50], name_en=HOSTILE[:50])
    page = visitor().page
    page.goto("/map/?town=shimen")
    page.locator(".marker-place").click()
    popup = page.locator(".leaflet-popup")
    expect(popup.get_by_role("heading", name=HOSTILE)).to_be_visible()
    expect(popup).to_contain_text(HOSTILE)
    expect(page.locator(".town-label", has_text=HOSTILE[:50])).to_have_count(1)
    assert page.locator("img[src=x]").count() == 0
    page.goto("/")
    expect(page.get_by_role("heading", name=HOSTILE).first).to_be_visible()
    assert page.locator("img[src=x]").count() == 0
