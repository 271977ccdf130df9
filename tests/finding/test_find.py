"""Questions and their answers, asked as every door asks."""

from collections import Counter
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.finding import InvalidQuery, Language, PointQuery, PointRow, find_points, get_point
from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from sites.geo.distance import great_circle_m
from sites.geo.precision import Precision
from sites.models import DataVersion, Operator, Region, Service, ServicePoint, Town
from tests.factories import MakePoint, at, make_region
from tests.finding.conftest import scatter

JIJIANG = (106.257, 29.290)
BAISHA = (106.113, 29.063)
NEAR = Coordinate(*JIJIANG)


def names(query: PointQuery) -> list[str]:
    return [point["name"] for point in find_points(query).points]


def all_pages(query: PointQuery) -> list[PointRow]:
    """Return the points of all pages of an answer."""
    points: list[PointRow] = []
    while True:
        answer = find_points(query)
        points += answer.points
        if answer.next_cursor is None:
            return points
        assert len(answer.points) == query.limit
        query = replace(query, cursor=answer.next_cursor)


def errors(query: PointQuery) -> dict[str, tuple[str, ...]]:
    with pytest.raises(InvalidQuery) as caught:
        find_points(query)
    return {error.name: error.valid for error in caught.value.errors}


class TestRow:
    def test_has_every_column(self, make_point: MakePoint) -> None:
        point = make_point(
            JIJIANG,
            name="江津支行",
            kind="bank",
            operator="icbc",
            town="jijiang",
            address="大同路284号",
            postcode="402260",
            note="周末休息",
            services=["unlock"],
        )
        (row,) = find_points(PointQuery(near=Coordinate(106.267, 29.290))).points
        assert row == {
            "id": str(point.public_id),
            "serial": 1,
            "name": "江津支行",
            "kind": "bank",
            "operator": "icbc",
            "operator_name": "工商银行",
            "region": "500116",
            "town": "jijiang",
            "town_name": "几江街道",
            "address": "大同路284号",
            "postcode": "402260",
            "phone": "47564298",
            "phone_e164": "+862347564298",
            "services": ["unlock"],
            "hours": "",
            "note": "周末休息",
            "longitude": 106.257,
            "latitude": 29.29,
            "precision": "town",
            "position_source": "amap",
            "verified_at": None,
            "error_radius_m": 3_000,
            "distance_m": pytest.approx(
                great_circle_m(NEAR, Coordinate(106.267, 29.290)), abs=0.06
            ),
            "distance_error_m": 3_000,
            "distance_is_approximate": True,
            "status": "open",
            "status_since": None,
            "status_until": None,
            "status_reason": "",
            "successor": None,
        }
        assert get_point(point.public_id, "zh-hans") == {
            **row,
            "distance_m": None,
            "distance_error_m": None,
            "distance_is_approximate": None,
        }

    def test_unknown_values_are_none(self, make_point: MakePoint) -> None:
        make_point(phone="12333")
        (row,) = find_points(PointQuery(near=NEAR)).points
        unknown = ("town", "town_name", "longitude", "latitude", "precision", "position_source")
        assert [dict(row)[name] for name in unknown] == [None] * 6
        assert (row["distance_m"], row["distance_is_approximate"]) == (None, None)

    def test_speaks_english(self, make_point: MakePoint) -> None:
        point = make_point(operator="icbc", kind="bank", town="baisha")
        (row,) = find_points(PointQuery(language="en")).points
        assert row["operator_name"] == "Industrial and Commercial Bank of China"
        assert row["town_name"] == "Baisha Town"
        assert get_point(point.public_id, "en") == row

    def test_verified_is_when_a_person_confirmed_the_phone(self, make_point: MakePoint) -> None:
        point = make_point()
        author = Author.staff(User.objects.create_user("li"))
        record([Edit(point=point, values={"note": "x"})], author)
        assert find_points(PointQuery()).points[0]["verified_at"] is None
        record([Edit(point=point, values={"phone": "47212963"})], author)
        provenance = point.provenance_of("phone")
        assert provenance is not None
        assert provenance.verified_at is not None
        (row,) = find_points(PointQuery()).points
        assert row["verified_at"] == provenance.verified_at.isoformat()

    @pytest.mark.parametrize(
        ("precision", "approximate"),
        [("rooftop", False), ("street", False), ("village", True), ("region", True)],
    )
    def test_distance_is_approximate_from_a_coarse_position(
        self, make_point: MakePoint, precision: str, *, approximate: bool
    ) -> None:
        make_point(position=at(JIJIANG, Precision(precision)))
        (row,) = find_points(PointQuery(near=NEAR)).points
        assert row["distance_is_approximate"] is approximate


