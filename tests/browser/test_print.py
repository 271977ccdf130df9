"""On paper: A4, black on white, codes that a camera reads. In every mode of a screen, too."""

import base64
import re
from typing import Any, Final

import pytest
import segno
from playwright.sync_api import Page, expect

from sites.models import ServicePoint
from tests.browser.conftest import Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_PX_PER_MM: Final = 96 / 25.4
_A4_POINTS: Final = (595, 842)
# What a sheet of A4 leaves between margins of 14 mm.
_PAPER: Final[dict[str, Any]] = {"viewport": {"width": round(182 * _PX_PER_MM), "height": 1000}}
_QUIET: Final = 4


def seen_modules(page: Page, place: int, side: int) -> list[list[bool]]:
    """Return which modules of a code on the page are dark to a camera, by its pixels."""
    picture = page.locator(".qr-code").nth(place).screenshot()
    levels: list[int] = page.evaluate(
        """async ([picture, side]) => {
          const image = new Image();
          image.src = `data:image/png;base64,${picture}`;
          await image.decode();
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [image.width, image.height];
          const context = canvas.getContext("2d");
          context.drawImage(image, 0, 0);
          const { data, width, height } = context.getImageData(0, 0, image.width, image.height);
          const middle = (number, size) => Math.floor((number + 0.5) * size / side);
          return Array.from({ length: side * side }, (_one, number) => {
            const x = middle(number % side, width);
            const y = middle(Math.floor(number / side), height);
            return data[4 * (y * width + x)];
          });
        }""",
        [base64.b64encode(picture).decode(), side],
    )
    assert set(levels) == {0, 255}, "black and white, nothing between"
    dark = [level == 0 for level in levels]
    return [dark[start : start + side] for start in range(0, len(dark), side)]


def code_of(address: str) -> list[list[bool]]:
    code = segno.make(address, error="m", micro=False)
    return [[bool(one) for one in row] for row in code.matrix_iter(border=_QUIET)]


def point_address(server: str, serial: int) -> str:
    return f"{server}/en/points/{ServicePoint.objects.get(serial=serial).public_id}/"


@pytest.mark.parametrize(
    "mode",
    [
        {"color_scheme": "light"},
        {"color_scheme": "dark"},
        {"color_scheme": "dark", "forced_colors": "active"},
        {"color_scheme": "dark", "contrast": "more"},
    ],
    ids=["light", "dark", "forced", "contrast"],
)
@pytest.mark.parametrize("medium", ["screen", "print"])
def test_a_camera_sees_the_code_in_every_mode(
    visitor: Visitor, server: str, mode: dict[str, str], medium: str
) -> None:
    # Three pixels to a point, as a phone's screen and a printer have.
    page = visitor(**mode, device_scale_factor=3).page
    page.emulate_media(media="screen" if medium == "screen" else "print")
    address = point_address(server, 2)
    page.goto(address)
    expected = code_of(address)
    assert seen_modules(page, 0, len(expected)) == expected


def test_a_sheet_has_the_code_of_each_outlet_in_its_row(visitor: Visitor, server: str) -> None:
    page = visitor(**_PAPER, device_scale_factor=3).page
    page.emulate_media(media="print")
    page.goto("/en/towns/baisha/print/")
    rows = page.locator("tr[data-point]")
    assert rows.count() > 1
    for place in range(rows.count()):
        address = f"{server}/en/points/{rows.nth(place).get_attribute('data-point')}/"
        expected = code_of(address)
        assert seen_modules(page, place, len(expected)) == expected


@pytest.mark.parametrize("path", ["/print/", "/en/print/", "/towns/jijiang/print/"])
def test_a_sheet_fits_its_paper(visitor: Visitor, path: str) -> None:
    page = visitor(**_PAPER).page
    page.emulate_media(media="print")
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    codes = page.locator("tr .qr-code").evaluate_all(
        """all => all.map((one) => {
          const code = one.getBoundingClientRect();
          const row = one.closest("tr");
          const box = row.getBoundingClientRect();
          return {
            width: code.width,
            inside: code.left >= box.left && code.right <= box.right + 0.5
              && code.top >= box.top && code.bottom <= box.bottom,
            whole: getComputedStyle(row).breakInside === "avoid",
          };
        })"""
    )
    assert len(codes) == page.locator("tr[data-point]").count()
    for code in codes:
        # Half a millimetre to a module: what a phone reads from a step away.
        assert code["width"] >= 22 * _PX_PER_MM
        assert code["inside"]
        assert code["whole"], "no page ends in the middle of a row"


@pytest.mark.parametrize(
    ("path", "pages"), [("/towns/baisha/print/", 1), ("/print/", 7), ("/points/{}/", 1)]
)
def test_paper_is_a4_and_not_wasted(visitor: Visitor, path: str, pages: int) -> None:
    page = visitor().page
    page.goto(path.format(ServicePoint.objects.get(serial=1).public_id))
    # The page's own size; it stands in the file in plain text.
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
    assert {(round(float(w)), round(float(h))) for w, h in sizes} == {_A4_POINTS}
    assert len(sizes) <= pages


def test_paper_shows_what_helps_and_nothing_that_wants_a_click(visitor: Visitor) -> None:
    visit: Visit = visitor(**_PAPER)
    page = visit.page
    point = ServicePoint.objects.get(serial=1)
    page.goto(f"/en/points/{point.public_id}/")
    page.emulate_media(media="print")
    for shown in (point.name, point.address, f"023-{point.phone}", "What to bring"):
        expect(page.get_by_text(shown).locator("visible=true").first).to_be_visible()
    expect(page.locator(".page-code-address")).to_be_visible()
    expect(page.get_by_role("button").locator("visible=true")).to_have_count(0)
    expect(page.locator("nav, .site-header form, .back").locator("visible=true")).to_have_count(0)
