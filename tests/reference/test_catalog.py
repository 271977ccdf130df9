"""The reference data in memory: whole, by region, and kept for exactly as long as they are true."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sites.changes.load_reference import load_reference_data
from sites.models import DataVersion, Region, Service, Town
from sites.reference.catalog import catalog


def add_region(adcode: str, *towns: tuple[str, str]) -> None:
    """Store a district with towns of those keys and names."""
    region = Region.objects.create(
        adcode=adcode,
        name=f"{adcode}县",
        name_en=f"County {adcode}",
        province="某省",
        province_en="Some Province",
        area_code="0999",
        west=100,
        south=30,
        east=101,
        north=31,
    )
    for key, name in towns:
        Town.objects.create(region=region, key=key, name=name, name_en=key.title())


@pytest.mark.usefixtures("reference_data")
def test_both_languages() -> None:
    chinese, english = catalog("zh-hans"), catalog("en")
    assert len(chinese.towns_of("500116")) == len(list(chinese.towns())) == 30
    first = chinese.towns_of("500116")[0]
    assert (first.region, first.key, first.name, first.precision) == (
        "500116",
        "jijiang",
        "几江街道",
        "town",
    )
    assert english.towns_of("500116")[0].name == "Jijiang Subdistrict"
    assert [service.code for service in chinese.services] == ["reissue", "unlock", "activation"]
    assert chinese.services[0].name == "补办换卡"
    (region,) = english.regions
    assert (region.adcode, region.name, region.province) == (
        "500116",
        "Jiangjin District",
        "Chongqing",
    )
    icbc = chinese.operator_by_code["icbc"]
    assert (icbc.name, icbc.kind, icbc.hotline) == ("工商银行", "bank", "95588")


@pytest.mark.usefixtures("reference_data")
def test_a_region_is_read_when_it_is_asked_for() -> None:
    add_region("600001", ("a", "甲镇"))
    add_region("600002", ("b", "乙镇"), ("c", "丙镇"))
    known = catalog("zh-hans")
    with CaptureQueriesContext(connection) as queries:
        assert [town.name for town in known.towns_of("600002")] == ["乙镇", "丙镇"]
        assert known.towns_by_key("600002")["c"].name == "丙镇"
    assert len(queries) == 1
    assert "600001" not in queries[0]["sql"]
    with CaptureQueriesContext(connection) as queries:
        assert [town.key for town in known.towns()][-3:] == ["a", "b", "c"]
        assert known.towns_of("600001")[0].name == "甲镇"
    assert len(queries) == 1


@pytest.mark.usefixtures("reference_data")
def test_a_region_that_there_is_not_has_no_towns_and_takes_no_memory() -> None:
    known = catalog("zh-hans")
    with CaptureQueriesContext(connection) as queries:
        assert known.towns_of("999999") == ()
        assert known.towns_called("baisha", "999999") == []
    assert len(queries) == 0
    assert known._towns.keys() <= {"500116"}


@pytest.mark.usefixtures("reference_data")
def test_the_towns_of_many_regions_are_read_at_once() -> None:
    for number in range(5):
        add_region(f"60000{number}", ("a", "甲镇"))
    known = catalog("zh-hans")
    with CaptureQueriesContext(connection) as queries:
        known.prefetch(region.adcode for region in known.regions)
        assert sum(len(known.towns_of(region.adcode)) for region in known.regions) == 35
    assert len(queries) == 1


@pytest.mark.usefixtures("reference_data")
@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("baisha", None, ["500116 baisha", "600001 baisha"]),
        ("baisha", "600001", ["600001 baisha"]),
        ("白沙镇", None, ["500116 baisha"]),
        # But for the rank, when nothing is called so.
        ("白沙街道", "500116", ["500116 baisha"]),
        ("白沙乡", None, ["600001 baisha"]),
        ("白沙苏木", None, ["500116 baisha", "600001 baisha"]),
        ("BAISHA", "600001", ["600001 baisha"]),
        ("丁镇", None, []),
    ],
)
def test_towns_by_name(text: str, region: str | None, expected: list[str]) -> None:
    add_region("600001", ("baisha", "白沙乡"))
    found = catalog("zh-hans").towns_called(text, region)
    assert [f"{town.region} {town.key}" for town in found] == expected


@pytest.mark.django_db(transaction=True)
def test_kept_until_reference_data_change() -> None:
    load_reference_data()
    with transaction.atomic():
        # A number of its own: other tests use the small ones, in the same process.
        DataVersion.objects.update(reference=2 * 10**9)
    kept = catalog("en")
    with transaction.atomic():
        DataVersion.advance()
    with CaptureQueriesContext(connection) as queries:
        assert catalog("en") is kept
    assert len(queries) == 1
    with transaction.atomic():
        Service.objects.filter(code="unlock").update(name_en="Open it")
        DataVersion.advance_reference()
    assert "Open it" in [service.name for service in catalog("en").services]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_kept() -> None:
    load_reference_data()
    with transaction.atomic():
        DataVersion.objects.update(reference=3 * 10**9)
        Service.objects.filter(code="unlock").update(name_en="Never")
        assert "Never" in [service.name for service in catalog("en").services]
        transaction.set_rollback(True)
    with transaction.atomic():
        DataVersion.objects.update(reference=3 * 10**9)
    assert "Never" not in [service.name for service in catalog("en").services]