class TestOnePoint:
    def test_unknown_is_none_and_removed_is_not(self, make_point: MakePoint) -> None:
        removed = make_point(is_active=False)
        assert get_point(uuid4(), "en") is None
        row = get_point(removed.public_id, "en")
        assert row is not None
        assert row["status"] == "closed"


class TestFilters:
    def test_each_filter_and_all_together(self, make_point: MakePoint) -> None:
        make_point(JIJIANG, name="甲", town="jijiang", services=["unlock"])
        make_point(JIJIANG, name="乙", town="jijiang", operator="icbc", kind="bank")
        make_point(BAISHA, name="丙", town="baisha", operator="icbc", kind="bank")
        make_point(name="丁", operator="abc", kind="bank", services=["unlock", "activation"])
        make_point(JIJIANG, name="戊", town="jijiang", is_active=False)
        assert names(PointQuery()) == ["甲", "乙", "丙", "丁"]
        assert names(PointQuery(region="500116", limit=2)) == ["甲", "乙"]
        assert names(PointQuery(town="jijiang")) == ["甲", "乙"]
        assert names(PointQuery(services=("unlock",))) == ["甲", "乙", "丙", "丁"]
        assert names(PointQuery(services=("unlock", "activation"))) == ["乙", "丙", "丁"]
        assert names(PointQuery(operator="icbc")) == ["乙", "丙"]
        assert names(PointQuery(kind="office")) == ["甲"]
        assert names(PointQuery(bbox=Box(106.2, 29, 106.3, 30))) == ["甲", "乙"]
        assert names(PointQuery(bbox=Box(106.3, 29, 106.2, 30))) == ["丙"]
        assert names(PointQuery(near=NEAR, radius_m=1000)) == ["甲", "乙"]
        assert names(PointQuery(near=Coordinate(*BAISHA))) == ["丙", "甲", "乙", "丁"]
        assert names(PointQuery(text="乙")) == ["乙"]
        assert names(
            PointQuery(
                region="500116",
                town="jijiang",
                services=("reissue",),
                operator="icbc",
                kind="bank",
                text="乙",
                bbox=Box(106.2, 29, 106.3, 30),
                near=NEAR,
                radius_m=10,
            )
        ) == ["乙"]

    def test_total_counts_all_matches(self, make_point: MakePoint) -> None:
        for _ in range(3):
            make_point(JIJIANG, town="jijiang")
        make_point()
        for conditions, total in [
            (PointQuery(), 4),
            (PointQuery(near=NEAR), 4),
            (PointQuery(near=NEAR, radius_m=5), 3),
            (PointQuery(bbox=Box(106, 29, 107, 30)), 3),
            (PointQuery(town="jijiang", bbox=Box(106, 29, 107, 30)), 3),
        ]:
            answer = find_points(replace(conditions, limit=2, with_total=True))
            assert (answer.total, len(answer.points)) == (total, 2)
        assert find_points(PointQuery()).total is None

    @pytest.mark.parametrize(
        "text",
        [
            "白沙",
            "沙",
            "江津农商行白沙支行",
            "白沙 农商",
            "农商　白沙",
            "石坝街",
            "２９号",
            "47335678",
            "4733-5678",
            "023-47335678",
            "bai sha",
            "BAISHA",
            "jjnsh",
            "cqrcb",
        ],
    )
    def test_text_finds(self, make_point: MakePoint, text: str) -> None:
        make_point(name="几江所", address="滨江路1号")
        make_point(
            name="江津农商行白沙支行",
            operator="cqrcb",
            kind="bank",
            town="baisha",
            address="白沙镇石坝街29号（时代广场旁）",
            phone="47335678",
        )
        assert names(PointQuery(text=text)) == ["江津农商行白沙支行"]

    def test_initials_and_pinyin_of_the_town(self, make_point: MakePoint) -> None:
        make_point(name="甲", town="jijiang")
        make_point(name="乙", town="baisha")
        for text in ("jijiang", "jjjd", "几江"):
            assert names(PointQuery(text=text)) == ["甲"]

    @pytest.mark.parametrize("text", ["%", "_", "!", "a%", "\x00", "\\", "'", '"'])
    def test_wildcards_and_marks_are_no_letters(self, make_point: MakePoint, text: str) -> None:
        make_point(name="网点")
        assert names(PointQuery(text=text)) == (["网点"] if "a" in text else [])


