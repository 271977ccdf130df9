"""A table of corrected positions: uploaded, looked at, applied."""

import csv
import io
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from sites.changes.author import Author
from sites.changes.fields import position_to_plain
from sites.changes.record import Edit, record
from sites.desk.positions.table_forms import MAX_BYTES
from sites.geo.datum import Datum, convert
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.importing.undo import undo_import
from sites.models import ImportRun, ServicePoint
from tests.desk.conftest import staff_client
from tests.factories import MakePoint

pytestmark = pytest.mark.django_db

URL = "/desk/service_sites/servicepoint/positions/"
TABLE = "/desk/service_sites/servicepoint/positions.csv"
PLACE = (106.2597, 29.2895)


@pytest.fixture
def point(make_point: MakePoint) -> ServicePoint:
    return make_point(name="<b>甲</b>网点", town="jijiang")


def downloaded(client: Client, datum: str = "gcj02") -> list[dict[str, str]]:
    content = client.get(TABLE, {"only": "all", "datum": datum}).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def written(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def workbook(rows: list[dict[str, str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for cells in [list(rows[0]), *(list(row.values()) for row in rows)]:
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def upload(client: Client, content: bytes, *, name: str = "check.csv", **said: str) -> Any:
    file = SimpleUploadedFile(name, content)
    fields = {"region": "500116", "datum": "gcj02", "precision": "rooftop", "table": file, **said}
    return client.post(URL, fields)


def corrected(
    client: Client, place: tuple[float, float] = PLACE, datum: Datum = Datum.GCJ02
) -> bytes:
    rows = downloaded(client)
    longitude, latitude = convert(*place, Datum.WGS84, datum)
    rows[0] |= {"经度": f"{longitude:.7f}", "纬度": f"{latitude:.7f}"}
    return written(rows)


def apply(client: Client, response: Any, **said: str) -> Any:
    agreed: Mapping[str, str] = response.context["agreed"]
    return client.post(URL, {**agreed, **said}, follow=True)


def test_downloaded_corrected_uploaded_shown_applied_undone(
    data_manager: Client, point: ServicePoint, stored: Callable[[], str]
) -> None:
    before = stored()
    response = upload(data_manager, corrected(data_manager))
    content = response.content.decode()
    assert "&lt;b&gt;甲&lt;/b&gt;网点" in content
    assert "106.259700, 29.289500" in content
    assert stored() == before, "what is only looked at changes nothing"
    page = apply(data_manager, response)
    assert page.redirect_chain
    point.refresh_from_db()
    assert point.coordinate is not None
    assert point.coordinate.longitude == pytest.approx(PLACE[0], abs=1e-6)
    assert (point.precision, point.original_datum) == ("rooftop", "gcj02")
    provenance = point.provenance_of("position")
    assert provenance is not None
    assert (provenance.reference, provenance.locked) == ("li", True)
    run = ImportRun.objects.get()
    assert (run.kind, run.file_name) == ("positions", "check.csv")
    undo_import(run.pk)
    point.refresh_from_db()
    assert point.coordinate is None


def test_workbook_is_read_as_the_same_table_is(data_manager: Client, point: ServicePoint) -> None:
    rows = downloaded(data_manager, "wgs84")
    rows[0] |= {"经度": str(PLACE[0]), "纬度": str(PLACE[1]), "精度": "street"}
    response = upload(data_manager, workbook(rows), name="check.xlsx", datum="wgs84")
    apply(data_manager, response)
    point.refresh_from_db()
    assert (point.longitude, point.latitude) == PLACE
    assert point.precision == "street"


def test_datum_has_to_be_said(data_manager: Client, point: ServicePoint) -> None:
    response = upload(data_manager, corrected(data_manager), datum="")
    assert response.status_code == 400
    assert response.context["form"].errors.keys() == {"datum"}


def test_rows_with_errors_are_named_and_nothing_can_be_applied(
    data_manager: Client, point: ServicePoint, stored: Callable[[], str]
) -> None:
    rows = downloaded(data_manager)
    rows[0] |= {"经度": "106度左右", "纬度": "29.29"}
    before = stored()
    response = upload(data_manager, written(rows))
    content = response.content.decode()
    for said in ("106度左右", "经度", "106.259120"):
        assert said in content
    assert not response.context["may_apply"]
    # Not even by somebody who sends the form all the same.
    again = apply(data_manager, response)
    assert again.context["plan"].errors
    assert stored() == before


def test_place_outside_the_district_has_to_be_meant(
    data_manager: Client, point: ServicePoint
) -> None:
    table = corrected(data_manager, (116.4, 39.9))
    assert "在本区范围之外" in upload(data_manager, table).content.decode()
    response = upload(data_manager, table, force="on")
    assert response.context["may_apply"]
    apply(data_manager, response)
    point.refresh_from_db()
    assert point.precision == "rooftop"


def test_pin_of_a_person_stays_unless_it_is_meant(
    data_manager: Client, point: ServicePoint
) -> None:
    pin = Position.located(106.26, 29.29, precision=Precision.ROOFTOP, source="staff")
    edit = Edit(point=point, values={"position": position_to_plain(pin)})
    record([edit], Author.staff(User.objects.create_user("zhao")))
    table = corrected(data_manager)
    response = upload(data_manager, table)
    assert [move.serial for move in response.context["conflicts"]] == [point.serial]
    assert not response.context["may_apply"]
    apply(data_manager, upload(data_manager, table, replace_pins="on"))
    point.refresh_from_db()
    assert point.longitude == pytest.approx(PLACE[0], abs=1e-6)


def test_what_changed_meanwhile_is_shown_again(
    data_manager: Client, point: ServicePoint, stored: Callable[[], str]
) -> None:
    response = upload(data_manager, corrected(data_manager))
    town = Position.located(106.25, 29.28, precision=Precision.TOWN, source="gazetteer")
    edit = Edit(point=point, values={"position": position_to_plain(town)})
    record([edit], Author.geocoder("gazetteer"))
    before = stored()
    again = apply(data_manager, response)
    assert stored() == before
    assert "106.250000, 29.280000" in again.content.decode()
    apply(data_manager, again)
    point.refresh_from_db()
    assert point.precision == "rooftop"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", "甲,乙\n1,2\n".encode()])
def test_file_that_is_no_such_table(
    data_manager: Client, point: ServicePoint, content: bytes
) -> None:
    response = upload(data_manager, content)
    assert response.status_code == 400
    assert response.context["form"].errors.keys() == {"table"}


def test_file_that_is_too_large(data_manager: Client, point: ServicePoint) -> None:
    response = upload(data_manager, b"x" * (MAX_BYTES + 1))
    assert response.context["form"].errors.keys() == {"table"}


def test_table_that_was_not_shown_is_not_applied(
    data_manager: Client, point: ServicePoint, stored: Callable[[], str]
) -> None:
    response = upload(data_manager, corrected(data_manager))
    before = stored()
    for said in ({"carried": "forged"}, {"datum": "bd09"}, {"agreed": "0"}):
        apply(data_manager, response, **said)
        assert stored() == before


def test_who_may_not_change_outlets_sees_none_of_it(
    phone_keeper: Client, client: Client, point: ServicePoint
) -> None:
    assert phone_keeper.get(URL).status_code == 403
    assert upload(phone_keeper, b"").status_code == 403
    assert client.get(URL).status_code == 302


def test_a_table_is_for_the_regions_that_one_works_for(
    point: ServicePoint, stored: Callable[[], str]
) -> None:
    stranger = staff_client("sun", "数据管理员", regions=[])
    before = stored()
    response = upload(stranger, "公开编号,经度,纬度\n".encode())
    assert response.context["form"].errors.keys() >= {"region"}
    assert stored() == before


def test_list_leads_to_it(data_manager: Client, point: ServicePoint) -> None:
    assert URL in data_manager.get("/desk/service_sites/servicepoint/").content.decode()
