"""Positions beside the addresses: taken where their datum is known, and checked like every one."""

import pytest

from sites.geo.datum import Datum, convert
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.importing.check import Checked, check_table
from sites.importing.context import RegionContext
from sites.importing.headers import HeaderError
from sites.models import Region
from tests.importing.tables import HEADER, row, table_of

# In 油溪镇.
PLACE = ("106.107000", "29.260000")
WGS84 = ("经度(WGS-84)", "纬度(WGS-84)")


@pytest.fixture
def context(jiangjin: Region) -> RegionContext:
    return RegionContext.load(jiangjin)


def check(
    context: RegionContext, titles: tuple[str, ...], *cells: str, datum: Datum | None = None
) -> Checked:
    return check_table(table_of([[*row(), *cells]], (*HEADER, *titles)), context, datum=datum)


def position(checked: Checked) -> Position | None:
    assert checked.errors == ()
    (only,) = checked.rows
    assert "position" not in only.values
    return only.position


@pytest.mark.parametrize(
    ("titles", "cells", "datum"),
    [
        (WGS84, PLACE, Datum.WGS84),
        (("经度(GCJ-02)", "纬度(GCJ-02)"), PLACE, Datum.GCJ02),
        (("高德经度", "高德纬度"), PLACE, Datum.GCJ02),
        (("百度经度", "百度纬度"), PLACE, Datum.BD09),
        (("经度", "纬度", "坐标系"), (*PLACE, "高德"), Datum.GCJ02),
        (("经度", "纬度", "坐标系"), (*PLACE, "CGCS2000"), Datum.WGS84),
        (("经纬度（百度）",), (",".join(PLACE),), Datum.BD09),
        (("坐标(WGS84)",), ("29.260000，106.107000",), Datum.WGS84),
        (("经度(WGS84)", "纬度(WGS84)"), ("东经106.107000°", "29.260000N"), Datum.WGS84),
    ],
)
def test_a_pair_is_taken_in_the_datum_that_is_stated(
    context: RegionContext, titles: tuple[str, ...], cells: tuple[str, ...], datum: Datum
) -> None:
    found = position(check(context, titles, *cells))
    assert found is not None
    assert (found.original_longitude, found.original_latitude) == tuple(map(float, PLACE))
    assert found.original_datum is datum
    place = (found.coordinate.longitude, found.coordinate.latitude)
    assert place == convert(float(PLACE[0]), float(PLACE[1]), datum, Datum.WGS84)
    assert found.source == "import"


def test_a_pair_without_a_datum_is_not_taken_and_the_datum_asked_for(
    context: RegionContext,
) -> None:
    checked = check(context, ("经度", "纬度"), *PLACE)
    assert position(checked) is None
    (remark,) = checked.remarks
    assert remark.startswith("1 position is not taken")
    assert "GCJ-02" in remark
    # Whoever uploads the table may say it.
    said = check(context, ("经度", "纬度"), *PLACE, datum=Datum.GCJ02)
    assert said.remarks == ()
    found = position(said)
    assert found is not None
    assert found.original_datum is Datum.GCJ02


@pytest.mark.parametrize(
    ("titles", "cells", "column", "problem"),
    [
        (WGS84, (PLACE[1], PLACE[0]), "纬度（WGS-84）", "no more than 90"),
        (WGS84, ("116.4000", "39.9000"), "经度（WGS-84）", "Outside the district"),
        (WGS84, ("106.107", ""), "纬度（WGS-84）", "no degrees"),
        (WGS84, ("x", "29.26"), "经度（WGS-84）", "no degrees"),
        (WGS84, ("206.1", "29.26"), "经度（WGS-84）", "no more than 180"),
        (("坐标(WGS84)",), ("106.107",), "坐标（WGS84）", "no pair"),
        (("坐标(WGS84)",), ("116.4000, 39.9000",), "坐标（WGS84）", "Outside the district"),
        (("经度", "纬度", "坐标系"), (*PLACE, "北京54"), "坐标系", "clearly"),
        ((*WGS84, "坐标系"), (*PLACE, "百度"), "坐标系", "says BD-09, the titles say WGS-84"),
        (("经度（百度）", "纬度（百度）", "坐标系"), (*PLACE, "高德"), "坐标系", "contradict"),
        (("经度", "纬度", "坐标系"), (*PLACE, "某某"), "坐标系", "clearly"),
        ((*WGS84, "精度"), (*PLACE, "很准"), "精度", "no precision"),
    ],
)
def test_a_pair_that_cannot_be_is_an_error_of_its_cell(
    context: RegionContext,
    titles: tuple[str, ...],
    cells: tuple[str, ...],
    column: str,
    problem: str,
) -> None:
    (error,) = check(context, titles, *cells).errors
    assert error.column == column
    assert problem in error.problem
    assert error.remedy


@pytest.mark.parametrize(
    ("cells", "precision"),
    [
        (("106.10701", "29.26012"), Precision.ROOFTOP),
        (("106.107", "29.26"), Precision.STREET),
        (("106.11", "29.26"), Precision.VILLAGE),
        (("106.1", "29.3"), None),
    ],
)
def test_a_pair_is_no_more_precise_than_its_decimals(
    context: RegionContext, cells: tuple[str, str], precision: Precision | None
) -> None:
    found = position(check(context, WGS84, *cells))
    assert (found and found.precision) == precision


def test_a_precision_that_is_stated_counts(context: RegionContext) -> None:
    found = position(check(context, (*WGS84, "精度"), *PLACE, "town"))
    assert found is not None
    assert found.precision is Precision.TOWN


def test_what_speaks_against_a_pair_without_ruling_it_out_is_told(context: RegionContext) -> None:
    # In the far south of the district.
    checked = check(context, WGS84, "106.3000", "28.8000")
    assert position(checked) is not None
    assert any("too far from the town" in warning.text for warning in checked.warnings)


def test_empty_cells_are_no_position(context: RegionContext) -> None:
    for cells in (("", ""), ("/", "无")):
        checked = check(context, ("经度", "纬度"), *cells)
        assert position(checked) is None
        assert checked.remarks == ()


def test_positions_alone_are_no_outlets(context: RegionContext) -> None:
    with pytest.raises(HeaderError):
        table_of([["1", *PLACE]], ("序号", *WGS84))
