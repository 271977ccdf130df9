"""Take the README's screenshots from a running product.

    python -m tools.take_screenshots http://127.0.0.1:8000

Needs Debian's Chromium.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
PICTURES = {"map.png": ("/map/", 1280, 800), "list.png": ("/", 360, 780)}


def main() -> None:
    """Write the pictures to docs/images/."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (path, width, height) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(sys.argv[1] + path, wait_until="networkidle")
            page.screenshot(path=IMAGES / name)
        browser.close()


if __name__ == "__main__":
    main()
