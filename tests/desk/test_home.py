"""The first page of the desk: counts that open exactly what they count, and charts."""

from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings
from typing_extensions import override

from sites.changes.author import Author
from sites.corrections import verify
from sites.models import PositionProposal, ReportField, ServicePoint, StaffRegion
from sites.reports import Complaint, file_report
from tests.desk.conftest import staff_client
from tests.factories import HECHUAN, MakePoint, make_region

HOME = "/desk/"


@pytest.fixture
def work(real_points: None, make_point: MakePoint) -> None:
    """Leave something of each sort to do, here and in another region."""
    chief = User.objects.create_superuser("chief")
    here = ServicePoint.objects.get(serial=2)
    there = make_point(name="远方网点", region=make_region().pk, phone="47838915", services=[])
    for point in (here, there):
        file_report(point.public_id, Complaint(field=ReportField.PHONE, shown=point.phone))
        file_report(point.public_id, Complaint(field=ReportField.CLOSED, remark="搬了"))
        proposal = PositionProposal(point=point, findings=[], proposed_at=timezone.now())
        proposal.longitude, proposal.latitude = 106.2, 29.2
        proposal.original_longitude, proposal.original_latitude = 106.2, 29.2
        proposal.original_datum, proposal.precision, proposal.provider = "wgs84", "street", "x"
        proposal.save()
    make_point(serial=90, is_active=False, town=None)
    make_point(serial=91, phone="", town="youxi")
    verify(here, "phone", Author.staff(chief))


@pytest.mark.parametrize("role", ["电话维护员", "数据管理员", "superuser"])
def test_every_count_is_the_length_of_the_list_behind_it(work: None, role: str) -> None:
    client = staff_client(
        "wang", "" if role == "superuser" else role, superuser=role == "superuser"
    )
    tasks = client.get(HOME).context["tasks"]
    expected = {"reports", "phones"}
    if role != "电话维护员":
        expected |= {"conflicts", "proposals", "no_town", "no_position"}
    assert {task.key for task in tasks} == expected
    assert [task.count for task in tasks if task.key == "conflicts"] in ([], [0])
    for task in tasks:
        if task.key == "conflicts":
            continue
        changelist = client.get(task.url).context["cl"]
        assert changelist.result_count == task.count > 0, task.key
    counts = {task.key: task.count for task in tasks}
    everywhere = role == "superuser"
    assert counts["phones"] == 56 + everywhere
    if role == "电话维护员":
        assert counts["reports"] == 1, "it decides on phones alone"
    else:
        assert counts["reports"] == 2 + 2 * everywhere


@pytest.mark.parametrize("months", [1, 6, 120])
def test_the_charts_agree_with_the_lists(
    work: None, data_manager: Client, settings: Settings, months: int
) -> None:
    settings.PHONE_VERIFIED_MONTHS = months
    charts = {chart.key: chart for chart in data_manager.get(HOME).context["charts"]}
    assert set(charts) == {"phones", "positions"}
    for chart in charts.values():
        for segment in chart.segments:
            changelist = data_manager.get(segment.share.url).context["cl"]
            assert changelist.result_count == segment.share.count, segment.share.label
        assert sum(segment.width for segment in chart.segments) == 1000
    assert charts["phones"].total == 57
    assert charts["positions"].total == 58


class Charts(HTMLParser):
    """Collects what a reader of the page's charts is told."""

    def __init__(self) -> None:
        super().__init__()
        self.named: list[str] = []
        self.texts: dict[str, str] = {}
        self._open = ""

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "svg" and given.get("role") == "img":
            self.named += (given["aria-labelledby"] or "").split()
        self._open = given.get("id") or "" if tag in {"title", "desc"} else ""

    @override
    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open] = self.texts.get(self._open, "") + data

    @override
    def handle_endtag(self, tag: str) -> None:
        self._open = ""


def test_a_chart_is_told_in_words_too(work: None, data_manager: Client) -> None:
    page = data_manager.get(HOME).content.decode()
    told = Charts()
    told.feed(page)
    assert len(told.named) == 4
    for name in told.named:
        assert told.texts[name].strip(), name
    assert "从未核实 56 (98%)" in told.texts["chart-phones-desc"]
    assert "style=" not in page.partition("<main")[2].partition("</main>")[0]


def test_staff_of_another_region_see_none_of_it(work: None) -> None:
    client = staff_client("zhao", "数据管理员", regions=[HECHUAN])
    tasks = {task.key: task.count for task in client.get(HOME).context["tasks"]}
    assert tasks == {
        "reports": 2,
        "phones": 1,
        "conflicts": 0,
        "proposals": 1,
        "no_town": 1,
        "no_position": 1,
    }
    assert [chart.total for chart in client.get(HOME).context["charts"]] == [1, 1]
    StaffRegion.objects.all().delete()
    fresh = client.get(HOME)
    assert {task.count for task in fresh.context["tasks"]} == {0}


def test_an_empty_desk(reference_data: None, data_manager: Client) -> None:
    response = data_manager.get(HOME)
    assert {task.count for task in response.context["tasks"]} == {0}
    assert [chart.total for chart in response.context["charts"]] == [0, 0]


def test_an_account_without_a_role_is_offered_nothing(reference_data: None) -> None:
    response = staff_client("nobody").get(HOME)
    assert list(response.context["tasks"]) == []
    assert list(response.context["charts"]) == []
    assert "servicepoint" not in response.content.decode()


def test_the_page_needs_as_many_queries_for_one_outlet_as_for_many(
    data_manager: Client, make_point: MakePoint
) -> None:
    make_point()
    data_manager.get(HOME)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            data_manager.get(HOME)
        counts.append(len(captured))
        for _number in range(5):
            make_point()
    assert counts[0] == counts[1] <= 20
