"""Days, numbers and distances are written as the page's language writes them."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.models import ServicePoint
from sites.web.cards import distance_text
from tests.factories import MakePoint
from tests.web.reading import PageReader


@pytest.mark.parametrize(
    ("metres", "is_approximate", "english", "chinese"),
    [
        (344.0, False, "340 m", "340 米"),
        (1_549.0, False, "1.5 km", "1.5 公里"),
        (1_234_567.0, False, "1,234.6 km", "1234.6 公里"),
        (300.0, True, "about 1 km", "约 1 公里"),
        (1_478_900.0, True, "about 1,479 km", "约 1479 公里"),
    ],
)
def test_distances(metres: float, is_approximate: bool, english: str, chinese: str) -> None:
    with translation.override("en"):
        assert distance_text(metres, is_approximate) == english
    with translation.override("zh-hans"):
        assert distance_text(metres, is_approximate) == chinese


@pytest.mark.parametrize(("prefix", "day"), [("/en", "March 5, 2026"), ("", "2026年3月5日")])
def test_days(client: Client, make_point: MakePoint, prefix: str, day: str) -> None:
    point = make_point()
    staff = User.objects.create_user("wang")
    record([Edit(point=point, values={"phone": "47557312"})], Author.staff(staff))
    # Half an hour after midnight here, the day before in Greenwich.
    moment = datetime(2026, 3, 4, 16, 30, tzinfo=UTC)
    point.refresh_from_db()
    provenance = {**point.provenance}
    provenance["phone"]["verified_at"] = moment.isoformat()
    ServicePoint.objects.filter(pk=point.pk).update(provenance=provenance)
    for path in (f"{prefix}/", f"{prefix}/points/{point.public_id}/"):
        assert day in PageReader(client.get(path).content.decode()).text, path


def test_a_screen_reader_is_told_that_names_and_addresses_are_chinese(
    client: Client, make_point: MakePoint
) -> None:
    point = make_point(name="白沙镇社保所", address="白沙镇新沙路229号", town="baisha")
    outlet = f"/en/points/{point.public_id}/"
    for path in (
        "/en/",
        "/en/towns/baisha/",
        "/en/offline/",
        "/en/print/",
        outlet,
        f"{outlet}report/",
    ):
        page = client.get(path).content.decode()
        body = page[page.index("<main") :]
        for text in (point.name, point.address):
            around = re.findall(rf"<([^<>]*)>\s*{text}", body)
            assert around, (path, text)
            assert all('lang="zh-Hans"' in tag for tag in around), (path, text)
