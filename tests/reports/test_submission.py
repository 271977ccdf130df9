"""Reports that are filed, alone and by many at once."""

import threading
import uuid
from pathlib import Path

import pytest
from django.db import connection

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.models import DataVersion, Report, ReportField, ReportState, ServicePoint
from sites.phones.numbers import PhoneError
from sites.reports import Complaint, file_report
from tests.factories import MakePoint
from tests.processes import Place

PHONE = Complaint(field=ReportField.PHONE, shown="47564298")


def test_a_report_keeps_what_was_seen_and_said_and_nothing_of_who_said_it(
    make_point: MakePoint,
) -> None:
    point = make_point()
    version = DataVersion.current()
    report = file_report(
        point.public_id,
        Complaint(
            field=ReportField.PHONE,
            shown="47564298",
            suggested="（023）4783 8915",
            remark=" 打不通\n\u202eeman \x07 ",
        ),
    )
    report.refresh_from_db()
    assert (report.point, report.shown, report.suggested) == (point, "47564298", "47838915")
    assert report.remarks == "打不通 eman"
    assert (report.state, report.count, report.decided_by) == (ReportState.OPEN, 1, None)
    assert DataVersion.current() == version, "a report is not public data"
    assert {field.name for field in Report._meta.get_fields()} == {
        "id", "code", "point", "field", "shown", "suggested", "remarks", "count", "created_at",
        "state", "decided_by", "decided_at", "reason",
    }  # fmt: skip


def test_the_same_said_again_is_counted(make_point: MakePoint) -> None:
    point, other = make_point(), make_point()
    first = file_report(point.public_id, PHONE)
    again = file_report(
        point.public_id, Complaint(field=ReportField.PHONE, shown="47564298", remark="空号")
    )
    assert (again.pk, again.code, again.count, again.remarks) == (first.pk, first.code, 2, "空号")
    same_remark = Complaint(field=ReportField.PHONE, shown="47564298", remark="空号")
    assert file_report(point.public_id, same_remark).remarks == "空号"
    # What differs in outlet, field, value or suggestion is a report of its own.
    others = [
        (other, PHONE),
        (point, Complaint(field=ReportField.ADDRESS, shown="47564298")),
        (point, Complaint(field=ReportField.PHONE, shown="47838915")),
        (point, Complaint(field=ReportField.PHONE, shown="47564298", suggested="47838915")),
    ]
    codes = {file_report(where.public_id, said).code for where, said in others}
    assert len(codes | {first.code}) == 5
    # So is what is said after a decision.
    Report.objects.filter(pk=first.pk).delete()
    assert file_report(point.public_id, PHONE).count == 1


def test_remarks_of_many_have_an_end(make_point: MakePoint) -> None:
    point = make_point()
    for number in range(15):
        said = Complaint(field=ReportField.OTHER, remark=f"{number:03}" + "字" * 297)
        report = file_report(point.public_id, said)
    assert report.count == 15
    assert len(report.remarks) <= 3000
    assert report.remarks.startswith("000字")


def test_what_cannot_be_filed(make_point: MakePoint) -> None:
    point = make_point()
    with pytest.raises(PhoneError):
        file_report(point.public_id, Complaint(field=ReportField.PHONE, suggested="110x"))
    for said in (
        Complaint(field=ReportField.OTHER),
        Complaint(field=ReportField.OTHER, remark="字" * 301),
        Complaint(field=ReportField.ADDRESS, suggested="字" * 201),
    ):
        with pytest.raises(ValueError, match=r"too long|says what"):
            file_report(point.public_id, said)
    with pytest.raises(ServicePoint.DoesNotExist):
        file_report(uuid.uuid4(), PHONE)
    record([Edit(point=point, values={"is_active": False})], Author.geocoder("test"))
    with pytest.raises(ServicePoint.DoesNotExist):
        file_report(point.public_id, PHONE)
    assert not Report.objects.exists()


_FILE = """
import django
django.setup()
from sites.models import ReportField, ServicePoint
from sites.reports import Complaint, file_report
point = ServicePoint.objects.get(serial=1)
for _ in range(20):
    said = Complaint(field=ReportField.PHONE, shown=point.phone, suggested="47838915")
    print(file_report(point.public_id, said).code)
"""


def test_processes_that_say_the_same_meet_in_one_report(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.manage(
        ["migrate", "-v0"],
        ["load_reference_data"],
        ["import_service_points", "data/service_points.csv"],
    )
    processes = [place.start("-c", _FILE) for _ in range(3)]
    codes: set[str] = set()
    for process in processes:
        out, error = process.communicate(timeout=60)
        assert process.returncode == 0, error
        codes |= set(out.split())
    assert len(codes) == 1
    count = "from sites.models import Report; print(Report.objects.get().count)"
    assert place.run("manage.py", "shell", "-v0", "-c", count).strip() == "60"


@pytest.mark.django_db(transaction=True)
@pytest.mark.vendor("postgresql")  # SQLite's writers take turns
def test_threads_that_say_the_same_meet_in_one_report(make_point: MakePoint) -> None:
    point = make_point()

    def say() -> None:
        for _ in range(10):
            file_report(point.public_id, PHONE)
        connection.close()

    threads = [threading.Thread(target=say) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Report.objects.get().count == 40
