"""The page of one outlet."""

import re
import uuid
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from sites.changes.author import Author
from sites.changes.fields import PlainValue
from sites.changes.record import Edit, record
from sites.hours.evaluation import SHANGHAI
from sites.models import ServicePoint
from tests.factories import MakePoint
from tests.web.reading import PageReader, read


def page_of(client: Client, point: ServicePoint, prefix: str = "/en") -> PageReader:
    return read(client, f"{prefix}/points/{point.public_id}/")


def test_everything_public_is_there(client: Client, make_point: MakePoint) -> None:
    point = make_point(note="请带身份证原件")
    page = page_of(client, point)
    for text in (
        point.name,
        point.address,
        "023-47564298",
        "请带身份证原件",
        "Jijiang Subdistrict",
        "106.255882, 29.292433 (WGS-84)",
        "list of places",
        "not verified since",
        "Position known to the town only",
        "12333",
    ):
        assert text in page.text, text
    hrefs = page.values("a", "href")
    assert "tel:+862347564298" in hrefs
    assert sum(href.startswith("https://") for href in hrefs) == 4
    assert f"/points/{point.public_id}/" in hrefs, "the other language keeps the place"


def test_an_outlet_without_position_and_town_is_shown_all_the_same(
    client: Client, three_places: list[ServicePoint]
) -> None:
    page = page_of(client, three_places[3])
    assert "not known for certain" in page.text
    assert "Position not known" in page.text
    assert "tel:+862347564298" in page.values("a", "href")
    maps = [href for href in page.values("a", "href") if href.startswith("https://")]
    assert len(maps) == 4, "the map services are asked for the address"
    assert not any("106." in href for href in maps)


def test_the_day_of_verification_is_shown(client: Client, make_point: MakePoint) -> None:
    point = make_point()
    staff = User.objects.create_user("wang")
    record([Edit(point=point, values={"phone": "47557312"})], Author.staff(staff))
    page = page_of(client, point)
    assert "Verified on" in page.text
    assert "not verified since" not in page.text