class TestNames:
    @pytest.mark.parametrize(
        "town", ["baisha", "白沙镇", "白沙", "Baisha Town", " BAISHA ", "白沙 镇"]
    )
    def test_town_by_key_name_or_other_name(self, make_point: MakePoint, town: str) -> None:
        make_point(name="甲", town="baisha")
        make_point(town="jijiang")
        answer = find_points(PointQuery(town=town))
        assert [point["name"] for point in answer.points] == ["甲"]
        assert (answer.query.town, answer.query.region) == ("baisha", "500116")

    @pytest.mark.parametrize("town", ["几江镇", "几江乡", "几江街道办", "几江鎮"])
    def test_town_of_another_rank(self, make_point: MakePoint, town: str) -> None:
        make_point(name="甲", town="jijiang")
        make_point(town="baisha")
        assert names(PointQuery(town=town)) == ["甲"]

    @pytest.mark.parametrize("town", ["镇", "街道", "江镇", "几江市", "jijiangzhen"])
    def test_what_only_looks_like_a_town(self, reference_data: None, town: str) -> None:
        assert set(errors(PointQuery(town=town))) == {"town"}

    def test_rank_decides_between_namesakes(self, make_point: MakePoint) -> None:
        region = Region.objects.get()
        Town.objects.create(region=region, key="baishaxiang", name="白沙乡", name_en="Baisha Xiang")
        make_point(name="甲", town="baishaxiang")
        make_point(name="乙", town="baisha")
        assert names(PointQuery(town="白沙乡")) == ["甲"]
        assert names(PointQuery(town="白沙镇")) == ["乙"]
        (candidates,) = errors(PointQuery(town="白沙街道")).values()
        assert set(candidates) == {"500116 baisha 白沙镇", "500116 baishaxiang 白沙乡"}

    @pytest.mark.usefixtures("reference_data")
    @pytest.mark.parametrize(
        ("language", "first"), [("zh-hans", "几江街道"), ("en", "Jijiang Subdistrict")]
    )
    def test_valid_values_have_names_for_people(self, language: Language, first: str) -> None:
        query = PointQuery(town="nowhere", operator="x", language=language)
        with pytest.raises(InvalidQuery) as caught:
            find_points(query)
        for error in caught.value.errors:
            assert len(error.valid_names) == len(error.valid)
            assert error.possible == error.valid_names
        (town,) = (error for error in caught.value.errors if error.name == "town")
        assert (town.valid[0], town.valid_names[0]) == ("jijiang", first)

    @pytest.mark.usefixtures("reference_data")
    def test_unknown_names_are_all_named_with_the_valid_ones(self) -> None:
        found = errors(
            PointQuery(town="nowhere", services=("x",), operator="x", kind="x", language="en")
        )
        assert set(found) == {"town", "service", "operator", "kind"}
        assert len(found["town"]) == 30
        assert "baisha" in found["town"]
        assert found["service"] == ("reissue", "unlock", "activation")
        assert "icbc" in found["operator"]
        assert found["kind"] == ("office", "bank", "post")
        assert errors(PointQuery(region="1", town="baisha")) == {"region": ("500116",)}

    def test_town_name_of_two_regions(self, make_point: MakePoint) -> None:
        here = Region.objects.get()
        there = make_region()
        Town.objects.create(region=there, key="baishazhen", name="白沙镇", name_en="Baisha")
        make_point(name="甲", town="baisha")
        make_point(name="乙", town="baishazhen", region="500117")
        (candidates,) = errors(PointQuery(town="白沙镇")).values()
        assert candidates == ("500116 baisha 白沙镇", "500117 baishazhen 白沙镇")
        assert names(PointQuery(town="白沙镇", region=here.adcode)) == ["甲"]
        assert names(PointQuery(town="白沙镇", region=there.adcode)) == ["乙"]
        assert names(PointQuery(town="baishazhen")) == ["乙"]
        assert names(PointQuery(region=there.adcode)) == ["乙"]

    @pytest.mark.usefixtures("reference_data")
    @pytest.mark.parametrize(
        ("query", "name"),
        [
            (PointQuery(limit=0), "limit"),
            (PointQuery(limit=1001), "limit"),
            (PointQuery(radius_m=5), "radius"),
            (PointQuery(near=NEAR, radius_m=-1), "radius"),
            (PointQuery(near=NEAR, radius_m=float("nan")), "radius"),
            (PointQuery(text="x" * 201), "q"),
        ],
    )
    def test_values_out_of_range(self, query: PointQuery, name: str) -> None:
        assert list(errors(query)) == [name]


