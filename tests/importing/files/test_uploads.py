"""What the doors do with files that somebody sends."""

import io

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from sites.importing.files.bounds import STAFF
from sites.importing.files.names import safe_name
from sites.importing.files.uploads import MAX_BYTES, BoundedUploads
from tests.importing.files.making import ROWS, SHEET, changed, xlsx, xlsx_sheet
from tests.importing.files.test_archives import ENTITIES, bomb


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\Users\\me\\table.csv", "table.csv"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\n\u202ecsv.xslx", "abcsv.xslx"),
        ("", "table"),
        ("\u202e", "table"),
        ("长" * 400, "长" * 255),
    ],
)
def test_a_name_is_only_for_reading(name: str, shown: str) -> None:
    assert safe_name(name) == shown


def test_a_request_of_any_size_is_not_stored() -> None:
    with pytest.raises(RequestDataTooBig):
        BoundedUploads().handle_raw_input(io.BytesIO(), {}, 2 * MAX_BYTES + 1, b"x")


def test_every_page_refuses_a_huge_request(client: Client, db: None) -> None:
    """Before any view: whoever is not logged in cannot fill the disk either."""
    with override_settings(DEBUG=False):
        answer = client.generic(
            "POST",
            "/desk/login/",
            b"--x\r\n",
            content_type="multipart/form-data; boundary=x",
            CONTENT_LENGTH=str(2 * MAX_BYTES + 1),
        )
    assert answer.status_code == 400


DOORS = {
    "/desk/service_sites/importrun/new/": "file",
    "/desk/service_sites/servicepoint/positions/": "table",
    "/check-table/": "file",
}
HOSTILE = {
    "entities": lambda: changed(xlsx(ROWS), {SHEET: ENTITIES.encode()}),
    "a sheet as wide as the world": lambda: xlsx_sheet(
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    ),
    "far more than its bytes": lambda: bomb(STAFF.unpacked),
    "an archive within": lambda: changed(xlsx(ROWS), {"xl/x.bin": xlsx(ROWS)}),
    "a program": lambda: b"MZ" + bytes(100),
}


@pytest.mark.usefixtures("reference_data")
@pytest.mark.parametrize("attack", HOSTILE)
@pytest.mark.parametrize("door", DOORS)
def test_no_door_opens_a_file_that_attacks(admin_client: Client, door: str, attack: str) -> None:
    file = SimpleUploadedFile("table.xlsx", HOSTILE[attack]())
    said = {"region": "500116", "datum": "wgs84", "precision": "rooftop", "report": "page"}
    answer = admin_client.post(door, {**said, DOORS[door]: file})
    assert answer.status_code == 400
    assert DOORS[door] in answer.context["form"].errors or answer.context["problem"]
