"""The exported table: who is in it, what it says, and that it comes back unchanged."""

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import override

from sites.changes.author import Author
from sites.changes.fields import PlainValue, position_to_plain
from sites.changes.record import Edit, record
from sites.geo.datum import Datum, convert
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.findings import Finding, FindingKind
from sites.importing.columns import POSITIONS
from sites.importing.compare import stored_points
from sites.importing.plan import Outcome
from sites.importing.positions.compare import PinRules, compare_positions
from sites.importing.positions.export import ToCheck, write_positions
from sites.importing.read_table import parse_table
from sites.models import PositionProposal, Region, ServicePoint
from tests.importing.positions.tables import LATITUDE, LONGITUDE

pytestmark = pytest.mark.usefixtures("real_points")


def exported(to_check: ToCheck, datum: Datum = Datum.WGS84) -> tuple[str, list[dict[str, str]]]:
    file = io.StringIO(newline="")
    count = write_positions(Region.objects.get(pk="500116"), to_check, file, datum)
    text = file.getvalue()
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert count == len(rows)
    return text, rows


def pin(serial: int, user: User | None = None, **values: PlainValue) -> None:
    position = Position.located(
        LONGITUDE, LATITUDE, precision=Precision.ROOFTOP, source="staff" if user else "amap"
    )
    author = Author.staff(user) if user else Author.geocoder("amap")
    point = ServicePoint.objects.get(serial=serial)
    values = {"position": position_to_plain(position), **values}
    record([Edit(point=point, values=values)], author)


def serials(to_check: ToCheck) -> set[int]:
    return {int(row["serial"]) for row in exported(to_check)[1]}


def test_which_outlets_are_exported(clerk: User) -> None:
    everybody = set(range(1, 58))
    assert serials(ToCheck.ALL) == everybody
    assert serials(ToCheck.COARSE) == everybody
    assert serials(ToCheck.MISSING) == {40}
    assert serials(ToCheck.PROPOSALS) == set()
    pin(33)
    pin(40, clerk)
    position = Position.located(106.9, 29.3, precision=Precision.ROOFTOP, source="baidu")
    proposal = PositionProposal(
        point=ServicePoint.objects.get(serial=5), proposed_at=timezone.now()
    )
    proposal.findings = [Finding(kind=FindingKind.OUTSIDE_REGION, metres=9_000.0).to_json()]
    proposal.set_position(position)
    proposal.save()
    assert serials(ToCheck.COARSE) == everybody - {33, 40}
    assert serials(ToCheck.MISSING) == set()
    assert serials(ToCheck.ALL) == everybody
    ((row),) = exported(ToCheck.PROPOSALS)[1]
    assert row["serial"] == "5"
    assert row["to be decided"].startswith("baidu 106.900000, 29.300000 (wgs84): outside")
    # A person has decided on the position that a proposal is for: nobody is asked any more.
    pin(5, clerk)
    assert serials(ToCheck.PROPOSALS) == set()
    record(
        [Edit(point=ServicePoint.objects.get(serial=40), values={"position": None})],
        Author.staff(clerk),
    )
    assert serials(ToCheck.MISSING) == set()


def test_a_row_says_all_that_is_known() -> None:
    pin(33)
    row = exported(ToCheck.ALL, Datum.GCJ02)[1][32]
    point = ServicePoint.objects.get(serial=33)
    gcj02 = convert(LONGITUDE, LATITUDE, Datum.WGS84, Datum.GCJ02)
    assert row["public id"] == str(point.public_id)
    assert (row["name"], row["address"], row["town"]) == (point.name, point.address, "几江街道")
    assert float(row["longitude"]) == pytest.approx(gcj02[0], abs=1e-7)
    assert float(row["latitude"]) == pytest.approx(gcj02[1], abs=1e-7)
    assert (row["precision"], row["datum"]) == ("building", "gcj02")
    assert row["source of the position"] == "amap"


def test_links_open_the_place_each_in_its_datum() -> None:
    pin(33)
    row = exported(ToCheck.ALL)[1][32]
    amap, tianditu = (urlsplit(row[column]) for column in ("in Amap", "in Tianditu"))
    gcj02 = convert(LONGITUDE, LATITUDE, Datum.WGS84, Datum.GCJ02)
    assert (amap.scheme, amap.netloc, amap.path) == ("https", "uri.amap.com", "/marker")
    assert parse_qs(amap.query)["position"] == [f"{gcj02[0]:.6f},{gcj02[1]:.6f}"]
    assert parse_qs(amap.query)["coordinate"] == ["gaode"]
    assert (tianditu.scheme, tianditu.netloc) == ("https", "map.tianditu.gov.cn")
    assert parse_qs(tianditu.query)["center"] == [f"{LONGITUDE:.6f},{LATITUDE:.6f}"]


def test_links_of_coarse_places_search_for_the_address() -> None:
    rows = exported(ToCheck.ALL)[1]
    for serial in (14, 40):
        amap = urlsplit(rows[serial - 1]["in Amap"])
        point = ServicePoint.objects.get(serial=serial)
        assert amap.path == "/search"
        query = parse_qs(amap.query)
        assert point.address in query["keyword"][0]
        assert "江津区" in query["keyword"][0]
        assert query["city"] == ["500116"]
        assert (
            point.address in parse_qs(urlsplit(rows[serial - 1]["in Tianditu"]).query)["keyword"][0]
        )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("datum", list(Datum))
def test_what_is_exported_and_imported_again_changes_nothing(language: str, datum: Datum) -> None:
    pin(33)
    region = Region.objects.get(pk="500116")
    with override(language):
        text, _rows = exported_text(region, datum)
        table = parse_table(text.encode("utf-8"), "x.csv", POSITIONS)
        plan = compare_positions(table, region, stored_points(region), PinRules(datum=datum))
    assert len(plan.outlets) == 57
    assert {outlet.outcome for outlet in plan.outlets} == {Outcome.UNCHANGED}
    assert (plan.errors, plan.warnings) == ((), ())


def exported_text(region: Region, datum: Datum) -> tuple[str, int]:
    file = io.StringIO(newline="")
    count = write_positions(region, ToCheck.ALL, file, datum)
    return file.getvalue(), count


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", " ="])
def test_no_text_is_a_formula(sign: str) -> None:
    pin(33, name=f"{sign}HYPERLINK(1)", address=f"{sign}1+1")
    row = exported(ToCheck.ALL)[1][32]
    assert row["name"] == f"'{sign}HYPERLINK(1)"
    assert row["address"] == f"'{sign}1+1"
