"""The staff guide says what the screens say, and its pictures are there and small."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import django
from babel.messages.pofile import read_po
from django.conf import settings

from sites.access import Role
from tools.take_desk_screenshots import MOST_BYTES

DOCS: Final = settings.BASE_DIR / "docs"
GUIDE: Final = (DOCS / "staff-guide.zh-CN.md").read_text(encoding="utf-8")


def words() -> Iterator[str]:
    """Yield what the product and Django's own pages say in Chinese."""
    catalogs = "zh_Hans/LC_MESSAGES/django.po"
    yield from Role
    for path in [
        settings.BASE_DIR / "locale" / catalogs,
        *Path(django.__file__).parent.glob(f"contrib/*/locale/{catalogs}"),
    ]:
        with path.open("rb") as file:
            for message in read_po(file):
                text = message.string
                yield from [text] if isinstance(text, str) else text or ()


def test_what_stands_between_corner_brackets_stands_on_a_screen() -> None:
    said = "\n".join(words())
    quoted = set(re.findall("「(.+?)」", GUIDE))
    assert len(quoted) > 80
    parts = [part for text in quoted for part in re.split(r"\s*…\s*", text) if part]
    assert [part for part in sorted(parts) if part not in said] == []


def test_each_picture_is_shown_described_and_small() -> None:
    pictures = re.findall(r"!\[(.+)\]\((images/desk/.+)\)", GUIDE)
    shown = {DOCS / path for _text, path in pictures}
    assert shown == set((DOCS / "images" / "desk").iterdir())
    assert max(path.stat().st_size for path in shown) <= MOST_BYTES


def test_the_table_at_the_top_leads_to_each_chapter() -> None:
    titles = re.findall(r"^## (.+)$", GUIDE, flags=re.MULTILINE)
    places = {re.sub(r"[^\w]", "", title) for title in titles}
    linked = set(re.findall(r"\]\(#(.+?)\)", GUIDE))
    assert linked <= places
    assert len(linked) == 13
