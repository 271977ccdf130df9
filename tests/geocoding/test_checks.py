"""The checks that a position must pass by itself."""

import pytest

from sites.addresses.towns import RegionNames, TownIndex
from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum
from sites.geo.outline import Outline
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.checks import Checks
from sites.geocoding.findings import Finding, FindingKind
from sites.geocoding.places import RegionPlaces
from tests.factories import at
from tests.geocoding.places import jiangjin

JIJIANG = (106.255882, 29.292433)
NEAR = (106.2600, 29.2950)
OUT_OF_TOWN = (106.1200, 29.0700)
BEIJING = (116.3975, 39.9087)
CHECKS = Checks(jiangjin())


def kinds(
    pair: tuple[float, float],
    precision: Precision = Precision.STREET,
    town: str | None = "jijiang",
    checks: Checks = CHECKS,
) -> list[FindingKind]:
    return [finding.kind for finding in checks.findings(at(pair, precision), town)]


def test_sound_position_has_no_finding() -> None:
    assert kinds(NEAR) == []


def test_outside_and_far() -> None:
    assert kinds(BEIJING) == [FindingKind.OUTSIDE_REGION, FindingKind.FAR_FROM_TOWN]
    assert kinds(BEIJING, town=None) == [FindingKind.OUTSIDE_REGION]
    assert kinds(OUT_OF_TOWN) == [FindingKind.FAR_FROM_TOWN]
    assert kinds(OUT_OF_TOWN, town=None) == []
    assert kinds(OUT_OF_TOWN, Precision.REGION) == []


def test_outline_decides_where_there_is_one() -> None:
    ring = ((106.2, 29.2), (106.3, 29.2), (106.3, 29.3), (106.2, 29.3), (106.2, 29.2))
    checks = Checks(jiangjin(Outline((ring,))))
    assert kinds(OUT_OF_TOWN, town=None) == []
    (finding,) = checks.findings(at(OUT_OF_TOWN, Precision.STREET), None)
    assert finding.kind is FindingKind.OUTSIDE_REGION
    assert finding.metres is not None
    assert finding.metres > 10_000
    # The outline is rounded: what lies a few hundred metres outside may be inside.
    assert kinds((106.25, 29.305), town=None, checks=checks) == []
    assert kinds((106.25, 29.315), town=None, checks=checks) == [FindingKind.OUTSIDE_REGION]


def test_position_in_a_shifted_datum_is_checked_where_it_is() -> None:
    """500 m decide at the edge: the WGS-84 place counts, not the pair as it came."""
    ring = ((106.2, 29.2), (106.25, 29.2), (106.25, 29.4), (106.2, 29.4), (106.2, 29.2))
    checks = Checks(jiangjin(Outline((ring,))))
    pair = (106.2625, 29.28)
    as_said = Position.located(*pair, precision=Precision.STREET, source="x", datum=Datum.GCJ02)
    assert checks.findings(as_said, None) == ()
    assert kinds(pair, town=None, checks=checks) == [FindingKind.OUTSIDE_REGION]


@pytest.mark.parametrize(
    ("precision", "expected"),
    [
        (Precision.ROOFTOP, [FindingKind.ON_TOWN_CENTER]),
        (Precision.STREET, [FindingKind.ON_TOWN_CENTER]),
        (Precision.VILLAGE, [FindingKind.ON_TOWN_CENTER]),
        (Precision.TOWN, []),
    ],
)
def test_town_center_is_the_town_and_nothing_finer(
    precision: Precision, expected: list[FindingKind]
) -> None:
    assert kinds(JIJIANG, precision) == expected
    # Written with five decimals; and the centre of a neighbour.
    assert kinds((106.25588, 29.29243), precision) == expected
    assert kinds((106.262729, 29.280514), precision) == expected
    assert kinds((106.2560, 29.2926), precision) == []


def urumqi() -> RegionPlaces:
    return RegionPlaces(
        adcode="650102",
        province="新疆维吾尔自治区",
        name="天山区",
        names=RegionNames.of("新疆维吾尔自治区", "天山区"),
        index=TownIndex([]),
        towns={},
        bounds=Box(87.5, 43.7, 87.8, 43.9),
        outline=None,
    )


def test_exchanged_degrees() -> None:
    """East of 90° exchanged degrees are no place on Earth; in the west they are one."""
    checks = Checks(urumqi())
    assert kinds((87.62, 43.79), town=None, checks=checks) == []
    assert kinds((43.79, 87.62), town=None, checks=checks) == [FindingKind.SWAPPED]
    assert kinds((43.79, 80.00), town=None, checks=checks) == [FindingKind.OUTSIDE_REGION]


@pytest.mark.parametrize(
    ("precision", "address", "other", "is_suspect"),
    [
        (Precision.ROOFTOP, "大同路278号", "滨江路5号", True),
        (Precision.ROOFTOP, "大同路278号", "大同路526号", True),
        (Precision.ROOFTOP, "大同路278号", "几江街道大同路278号", False),
        (Precision.ROOFTOP, "大同路163_167号", "大同路165号", False),
        (Precision.ROOFTOP, "大同路278号", "大同路278号", False),
        # All houses of a street have its point, if no more is known.
        (Precision.STREET, "大同路278号", "大同路526号", False),
        (Precision.STREET, "大同路278号", "滨江路5号", True),
        (Precision.VILLAGE, "大同路278号", "滨江路5号", False),
        (Precision.TOWN, "大同路278号", "滨江路5号", False),
    ],
)
def test_outlet_with_another_address_at_the_same_place(
    precision: Precision, address: str, other: str, is_suspect: bool
) -> None:
    outlets = {Coordinate(*NEAR): frozenset({address, other})}
    found = CHECKS.findings(at(NEAR, precision), "jijiang", address, outlets)
    expected = (Finding(kind=FindingKind.ON_OTHER_OUTLET, about=other),) if is_suspect else ()
    assert found == expected
    assert CHECKS.findings(at((106.2601, 29.295), precision), "jijiang", address, outlets) == ()


def test_finding_survives_json() -> None:
    for finding in (
        Finding(kind=FindingKind.FAR_FROM_TOWN, metres=12_345.0, about="几江街道"),
        Finding(kind=FindingKind.SWAPPED),
    ):
        assert Finding.from_json(finding.to_json()) == finding
