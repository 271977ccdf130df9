"""The log of changes and the imports, as staff read them."""

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from sites.changes.author import Author
from sites.changes.fields import position_to_plain
from sites.changes.record import Edit, record
from sites.desk.history.filter import PAGE, LogFilter
from sites.geo.datum import Datum
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.importing.plan import Outcome
from sites.models import ImportRun, LogHead, PointChange
from tests.factories import MakePoint

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


def shown(client: Client, query: str = "") -> list[int]:
    """Return the keys of the changes that a page of the log shows."""
    response = client.get(f"{LOG}?{query}")
    assert response.status_code == 200
    return [row.pk for row in response.context["rows"]]


def test_the_log_of_one_outlet_and_of_all(phone_keeper: Client, make_point: MakePoint) -> None:
    first, second = make_point(name="甲网点"), make_point(name="乙网点")
    redirect = phone_keeper.get(f"{POINT}{first.pk}/history/")
    response = phone_keeper.get(redirect["Location"])
    assert {row.point.pk for row in response.context["rows"]} == {first.pk}
    assert "甲网点" in response.content.decode()
    response = phone_keeper.get(LOG)
    assert {row.point.pk for row in response.context["rows"]} == {first.pk, second.pk}
    change = PointChange.objects.get(point=first)
    assert "— → 甲网点" in phone_keeper.get(f"{LOG}{change.pk}/change/").content.decode()


@pytest.mark.parametrize("query", ["user__password__startswith=a", "point__note=x", "o=1", "q=甲"])
def test_the_log_answers_no_questions_about_other_tables(
    phone_keeper: Client, make_point: MakePoint, query: str
) -> None:
    make_point(name="甲网点")
    for url in (LOG, f"{LOG}changes.csv"):
        response = phone_keeper.get(f"{url}?{query}")
        assert response.status_code == (200 if query.startswith("q=") else 400)


@pytest.mark.parametrize("query", ["who=x", "field=x", "kind=x", "since=x", "point=x", "older=-1"])
def test_a_filter_that_cannot_be_read_shows_nothing_and_says_so(
    phone_keeper: Client, make_point: MakePoint, query: str
) -> None:
    make_point()
    response = phone_keeper.get(f"{LOG}?{query}")
    assert response.status_code == 200
    assert not response.context["rows"]
    assert response.context["form"].errors
    assert phone_keeper.get(f"{LOG}changes.csv?{query}").status_code == 400


def test_the_log_is_filtered_by_who_what_and_when(
    phone_keeper: Client, make_point: MakePoint
) -> None:
    point, other = make_point(name="甲网点"), make_point(name="乙网点")
    wang = Author.staff(User.objects.get(username="wang"))
    record([Edit(point=point, values={"phone": "47838915"})], wang)
    record([Edit(point=point, values={"note": "x"})], Author.geocoder("test"))
    record([Edit(point=other, values={"is_active": False})], wang)
    added, added_too, phone, note, closed = PointChange.objects.order_by("pk").values_list(
        "pk", flat=True
    )
    today = timezone.localdate()
    for query, expected in (
        ("", [closed, note, phone, added_too, added]),
        ("who=staff", [closed, phone]),
        ("who=staff:wang", [closed, phone]),
        ("who=geocoder&kind=changed", [note]),
        ("kind=removed", [closed]),
        ("field=phone", [phone]),
        ("field=phone&who=geocoder", []),
        ("q=甲", [note, phone, added]),
        (f"point={other.pk}", [closed, added_too]),
        (f"since={today}&until={today}", [closed, note, phone, added_too, added]),
        (f"until={today - timedelta(days=1)}", []),
        (f"since={today + timedelta(days=1)}", []),
    ):
        assert shown(phone_keeper, query) == expected, query
        lines = b"".join(phone_keeper.get(f"{LOG}changes.csv?{query}")).decode("utf-8-sig")
        numbers = [int(row[0]) for row in list(csv.reader(io.StringIO(lines)))[1:]]
        assert list(dict.fromkeys(numbers)) == expected, query


def test_the_log_is_leafed_through(phone_keeper: Client, make_point: MakePoint) -> None:
    point = make_point()
    wang = Author.staff(User.objects.get(username="wang"))
    for number in range(2 * PAGE + 5):
        record([Edit(point=point, values={"note": str(number)})], wang)
    keys = list(PointChange.objects.order_by("-pk").values_list("pk", flat=True))
    for query, expected in (("", keys), ("field=note&who=staff", keys[:-1])):
        seen: list[int] = []
        pages = []
        following = query
        while True:
            response = phone_keeper.get(f"{LOG}?{following}")
            pages.append([row.pk for row in response.context["rows"]])
            seen += pages[-1]
            following = response.context["older"]
            if not following:
                break
        assert seen == expected
        assert len(pages) == 3
        for former in reversed(pages[:-1]):
            response = phone_keeper.get(f"{LOG}?{response.context['newer']}")
            assert [row.pk for row in response.context["rows"]] == former
        assert not response.context["newer"]


def test_the_export_runs_no_formula_and_holds_the_seals(
    phone_keeper: Client, make_point: MakePoint
) -> None:
    point = make_point()
    evil = '=HYPERLINK("http://evil","x")'
    record([Edit(point=point, values={"note": evil})], Author.geocoder("test"), reason="@SUM(A1)")
    response = phone_keeper.get(f"{LOG}changes.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    content = b"".join(response).decode()
    assert content.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))
    assert f"'{evil}" in rows[1]
    assert "'@SUM(A1)" in rows[1]
    assert not any(cell.startswith(("=", "@")) for row in rows for cell in row)
    assert {row[-1] for row in rows[1:]} == set(PointChange.objects.values_list("seal", flat=True))
    assert LogHead.current().seal in phone_keeper.get(LOG).content.decode()


@pytest.mark.vendor("sqlite")
@pytest.mark.parametrize(
    "query",
    [
        "",
        "who=staff",
        "who=staff:li",
        "kind=removed",
        "field=phone",
        "point=1",
        "older=9",
    ],
)
def test_each_filter_finds_the_latest_without_looking_at_all(
    reference_data: None, query: str
) -> None:
    User.objects.create_user("li", is_staff=True)
    form = LogFilter(QueryDict(query))
    assert form.is_valid(), form.errors
    rows = form.matching(PointChange.objects.all())
    if form.cleaned_data["older"]:
        rows = rows.filter(pk__lt=form.cleaned_data["older"])
    plan = rows.order_by(f"-{form.key}")[:PAGE].explain()
    assert "TEMP B-TREE" not in plan
    assert "USING" in plan or query == "", plan


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
