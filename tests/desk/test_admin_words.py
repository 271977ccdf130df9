"""The desk speaks plain Chinese, in Django's words as in its own."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import django
import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from typing_extensions import override

from sites.models import PointChange, ServicePoint

DESK = "/desk/service_sites/"
SPOKEN = {"alt", "aria-label", "aria-description", "placeholder", "title"}
# Names, and what is written in a file or on a key.
LATIN = {
    "A4",
    "CSV",
    "DOCX",
    "Esc",
    "XLSX",
    "WGS-84",
    "GCJ-02",
    "BD-09",
    "GPS",
    "Authorization",
    "Bearer",
    "service_points.csv",
    "root",
    "wang",
}


def catalogue(folder: Path, language: str) -> Iterator[tuple[str, set[str]]]:
    """Yield the texts that a catalogue translates, each with the files it is from."""
    path = folder / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        for message in read_po(file):
            text = message.id if isinstance(message.id, str) else message.id[0]
            yield text, {name for name, _line in message.locations}


def test_django_still_asks_for_every_word_that_the_desk_says_otherwise() -> None:
    source = Path(django.__file__).parent
    asked = {
        text
        for root in ("conf", "contrib/admin", "contrib/auth")
        for text, _files in catalogue(source / root / "locale", "en")
    }
    (own,) = settings.LOCALE_PATHS
    ours = {
        text for text, files in catalogue(own, "zh_Hans") if "sites/desk/admin_words.py" in files
    }
    assert len(ours) > 50
    assert ours - asked == set()


class Heard(HTMLParser):
    """What a page says to people, who see it or have it read to them."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style", "code"}
        self.texts += [value for name, value in attrs if name in SPOKEN and value]

    @override
    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style", "code"}

    @override
    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


def pages(point: ServicePoint) -> Iterator[str]:
    yield "/desk/"
    yield DESK
    yield "/desk/password_change/"
    yield "/desk/auth/user/add/"
    for model in ("servicepoint", "report", "bulkedit", "positionproposal", "pointchange"):
        yield f"{DESK}{model}/"
    for model in ("importrun", "apiclient"):
        yield f"{DESK}{model}/"
    yield f"{DESK}servicepoint/add/"
    yield f"{DESK}servicepoint/calls/"
    for name in ("change", "position", "call"):
        yield f"{DESK}servicepoint/{point.pk}/{name}/"
    yield f"{DESK}pointchange/{PointChange.objects.latest('pk').pk}/revert/"


@pytest.mark.usefixtures("real_points")
def test_no_page_of_the_desk_falls_into_english_or_a_familiar_tone(superuser: Client) -> None:
    User.objects.filter(username="root").update(last_name="王", first_name="丽")
    point = ServicePoint.objects.get(serial=14)
    strange: dict[str, set[str]] = {}
    for url in pages(point):
        response = superuser.get(url)
        assert response.status_code == 200, url
        heard = Heard()
        heard.feed(response.content.decode())
        said = " ".join(heard.texts).replace(str(point.public_id), "")
        words = set(re.findall(r"[A-Za-z][A-Za-z0-9_.-]{2,}|你", said))
        strange |= {url: words - LATIN} if words - LATIN else {}
    assert strange == {}
