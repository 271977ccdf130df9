"""The log of changes and the imports, as staff read them."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from sites.geo.datum import Datum
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.importing.plan import Outcome
from sites.models import ImportRun, PointChange
from sites.recording.author import Author
from sites.recording.fields import position_to_plain
from sites.recording.points import Edit, record
from tests.desk.conftest import MakePoint

POINT = "/desk/service_sites/servicepoint/"
LOG = "/desk/service_sites/pointchange/"
IMPORTS = "/desk/service_sites/importrun/"


def test_an_outlets_page_tells_who_changed_what_from_what_to_what_and_why(
    phone_keeper: Client, make_point: MakePoint
) -> None:
    point = make_point(town="youxi")
    run = ImportRun.objects.create(
        region=point.region, file_name="table.csv", applied_at=timezone.now()
    )
    record([Edit(point=point, values={"town": "jijiang"})], Author.importer(run))
    position = Position.located(
        106.25, 29.29, precision=Precision.TOWN, source="gazetteer", datum=Datum.WGS84
    )
    located = {"position": position_to_plain(position)}
    record([Edit(point=point, values=located)], Author.geocoder("gazetteer"))
    user = User.objects.get(username="wang")
    user.last_name = "王"
    user.save()
    edit = Edit(point=point, values={"services": ["activation"], "is_active": False})
    record([edit], Author.staff(user), reason="已搬走")
    content = phone_keeper.get(f"{POINT}{point.pk}/change/").content.decode()
    for shown in (
        "油溪镇 → 几江街道",
        "table.csv",
        "— → 106.25000, 29.29000",
        "gazetteer",
        "王",
        "补办换卡、解锁",
        "已搬走",
    ):
        assert shown in content
    assert content.index("已搬走") < content.index("油溪镇 → 几江街道")


def test_the_log_of_one_outlet_and_of_all(phone_keeper: Client, make_point: MakePoint) -> None:
    first, second = make_point(name="甲网点"), make_point(name="乙网点")
    redirect = phone_keeper.get(f"{POINT}{first.pk}/history/")
    response = phone_keeper.get(redirect["Location"])
    assert {change.point_id for change in response.context["cl"].result_list} == {first.pk}
    response = phone_keeper.get(LOG)
    points = {change.point_id for change in response.context["cl"].result_list}
    assert points == {first.pk, second.pk}
    change = PointChange.objects.get(point=first)
    assert "— → 甲网点" in phone_keeper.get(f"{LOG}{change.pk}/change/").content.decode()


@pytest.mark.parametrize("query", ["user__password__startswith=a", "point__note=x", "q=甲"])
def test_the_log_answers_no_questions_about_other_tables(
    phone_keeper: Client, make_point: MakePoint, query: str
) -> None:
    make_point(name="甲网点")
    response = phone_keeper.get(f"{LOG}?{query}")
    assert response.status_code == (200 if query.startswith("q=") else 400)


def test_imports_are_listed_with_their_counts(data_manager: Client, make_point: MakePoint) -> None:
    run = ImportRun.objects.create(
        region=make_point().region,
        file_name="table.csv",
        sha256="0" * 64,
        applied_at=timezone.now(),
        counts={"conflict": 2, "added": 57},
    )
    for url in (IMPORTS, f"{IMPORTS}{run.pk}/change/"):
        content = data_manager.get(url).content.decode()
        assert "table.csv" in content
        assert f"{Outcome.ADDED.label} 57、{Outcome.CONFLICT.label} 2" in content
