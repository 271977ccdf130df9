import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import translation

from sites.changes.load_reference import load_reference_data
from sites.geo.coordinate import Coordinate
from sites.importing.context import RegionContext
from sites.models import DataVersion, Operator, Region, Service, ServicePoint, Town
from sites.reference.files import (
    REFERENCE_DIRECTORY,
    ReferenceDataError,
    read_notice_services,
)
from sites.reference.version import stored_versions
from tests.importing.dumps import everything

Change = Callable[[str, str, str], None]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REFERENCE_DIRECTORY, tmp_path / "reference"))


@pytest.fixture
def change(directory: Path) -> Change:
    """Return a function that replaces a text in one of the files."""

    def replace(name: str, old: str, new: str) -> None:
        path = directory / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


def refused(directory: Path) -> list[tuple[str, int, str]]:
    before = everything()
    with pytest.raises(ReferenceDataError) as refusal:
        load_reference_data(directory)
    assert everything() == before
    assert all(problem.problem and problem.remedy for problem in refusal.value.problems)
    assert all(str(problem) in str(refusal.value) for problem in refusal.value.problems)
    return [(problem.file, problem.row, problem.column) for problem in refusal.value.problems]


def test_the_files_fill_an_empty_database(db: None) -> None:
    loaded = load_reference_data()
    assert {name: counts.added for name, counts in loaded.counts.items()} == {
        "regions.csv": 1,
        "towns.csv": 30,
        "services.csv": 3,
        "operators.csv": 13,
    }
    jiangjin = Region.objects.get()
    assert (jiangjin.adcode, jiangjin.name, jiangjin.area_code) == ("500116", "江津区", "023")
    assert all(
        jiangjin.bounds.contains(Coordinate(town.longitude or 0, town.latitude or 0))
        for town in Town.objects.all()
    )
    assert list(Service.objects.values_list("code", "bit")) == [
        *(("reissue", 0), ("unlock", 1), ("activation", 2)),
    ]
    hotlines = dict(Operator.objects.exclude(hotline="").values_list("code", "hotline"))
    assert hotlines == {
        "social-security": "12333",
        "icbc": "95588",
        "ccb": "95533",
        "bocom": "95559",
        "boc": "95566",
        "psbc": "95580",
        "abc": "95599",
    }
    assert "农行" in Operator.objects.get(code="abc").aliases
    assert "农行" not in Operator.objects.get(code="cqrcb").aliases
    assert loaded.data_version == DataVersion.current() == 1


def test_a_second_run_changes_nothing(real_points: None) -> None:
    before, versions = everything(), stored_versions()
    loaded = load_reference_data()
    assert everything() == before
    assert stored_versions() == versions
    assert all(counts.added == counts.changed == 0 for counts in loaded.counts.values())
    assert loaded.points_refreshed == 0


def test_outdated_search_texts_follow_and_move_the_data_version_once(real_points: None) -> None:
    before, version = everything(), DataVersion.current()
    ServicePoint.objects.filter(serial__lte=3).update(search_text="|几江街道|")
    assert load_reference_data().points_refreshed == 3
    assert DataVersion.current() == version + 1
    assert load_reference_data().points_refreshed == 0
    assert DataVersion.current() == version + 1
    assert everything()["ServicePoint"] == before["ServicePoint"]


def test_a_new_alias_is_found_and_moves_the_data_version(
    real_points: None, directory: Path, change: Change
) -> None:
    version = DataVersion.current()
    change("towns.csv", "白沙镇,Baisha Town,白沙", "白沙镇,Baisha Town,白沙|白沙古镇")
    loaded = load_reference_data(directory)
    assert loaded.counts["towns.csv"].changed == 1
    assert loaded.points_refreshed == ServicePoint.objects.filter(town__key="baisha").count() > 0
    found = ServicePoint.objects.filter(search_text__contains="baishaguzhen")
    assert {point.town_id for point in found} == {Town.objects.get(key="baisha").pk}
    assert found.count() == loaded.points_refreshed
    assert DataVersion.current() == version + 1


def test_what_nobody_sees_does_not_move_the_data_version(
    real_points: None, directory: Path, change: Change
) -> None:
    before = stored_versions()
    change("operators.csv", "招商银行|招行", "招商银行|招行|招银")
    assert load_reference_data(directory).counts["operators.csv"].changed == 1
    assert Operator.objects.get(code="cmb").name_marks == ["招商银行", "招行", "招银"]
    after = stored_versions()
    # What is typed is read with it all the same.
    assert (after.public, after.reference) == (before.public, before.reference + 1)