@pytest.mark.django_db
def test_unknown_outlets_are_not_found(client: Client) -> None:
    assert client.get("/points/1/").status_code == 404
    response = client.get(f"/en/points/{uuid.uuid4()}/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def say(point: ServicePoint, **values: PlainValue) -> None:
    record([Edit(point=point, values=values)], Author.geocoder("test"))


def test_hours_are_shown_as_printed_and_day_by_day(client: Client, make_point: MakePoint) -> None:
    point = make_point()
    assert "Not known: please ask by phone." in page_of(client, point).text
    say(point, hours="周一至周五上午9点到12点，下午2点到5点半（法定节假日除外）")
    page = page_of(client, point)
    assert "周一至周五上午9点到12点，下午2点到5点半（法定节假日除外）" in page.text
    assert "周一至周五 09:00–12:00，14:00–17:30" in page.text
    assert "法定节假日 休息" in page.text
    say(point, hours="逢赶场天")
    assert "逢赶场天" in page_of(client, point).text
    for path in ("/", "/print/"):
        assert "逢赶场天" in read(client, path).text, path


class TestOneThatHasClosed:
    def test_says_so_and_leads_to_those_that_do_the_same(
        self, client: Client, make_point: MakePoint
    ) -> None:
        point = make_point(services=["unlock"])
        same, other = make_point(services=["unlock"]), make_point(services=["reissue"])
        say(point, is_active=False, status_since="2026-07-01", status_reason="房屋到期")
        page = page_of(client, point)
        assert "No longer a service point (from July 1, 2026): 房屋到期" in page.text
        assert "Outlets nearby that do the same" in page.text
        hrefs = page.values("a", "href")
        assert f"/en/points/{same.public_id}/" in hrefs
        assert f"/en/points/{other.public_id}/" not in hrefs
        assert f"/en/points/{point.public_id}/report/" not in hrefs
        assert "tel:+862347564298" in hrefs, "those beside it can be called"
        assert page.values("meta", "content").count("noindex") == 1

    def test_leads_to_its_successor_at_the_end_of_the_chain(
        self, client: Client, make_point: MakePoint
    ) -> None:
        first, second, third = make_point(), make_point(), make_point(name="滨江支行")
        say(second, is_active=False, successor=str(third.public_id))
        say(first, is_active=False, successor=str(second.public_id))
        page = page_of(client, first)
        assert "Merged into another outlet" in page.text
        assert f"/en/points/{third.public_id}/" in page.values("a", "href")
        assert "滨江支行" in page.text

    def test_does_not_go_round_in_circles(self, client: Client, make_point: MakePoint) -> None:
        first, second = make_point(), make_point()
        say(first, is_active=False, successor=str(second.public_id))
        say(second, is_active=False, successor=str(first.public_id))
        page = page_of(client, first)
        assert "Merged into another outlet" in page.text
        assert "Go to this outlet instead" not in page.text

    def test_sends_nobody_to_one_that_has_closed_too(
        self, client: Client, make_point: MakePoint
    ) -> None:
        first, second, there = make_point(), make_point(), make_point()
        say(first, is_active=False, successor=str(second.public_id))
        say(second, is_active=False)
        page = page_of(client, first)
        assert "Go to this outlet instead" not in page.text
        assert f"/en/points/{there.public_id}/" in page.values("a", "href")
        assert "What to bring" not in page.text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"status": "planned", "status_since": "2027-01-04"},
            "尚未开始服务（预计2027年1月4日开始）",
        ),
        (
            {
                "status": "suspended",
                "status_since": "2026-07-01",
                "status_until": "2026-09-30",
                "status_reason": "装修",
            },
            "暂停服务（2026年7月1日至2026年9月30日）：装修",
        ),
        ({"status": "limited", "status_until": "2026-12-31"}, "部分业务（至2026年12月31日）"),
        ({"status": "moved"}, "已迁至此地址"),
        (
            {"status_until": "2026-12-31", "status_reason": "房屋到期"},
            "正常服务（至2026年12月31日）：房屋到期",
        ),
    ],
)
def test_how_an_outlet_stands_is_said_on_page_list_and_sheet(
    client: Client, make_point: MakePoint, values: dict[str, PlainValue], said: str
) -> None:
    point = make_point()
    say(point, **values)
    for path in (f"/points/{point.public_id}/", "/", "/print/"):
        assert said in read(client, path).text, path


def test_etag(client: Client, make_point: MakePoint) -> None:
    point = make_point()
    path = f"/points/{point.public_id}/"
    etag = client.get(path)["ETag"]
    assert client.get(path, headers={"if-none-match": etag}).status_code == 304
    record([Edit(point=point, values={"phone": "47557312"})], Author.geocoder("test"))
    changed = client.get(path, headers={"if-none-match": etag})
    assert changed.status_code == 200
    assert "47557312" in changed.content.decode()


def test_what_to_bring_is_said_for_each_service(client: Client, make_point: MakePoint) -> None:
    page = page_of(client, make_point(services=["unlock", "reissue"]))
    text = page.text[page.text.index("What to bring") :]
    reissue, unlock = text.index("Replace the card"), text.index("Unlock the card")
    assert reissue < unlock, "in the catalogue's order"
    assert "The ID card of the person who goes" in text[reissue:unlock]
    assert "The card" in text[unlock:]
    assert "Activate the card" not in text
    assert "/en/guides/locked-card/" in page.values("a", "href")
    assert "What to bring" not in page_of(client, make_point(services=[])).text


def neighbours(page: PageReader) -> list[str]:
    hrefs = page.values("a", "href")
    outlet = re.compile(r"/en/points/([^/]+)/")
    return [match[1] for href in hrefs if (match := outlet.fullmatch(href))]


def test_the_nearest_other_outlets_are_named(
    client: Client, three_places: list[ServicePoint]
) -> None:
    first, second, third, _nowhere = three_places
    shown = neighbours(page_of(client, third))
    assert set(shown[:2]) == {str(first.public_id), str(second.public_id)}
    assert str(third.public_id) not in shown
    assert "about 11 km" in page_of(client, third).text


def test_neighbours_of_an_outlet_without_a_position_are_those_of_its_town(
    client: Client, make_point: MakePoint
) -> None:
    beside, elsewhere = make_point(), make_point(town="baisha")
    lost = make_point(position=None)
    assert neighbours(page_of(client, lost)) == [str(beside.public_id)]
    assert str(elsewhere.public_id) not in neighbours(page_of(client, lost))


