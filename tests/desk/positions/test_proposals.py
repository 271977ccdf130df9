"""The queue of positions that may be wrong."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from sites.changes.author import Author
from sites.changes.fields import position_to_plain
from sites.changes.record import Edit, record
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.findings import Finding, FindingKind
from sites.geocoding.policy import Verdict
from sites.geocoding.proposals import Judged, update_proposals
from sites.models import PositionProposal, ServicePoint
from tests.factories import MakePoint

QUEUE = "/desk/service_sites/positionproposal/"
PLACE = Position.located(106.12, 29.07, precision=Precision.STREET, source="amap")


@pytest.fixture
def point(make_point: MakePoint) -> ServicePoint:
    point = make_point(name="<b>甲</b>网点", town="jijiang")
    finding = Finding(kind=FindingKind.FAR_FROM_TOWN, metres=28_000.0, about="几江街道")
    verdict = Verdict(position=PLACE, findings=(finding,))
    update_proposals(
        [Judged(point=point, doubtful=[verdict], providers=frozenset({"amap"}), settled=[])]
    )
    return point


def act(client: Client, action: str) -> Any:
    keys = list(PositionProposal.objects.values_list("pk", flat=True))
    data = {"action": action, "_selected_action": keys}
    return client.post(QUEUE, data, follow=True)


def test_queue_says_what_speaks_against_a_position(
    data_manager: Client, point: ServicePoint
) -> None:
    content = data_manager.get(QUEUE).content.decode()
    for shown in (point.address, "106.120000, 29.070000", "amap", "几江街道", "28.0"):
        assert shown in content
    assert "<b>甲</b>" not in content


def test_queue_says_what_is_shown_instead(data_manager: Client, point: ServicePoint) -> None:
    assert "不显示位置" in data_manager.get(QUEUE).content.decode()
    town = Position.located(106.26, 29.29, precision=Precision.TOWN, source="gazetteer")
    edit = Edit(point=point, values={"position": position_to_plain(town)})
    record([edit], Author.geocoder("gazetteer"))
    content = data_manager.get(QUEUE).content.decode()
    assert "不显示位置" not in content
    assert re.search(r'field-shown_instead">\s*镇街', content)


def test_accepting_makes_it_the_persons_position(data_manager: Client, point: ServicePoint) -> None:
    assert act(data_manager, "accept_selected").status_code == 200
    point.refresh_from_db()
    assert point.coordinate == PLACE.coordinate
    provenance = point.provenance_of("position")
    assert provenance is not None
    assert (provenance.reference, provenance.locked) == ("li", True)
    assert PositionProposal.objects.get().state == "accepted"
    assert not data_manager.get(QUEUE).context["cl"].result_list


def test_dismissing_changes_nothing_public(
    data_manager: Client, point: ServicePoint, stored: Callable[[], str]
) -> None:
    before = stored()
    act(data_manager, "dismiss_selected")
    assert stored() == before
    assert PositionProposal.objects.get().state == "dismissed"
    assert not data_manager.get(QUEUE).context["cl"].result_list


@pytest.mark.parametrize("action", ["accept_selected", "dismiss_selected"])
def test_who_keeps_phones_does_not_decide(
    phone_keeper: Client, client: Client, point: ServicePoint, action: str
) -> None:
    assert phone_keeper.get(QUEUE).status_code == 403
    assert act(phone_keeper, action).status_code == 403
    act(client, action)
    assert PositionProposal.objects.get().state == "open"