def test_a_row_that_left_the_file_stays_stored(
    real_points: None, directory: Path, change: Change
) -> None:
    text = (directory / "operators.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("ceb,")]
    (directory / "operators.csv").write_text("\n".join(lines), encoding="utf-8")
    load_reference_data(directory)
    assert Operator.objects.filter(code="ceb").exists()


@pytest.mark.parametrize(
    ("replacement", "place"),
    [
        (("towns.csv", "106.255882", "106.25x"), (2, "longitude")),
        (("towns.csv", "106.255882", "nan"), (2, "longitude")),
        (("towns.csv", "106.255882", ""), (2, "__all__")),
        (("towns.csv", "500116,jijiang", "500199,jijiang"), (2, "region")),
        (("towns.csv", ",shengquan,", ",jijiang,"), (3, "key")),
        (("towns.csv", "几江街道,Jijiang", ",Jijiang"), (2, "name")),
        (("towns.csv", "public figures; GeoNames 0.6 km away", ""), (2, "position_source")),
        (("operators.csv", ",bank,", ",shop,"), (3, "kind")),
        (("operators.csv", ",source\n", ",origin\n"), (1, "source")),
        (("services.csv", "activation,2", "activation,5"), (4, "bit")),
        (("services.csv", "unlock,1,", "unlock,1,,"), (3, "")),
        (("regions.csv", "105.8167", "107"), (2, "__all__")),
        (("regions.csv", "500116", "5001"), (2, "adcode")),
        (("regions.csv", ",023,", ",23,"), (2, "area_code")),
        (("regions.csv", ",023,", ",,"), (2, "area_code")),
        (("regions.csv", ",023,", ",0999x,"), (2, "area_code")),
        (("regions.csv", ",023,", ",0123,"), (2, "area_code")),
        (("regions.csv", ",023,", ",０２３,"), (2, "area_code")),
        (("regions.csv", ",023,", ",+8623,"), (2, "area_code")),
        (("regions.csv", "reissue|unlock", "reissue|unlok"), (2, "notice_services")),
        (("regions.csv", "reissue|unlock", "补办换卡|unlock"), (2, "notice_services")),
        (("regions.csv", "reissue|unlock", "reissue、unlock"), (2, "notice_services")),
        (("regions.csv", "reissue|unlock", "reissue/unlock"), (2, "notice_services")),
        (("services.csv", "unlock,1", "unlocking,1"), (3, "bit")),
        (("services.csv", "unlock,1", "unlocking,3"), (2, "notice_services")),
    ],
)
def test_an_error_names_file_row_and_column(
    real_points: None,
    directory: Path,
    change: Change,
    replacement: tuple[str, str, str],
    place: tuple[int, str],
) -> None:
    change(*replacement)
    file = "regions.csv" if place[1] == "notice_services" else replacement[0]
    assert (file, *place) in refused(directory)


def test_a_bad_promise_is_told_with_the_codes_that_there_are(
    real_points: None, directory: Path, change: Change
) -> None:
    change("regions.csv", "reissue|unlock|activation", "reissue|unlok")
    said = (
        "regions.csv, row 2, notice_services “reissue|unlok”: There is no service unlok. "
        "Write the codes of services.csv, with | between them: reissue|unlock|activation."
    )
    with pytest.raises(ReferenceDataError) as refusal:
        load_reference_data(directory)
    assert str(refusal.value) == said
    # Nor does a table come in by it, if the file became bad after it was loaded.
    with pytest.raises(ReferenceDataError) as refusal:
        RegionContext.load(Region.objects.get(), directory)
    assert str(refusal.value) == said


def test_the_problems_of_all_files_are_told_at_once(
    db: None, directory: Path, change: Change
) -> None:
    (directory / "services.csv").unlink()
    (directory / "operators.csv").write_bytes("网点".encode("gb18030"))
    change("towns.csv", "106.255882", "x")
    change("towns.csv", "106.260682", "x")
    assert refused(directory) == [
        ("towns.csv", 2, "longitude"),
        ("towns.csv", 3, "longitude"),
        ("services.csv", 0, ""),
        ("operators.csv", 0, ""),
    ]


def test_the_notice_promises_every_service_at_every_outlet() -> None:
    assert read_notice_services(REFERENCE_DIRECTORY) == {
        "500116": ("reissue", "unlock", "activation")
    }


def test_a_broken_file_of_regions_is_no_promise(directory: Path) -> None:
    (directory / "regions.csv").write_text('a,"b', encoding="utf-8")
    with pytest.raises(ReferenceDataError):
        read_notice_services(directory)