@pytest.mark.parametrize(
    ("kind", "operator", "expected"),
    [
        ("office", "social-security", "GovernmentOffice"),
        ("bank", "cqrcb", "BankOrCreditUnion"),
        ("post", "china-post", "PostOffice"),
    ],
)
def test_search_engines_are_told_what_it_is(
    client: Client, make_point: MakePoint, kind: str, operator: str, expected: str
) -> None:
    point = make_point(kind=kind, operator=operator)
    described = page_of(client, point).linked_data
    assert described["@type"] == expected
    assert described["name"] == point.name
    assert described["telephone"] == "+862347564298"
    assert described["address"]["streetAddress"] == point.address
    assert described["address"]["addressLocality"] == "Jiangjin District"
    assert described["url"] == f"http://testserver/en/points/{point.public_id}/"
    assert "geo" not in described, "the middle of a town is not its door"


def test_a_position_that_is_known_is_told(client: Client, three_places: list[ServicePoint]) -> None:
    described = page_of(client, three_places[2]).linked_data
    assert described["geo"] == {
        "@type": "GeoCoordinates",
        "longitude": 106.28,
        "latitude": 29.39,
    }


def test_a_postcode_is_told_where_it_is_known(client: Client, make_point: MakePoint) -> None:
    known, unknown = make_point(postcode="402260"), make_point()
    page = page_of(client, known)
    assert "402260" in page.text
    assert page.linked_data["address"]["postalCode"] == "402260"
    page = page_of(client, unknown)
    assert "Postcode" not in page.text
    assert "postalCode" not in page.linked_data["address"]


def test_linked_data_cannot_leave_their_element(client: Client, make_point: MakePoint) -> None:
    hostile = "</script><script>alert(1)</script><!--&amp;"
    point = make_point(name=hostile)
    html = client.get(f"/points/{point.public_id}/").content.decode()
    block = html.split('type="application/ld+json">')[1].split("</script>")[0]
    assert not set(block) & set("<>&")
    assert PageReader(html).linked_data["name"] == hostile


def test_the_address_to_share_is_there(client: Client, make_point: MakePoint) -> None:
    point = make_point()
    page = page_of(client, point)
    assert f"http://testserver/en/points/{point.public_id}/" in page.values("input", "value")
    assert "/en/towns/jijiang/" in page.values("a", "href")


class TestOpenNow:
    def test_the_clock_makes_another_page(
        self, client: Client, make_point: MakePoint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        point = make_point()
        say(point, hours="周一至周五9:00-17:30，节假日休息")
        path = f"/points/{point.public_id}/"

        def page_at(moment: str, **headers: str) -> Any:
            now = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
            monkeypatch.setattr("django.utils.timezone.now", lambda: now)
            return client.get(path, headers=headers)

        before = page_at("2026-11-30T17:29")
        assert "现在开门 · 17:30 下班" in before.content.decode()
        same = page_at("2026-11-30T17:29:30", if_none_match=before["ETag"])
        assert same.status_code == 304
        after = page_at("2026-11-30T17:31", if_none_match=before["ETag"])
        assert after.status_code == 200
        assert "现在不上班 · 明天（星期二） 9:00 上班" in after.content.decode()
        assert page_at("2026-11-30T17:31").content == after.content

    def test_nothing_is_said_where_nobody_can_tell(
        self, client: Client, make_point: MakePoint
    ) -> None:
        for values in ({"hours": ""}, {"hours": "逢赶场天"}):
            point = make_point()
            say(point, **values)
            assert "data-until" not in client.get(f"/points/{point.public_id}/").content.decode()
        point = make_point()
        say(point, hours="每天24小时，节假日照常", status="suspended")
        assert "data-until" not in client.get(f"/points/{point.public_id}/").content.decode()

    def test_paper_and_lists_name_hours_alone(self, client: Client, make_point: MakePoint) -> None:
        say(make_point(), hours="每天24小时，节假日照常")
        for path in ("/", "/print/"):
            text = client.get(path).content.decode()
            assert "24小时" in text
            assert "现在" not in text
