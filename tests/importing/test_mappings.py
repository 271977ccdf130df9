"""What a person has said about a header once holds wherever a table comes in."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from sites.importing.headers import HeaderError
from sites.importing.mappings import columns_for, remember_columns
from sites.importing.read_table import parse_table
from sites.models import HeaderMapping, Region, ServicePoint
from tests.importing.tables import as_csv, row

TITLES = ("甲", "乙 乙", "丙", "丁")
PLACES = {"serial": 0, "name": 1, "address": 2, "phone": 3}
CONTENT = as_csv([row()], TITLES).encode()


@pytest.fixture
def told(jiangjin: Region, clerk: User) -> Region:
    remember_columns(jiangjin, TITLES, PLACES, clerk)
    return jiangjin


def test_it_is_remembered_for_the_region_and_its_titles(told: Region, clerk: User) -> None:
    table = parse_table(CONTENT, "x.csv", columns_for(told))
    assert table.rows[0].cells == dict(zip(PLACES, row(), strict=True))
    assert table.titles["name"] == "乙乙"
    other = Region(adcode="500118")
    with pytest.raises(HeaderError):
        parse_table(CONTENT, "x.csv", columns_for(other))
    # Once more is no second one.
    remember_columns(told, ["甲", "乙乙", "丙", "丁", ""], {**PLACES, "serial": 0}, clerk)
    assert HeaderMapping.objects.count() == 1
    with pytest.raises(ValueError, match="without a place: phone"):
        remember_columns(told, TITLES, {"name": 0, "address": 1}, clerk)


def test_it_holds_for_the_command(told: Region, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(CONTENT)
    call_command("import_service_points", path)
    assert ServicePoint.objects.get().name == "农商行油溪支行"


def test_it_holds_for_the_check_without_an_account(told: Region, client: Client) -> None:
    form = {"region": "500116", "report": "page", "file": SimpleUploadedFile("x.csv", CONTENT)}
    assert "No errors in 1 row." in client.post("/en/check-table/", form).content.decode()
