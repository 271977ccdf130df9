"""Draw the icons that devices want as pixels, from our own drawing.

    python -m tools.draw_icons

Needs Debian's Chromium. The drawing is sites/static/service_sites/icon.svg; run it again when that
changes.
"""

import re
import shutil
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

DRAWING: Final = Path(__file__).resolve().parent.parent / "sites/static/service_sites/icon.svg"
# Name → pixels, and whether it fills its square: iOS and Android cut their own corners, and may cut
# off all but the middle four fifths, in which the drawing's mark lies.
ICONS: Final = {
    "icon-192.png": (192, False),
    "icon-512.png": (512, False),
    "icon-180.png": (180, True),
    "icon-maskable-512.png": (512, True),
}


def main() -> None:
    """Write the icons beside the drawing."""
    drawing = DRAWING.read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (pixels, is_full) in ICONS.items():
            page = browser.new_page(viewport={"width": pixels, "height": pixels})
            svg = re.sub(r' rx="7"', "", drawing) if is_full else drawing
            page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{svg}")
            page.screenshot(path=DRAWING.with_name(name), omit_background=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
