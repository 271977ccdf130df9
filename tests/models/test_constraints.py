"""What the database itself refuses, whoever writes."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sites.models import Kind, Operator, Region, Service, ServicePoint, Town
from tests.factories import make_region

pytestmark = pytest.mark.django_db

POSITION = {
    "longitude": 106.26,
    "latitude": 29.29,
    "x": -0.24,
    "y": 0.84,
    "z": 0.49,
    "precision": "town",
    "position_source": "gazetteer",
    "original_longitude": 106.26,
    "original_latitude": 29.29,
    "original_datum": "wgs84",
}


@pytest.fixture
def region() -> Region:
    return make_region()


@pytest.fixture
def operator() -> Operator:
    return Operator.objects.create(code="bank", name="银行", kind=Kind.BANK)


def create(region: Region, operator: Operator, **values: Any) -> ServicePoint:
    defaults: dict[str, Any] = {
        "serial": 1,
        "name": "网点",
        "kind": Kind.BANK,
        "address": "某路1号",
    }
    with transaction.atomic():
        return ServicePoint.objects.create(region=region, operator=operator, **(defaults | values))


def test_complete_position_and_no_position_are_fine(region: Region, operator: Operator) -> None:
    create(region, operator, serial=1, **POSITION)
    create(region, operator, serial=2)
    assert ServicePoint.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"longitude": 180.5},
        {"longitude": -181},
        {"latitude": 90.5},
        {"latitude": -91},
        {"longitude": None},
        {"latitude": None},
        {"x": None},
        {"precision": ""},
        {"precision": "exact"},
        {"position_source": ""},
        {"original_latitude": None},
        {"original_datum": "nad27"},
    ],
)
def test_position_in_range_and_complete(
    region: Region, operator: Operator, wrong: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError):
        create(region, operator, **(POSITION | wrong))


@pytest.mark.parametrize("lone", [{"precision": "town"}, {"position_source": "amap"}, {"x": 0.0}])
def test_nothing_of_a_position_without_one(
    region: Region, operator: Operator, lone: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError):
        create(region, operator, **lone)


@pytest.mark.parametrize("wrong", ["40226", "40226O", "４０２２６０", "40 260", "-40226"])
def test_a_postcode_has_six_figures(region: Region, operator: Operator, wrong: str) -> None:
    create(region, operator, serial=1, postcode="402260")
    with pytest.raises(IntegrityError):
        create(region, operator, serial=2, postcode=wrong)


def test_one_active_point_per_region_and_serial(region: Region, operator: Operator) -> None:
    create(region, operator, serial=7, is_active=False)
    create(region, operator, serial=7)
    with pytest.raises(IntegrityError):
        create(region, operator, serial=7)


@pytest.mark.parametrize("wrong", [{"kind": "shop"}, {"name": ""}])
def test_kind_is_known_and_a_name_is_given(
    region: Region, operator: Operator, wrong: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError):
        create(region, operator, **wrong)


def test_bounds_of_a_region_are_a_box() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.create(adcode="1", name="x", west=10, east=5, south=0, north=1)


def test_a_town_has_both_coordinates_or_none_and_one_key(region: Region) -> None:
    Town.objects.create(region=region, key="jijiang", name="几江街道")
    with pytest.raises(IntegrityError), transaction.atomic():
        Town.objects.create(region=region, key="baisha", name="白沙镇", longitude=106.1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Town.objects.create(region=region, key="jijiang", name="白沙镇")


def test_a_service_bit_fits_the_mask_and_is_its_own() -> None:
    Service.objects.create(code="reissue", bit=0, name="补办")
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.create(code="unlock", bit=0, name="解锁")
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.create(code="unlock", bit=31, name="解锁")