class TestPages:
    def test_order_is_region_and_serial(self, make_point: MakePoint) -> None:
        for serial in (30, 10, 20):
            make_point(serial=serial)
        assert [point["serial"] for point in all_pages(PointQuery(limit=2))] == [10, 20, 30]

    @settings(max_examples=30, suppress_health_check=list(HealthCheck))
    @given(
        located=st.lists(st.sampled_from([JIJIANG, BAISHA, (106.3, 29.3), None]), max_size=25),
        limit=st.integers(1, 9),
        query=st.sampled_from(
            [
                PointQuery(),
                PointQuery(near=NEAR),
                PointQuery(near=NEAR, radius_m=10_000),
                PointQuery(bbox=Box(106, 29, 107, 29.2)),
                PointQuery(near=NEAR, text="网点1"),
                PointQuery(town="jijiang", near=NEAR),
            ]
        ),
    )
    @pytest.mark.usefixtures("reference_data")
    def test_pages_are_complete_and_without_duplicates(
        self, located: list[tuple[float, float] | None], limit: int, query: PointQuery
    ) -> None:
        jijiang = Town.objects.get(key="jijiang")
        ServicePoint.objects.all().delete()
        scatter(located, town=jijiang, search_text="网点1")
        whole = find_points(replace(query, limit=1000, with_total=True))
        paged = all_pages(replace(query, limit=limit))
        assert paged == whole.points
        assert whole.total == len(paged)
        assert Counter(point["id"] for point in paged).most_common(1)[:1] == (
            [(paged[0]["id"], 1)] if paged else []
        )
        if query.near is not None:
            distances = [point["distance_m"] for point in paged]
            known = [metres for metres in distances if metres is not None]
            assert distances == sorted(known) + [None] * (len(distances) - len(known))

    def test_cursor_of_another_question_is_refused(self, make_point: MakePoint) -> None:
        for _ in range(3):
            make_point(JIJIANG, town="jijiang")
        query = PointQuery(near=NEAR, limit=1)
        cursor = find_points(query).next_cursor
        assert names(replace(query, cursor=cursor, limit=5)) == ["网点2", "网点3"]
        for other in (
            PointQuery(),
            PointQuery(near=Coordinate(*BAISHA)),
            PointQuery(near=NEAR, radius_m=5),
            PointQuery(near=NEAR, town="jijiang"),
        ):
            assert list(errors(replace(other, cursor=cursor))) == ["cursor"]

    def test_last_page_that_is_full_has_no_cursor(self, make_point: MakePoint) -> None:
        make_point()
        make_point()
        assert find_points(PointQuery(limit=2)).next_cursor is None
        assert find_points(PointQuery(limit=1)).next_cursor is not None

    def test_point_removed_between_pages_hides_no_other(self, make_point: MakePoint) -> None:
        first = make_point(JIJIANG)
        make_point(JIJIANG)
        make_point(JIJIANG)
        for query in (PointQuery(limit=1), PointQuery(limit=1, near=NEAR)):
            answer = find_points(query)
            author = Author.geocoder("test")
            record([Edit(point=first, values={"is_active": False})], author)
            assert names(replace(query, limit=5, cursor=answer.next_cursor)) == ["网点2", "网点3"]
            record([Edit(point=first, values={"is_active": True})], author)


class TestDataVersion:
    def test_is_that_of_the_data(self, make_point: MakePoint) -> None:
        point = make_point()
        assert find_points(PointQuery()).data_version == DataVersion.current()
        record([Edit(point=point, values={"note": "neu"})], Author.geocoder("test"))
        answer = find_points(PointQuery())
        assert answer.data_version == DataVersion.current()
        assert answer.points[0]["note"] == "neu"

    @pytest.mark.django_db(transaction=True)
    def test_labels_follow_the_data_version(self) -> None:
        region = make_region(adcode="500116")
        Service.objects.create(code="unlock", bit=1, name="解锁", name_en="Unlock")
        DataVersion.objects.create(pk=1, number=10**9, reference=10**9)
        assert find_points(PointQuery()).points == []
        # Reference data that comes in between: the kept labels do not know it.
        Operator.objects.create(code="icbc", name="工行", name_en="ICBC", kind="bank")
        town = Town.objects.create(region=region, key="a", name="甲镇", name_en="A")
        (point,) = scatter([JIJIANG], operator_id="icbc", town=town, service_mask=2)
        (row,) = find_points(PointQuery()).points
        assert (row["town_name"], row["operator_name"]) == ("甲镇", "工行")
        assert row["services"] == ["unlock"]
        found = get_point(UUID(row["id"]), "zh-hans")
        assert found is not None
        assert found["town_name"] == "甲镇"
        assert str(point.public_id) == row["id"]
