"""Take the README's pictures from a running product.

    python -m tools.take_screenshots http://127.0.0.1:8000

Needs Debian's Chromium. Look at what it made before you commit it.
"""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from sites.web.appearance import EASY_COOKIE

IMAGES: Final = Path(__file__).resolve().parent.parent / "docs" / "images"


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as somebody sees it: on a phone unless `is_wide`, in a colour scheme, easy or not."""

    path: str
    is_wide: bool = False
    colours: Literal["light", "dark"] = "light"
    is_easy: bool = False


PICTURES: Final = {
    "map": Picture("/map/", is_wide=True),
    "list": Picture("/"),
    "outlet": Picture("{outlet}"),
    "guide": Picture("/guides/locked-card/"),
    "dark": Picture("/map/", colours="dark"),
    "easy": Picture("/", is_easy=True),
}


def main() -> None:
    """Write the pictures to docs/images/."""
    (origin,) = sys.argv[1:]
    with sync_playwright() as playwright:
        browser = launched(playwright)
        for name, picture in PICTURES.items():
            page = _opened(browser, origin, picture)
            page.screenshot(path=IMAGES / f"{name}.png")
        browser.close()


def launched(playwright: Playwright) -> Browser:
    """Return Debian's Chromium."""
    return playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
    )


def _opened(browser: Browser, origin: str, picture: Picture) -> Page:
    context = browser.new_context(
        base_url=origin,
        viewport={"width": 1280, "height": 800}
        if picture.is_wide
        else {"width": 360, "height": 780},
        color_scheme=picture.colours,
    )
    if picture.is_easy:
        context.add_cookies([{"name": EASY_COOKIE, "value": "1", "url": origin}])
    page = context.new_page()
    path = picture.path
    if path == "{outlet}":
        page.goto("/")
        path = page.locator("[data-point] h3 a").first.get_attribute("href") or "/"
    page.goto(path, wait_until="networkidle")
    if path == "/map/" and not picture.is_wide:
        page.locator(".map-frame").scroll_into_view_if_needed()
    return page


if __name__ == "__main__":
    main()
