import pytest

from sites.changes.refresh import refresh_derived, refresh_outdated
from sites.models import DataVersion, Operator, Region, ServicePoint, Town
from tests.factories import MakePoint
from tests.importing.dumps import everything


@pytest.fixture
def point(make_point: MakePoint) -> ServicePoint:
    make_point(town="baisha", operator="icbc", name="工商银行白沙支行")
    return make_point()


def test_points_of_a_renamed_town_are_found_by_its_new_name(point: ServicePoint) -> None:
    Town.objects.filter(key="youxi").update(aliases=["油溪古镇"])
    version = DataVersion.current()
    assert refresh_derived(towns=[Town.objects.get(key="youxi").pk]) == 1
    assert "youxiguzhen" in ServicePoint.objects.get(pk=point.pk).search_text
    assert DataVersion.current() == version


def test_points_of_a_renamed_operator_are_found_by_its_new_name(point: ServicePoint) -> None:
    Operator.objects.filter(code="cqrcb").update(aliases=["渝农商"])
    assert refresh_derived(operators=["cqrcb"]) == 1
    assert "yunongshang" in ServicePoint.objects.get(pk=point.pk).search_text


def test_the_dialled_number_follows_the_area_code(point: ServicePoint) -> None:
    Region.objects.update(area_code="020")
    assert refresh_derived(regions=["500116"]) == 2
    point.refresh_from_db()
    assert (point.phone, point.phone_e164) == ("47881050", "+862047881050")
    assert "02047881050" in point.search_text
    assert "|862047881050|" in point.search_text


def test_a_number_that_an_earlier_release_took_stays(point: ServicePoint) -> None:
    ServicePoint.objects.filter(pk=point.pk).update(phone="1234", phone_e164="+8623")
    assert refresh_derived(regions=["500116"]) == 1
    point.refresh_from_db()
    assert (point.phone, point.phone_e164) == ("1234", "")


def test_nothing_stale_is_nothing_written(point: ServicePoint) -> None:
    before = everything()
    assert refresh_derived(regions=["500116"], operators=["cqrcb", "icbc"]) == 0
    assert refresh_derived() == 0
    assert everything() == before


def test_texts_of_an_earlier_release_are_composed_anew(point: ServicePoint) -> None:
    text, version = point.search_text, DataVersion.current()
    ServicePoint.objects.filter(pk=point.pk).update(search_text="|油溪镇|youxizhen|yxz|")
    assert refresh_outdated() == 1
    point.refresh_from_db()
    assert point.search_text == text
    assert refresh_outdated() == 0
    assert DataVersion.current() == version
