"""Doubtful positions: kept for a person, and what the person's word does."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import IntegrityError

from sites.changes.author import Author
from sites.changes.fields import position_to_plain, stored_position
from sites.changes.record import Edit, record
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.findings import Finding, FindingKind
from sites.geocoding.policy import Verdict
from sites.geocoding.proposals import (
    Former,
    Judged,
    ProposalClosedError,
    Queued,
    accept,
    address_in_question,
    dismiss,
    findings_of,
    is_pin,
    open_proposals,
    propose_former,
    queued,
    update_proposals,
    withdraw_questions,
)
from sites.models import PointChange, PositionProposal, ProposalState, ServicePoint
from tests.factories import MakePoint, at

NEAR = (106.2600, 29.2950)
FAR = (106.1128, 29.0631)
FINDING = Finding(kind=FindingKind.FAR_FROM_TOWN, metres=29_000.0, about="几江街道")


def propose(
    point: ServicePoint,
    *doubtful: Position,
    providers: frozenset[str] = frozenset({"amap"}),
    findings: tuple[Finding, ...] = (FINDING,),
    settled: tuple[Position, ...] = (),
) -> None:
    verdicts = [Verdict(position=position, findings=findings) for position in doubtful]
    update_proposals([Judged(point=point, doubtful=verdicts, providers=providers, settled=settled)])


def waiting() -> list[tuple[int, Position | None]]:
    return [(row.point_id, row.position) for row in open_proposals("500116")]


def test_proposal_waits_with_its_findings(make_point: MakePoint) -> None:
    point = make_point(address="大同路1号", town="jijiang")
    propose(point, at(FAR))
    (row,) = open_proposals("500116")
    assert (row.point, row.position) == (point, at(FAR))
    assert findings_of(row) == (FINDING,)
    assert not open_proposals("500117").exists()
    propose(point, at(FAR))
    assert waiting() == [(point.pk, at(FAR))]


def test_newer_answer_of_the_same_provider_takes_its_place(make_point: MakePoint) -> None:
    point = make_point(address="大同路1号", town="jijiang")
    propose(point, at(FAR))
    propose(point, providers=frozenset({"gazetteer"}))
    assert waiting() == [(point.pk, at(FAR))]
    swapped = Finding(kind=FindingKind.SWAPPED)
    propose(point, at(FAR), findings=(swapped,))
    assert findings_of(open_proposals("500116").get()) == (swapped,)
    propose(point, at((106.12, 29.07)))
    assert waiting() == [(point.pk, at((106.12, 29.07)))]
    propose(point)
    assert waiting() == []


def test_position_that_is_sound_again(make_point: MakePoint) -> None:
    point = make_point(address="大同路1号", town="jijiang")
    propose(point, at(FAR), at(FAR, source="baidu"), providers=frozenset({"baidu"}))
    propose(point, providers=frozenset({"gazetteer"}), settled=(at(FAR), at(NEAR)))
    assert waiting() == [(point.pk, at(FAR, source="baidu"))]


def test_what_was_proposed_for_another_address_is_forgotten(
    make_point: MakePoint, clerk: User
) -> None:
    point = make_point(address="大同路1号", town="jijiang")
    propose(point, at(FAR), at(FAR, source="baidu"))
    dismiss(open_proposals("500116").earliest("pk").pk, clerk)
    (queue,) = queued([point]).values()
    assert queue == Queued(held=(at(FAR, source="baidu"),), dismissed=frozenset({at(FAR)}))
    record([Edit(point=point, values={"note": "周末休息"})], Author.staff(clerk))
    assert queued([point]) == {point.pk: queue}
    record([Edit(point=point, values={"address": "滨江路5号"})], Author.staff(clerk))
    assert queued([point]) == {}
    propose(point, providers=frozenset())
    assert waiting() == []


def test_accepting_is_the_persons_decision(make_point: MakePoint, clerk: User) -> None:
    point = make_point(address="大同路1号", town="jijiang", position=at(NEAR, source="gazetteer"))
    propose(point, at(FAR), at(FAR, source="baidu"))
    first, second = open_proposals("500116")
    accept(first.pk, clerk, reason="seen on site")
    point.refresh_from_db()
    assert stored_position(point) == at(FAR)
    provenance = point.provenance_of("position")
    assert provenance is not None
    assert (provenance.reference, provenance.locked) == ("clerk", True)
    assert PointChange.objects.filter(point=point).latest("pk").reason == "seen on site"
    states = PositionProposal.objects.in_bulk([first.pk, second.pk])
    assert states[first.pk].state == ProposalState.ACCEPTED
    assert states[second.pk].state == ProposalState.DISMISSED
    assert states[first.pk].decided_by == clerk
    with pytest.raises(ProposalClosedError):
        accept(first.pk, clerk)


def test_confirming_the_stored_position_locks_it(make_point: MakePoint, clerk: User) -> None:
    point = make_point(address="大同路1号", town="jijiang", position=at(FAR))
    propose(point, at(FAR))
    accept(open_proposals("500116").get().pk, clerk)
    point.refresh_from_db()
    assert stored_position(point) == at(FAR)
    provenance = point.provenance_of("position")
    assert provenance is not None
    assert provenance.locked


def test_dismissed_value_does_not_come_back(make_point: MakePoint, clerk: User) -> None:
    point = make_point(address="大同路1号", town="jijiang")
    before = list(ServicePoint.objects.values()), PointChange.objects.count()
    propose(point, at(FAR))
    dismiss(open_proposals("500116").get().pk, clerk)
    assert waiting() == []
    propose(point, at(FAR), findings=(Finding(kind=FindingKind.SWAPPED),))
    propose(point)
    propose(point, at(FAR))
    assert waiting() == []
    assert findings_of(PositionProposal.objects.get()) == (FINDING,)
    assert (list(ServicePoint.objects.values()), PointChange.objects.count()) == before
    propose(point, at((106.12, 29.07)))
    assert waiting() == [(point.pk, at((106.12, 29.07)))]


def test_nobody_is_asked_about_a_pin_or_a_closed_outlet(make_point: MakePoint, clerk: User) -> None:
    pinned, closed, open_ = (make_point(address=f"大同路{n}号", town="jijiang") for n in (1, 2, 3))
    for point in (pinned, closed, open_):
        propose(point, at(FAR))
    pin = {"position": position_to_plain(at(NEAR, source="clerk"))}
    record([Edit(point=pinned, values=pin)], Author.staff(clerk))
    record([Edit(point=closed, values={"is_active": False})], Author.staff(clerk))
    assert [point for point, _position in waiting()] == [open_.pk]
    for point in (pinned, closed):
        row = PositionProposal.objects.get(point=point)
        for decide in (accept, dismiss):
            with pytest.raises(ProposalClosedError):
                decide(row.pk, clerk)
    pinned.refresh_from_db()
    assert stored_position(pinned) == at(NEAR, source="clerk")


def test_stranger_decides_nothing(make_point: MakePoint) -> None:
    propose(make_point(address="大同路1号", town="jijiang"), at(FAR))
    row = open_proposals("500116").get()
    for decide in (accept, dismiss):
        with pytest.raises(TypeError):
            decide(row.pk, AnonymousUser())
    with pytest.raises(ProposalClosedError):
        dismiss(row.pk + 1, User.objects.create_user("li"))
    assert open_proposals("500116").count() == 1


@pytest.mark.parametrize(
    "broken", [{"state": "accepted"}, {"longitude": None}, {"original_datum": ""}]
)
def test_database_refuses_half_a_proposal(make_point: MakePoint, broken: dict[str, object]) -> None:
    propose(make_point(address="大同路1号", town="jijiang"), at(FAR))
    with pytest.raises(IntegrityError):
        PositionProposal.objects.update(**broken)


def pinned(make_point: MakePoint, clerk: User) -> tuple[ServicePoint, Position]:
    """Return an outlet whose pin belongs to a former address, and the pin."""
    pin = Position.located(*FAR, precision=Precision.ROOFTOP, source="staff")
    point = make_point(address="白沙镇正街1号", town="jijiang")
    edit = Edit(point=point, values={"position": position_to_plain(pin)})
    record([edit], Author.staff(clerk))
    propose_former([Former(point=point, position=pin, address="大同路1号")])
    return point, pin


def test_a_position_of_a_former_address_waits_and_no_run_takes_it(make_point: MakePoint) -> None:
    point = make_point(address="大同路2号", town="jijiang")
    for _time in range(2):
        propose_former([Former(point=point, position=at(NEAR), address="大同路1号")])
        (row,) = open_proposals()
        assert findings_of(row) == (Finding(kind=FindingKind.FORMER_ADDRESS, about="大同路1号"),)
    assert queued([point]) == {}
    # It goes as soon as its provider has answered for the new address.
    propose(point, providers=frozenset({"gazetteer"}))
    assert waiting() == [(point.pk, at(NEAR))]
    propose(point)
    assert waiting() == []


def test_a_decision_about_another_address_is_no_answer(make_point: MakePoint, clerk: User) -> None:
    point = make_point(address="大同路2号", town="jijiang")
    former = Former(point=point, position=at(NEAR), address="大同路1号")
    propose_former([former])
    dismiss(open_proposals().get().pk, clerk)
    propose_former([former])
    assert waiting() == [(point.pk, at(NEAR))]


def test_a_pin_in_question_waits_and_stays_if_it_is_right(
    make_point: MakePoint, clerk: User
) -> None:
    point, pin = pinned(make_point, clerk)
    (row,) = open_proposals()
    assert is_pin(row)
    assert address_in_question(point) == "大同路1号"
    accept(row.pk, clerk)
    point.refresh_from_db()
    assert stored_position(point) == pin
    assert waiting() == []
    with pytest.raises(ProposalClosedError):
        dismiss(row.pk, clerk)


def test_a_pin_in_question_is_taken_off_if_it_is_wrong(make_point: MakePoint, clerk: User) -> None:
    point, _pin = pinned(make_point, clerk)
    dismiss(open_proposals().get().pk, clerk)
    point.refresh_from_db()
    assert (point.precision, point.position_source) == ("town", "gazetteer")
    origin = point.provenance_of("position")
    assert origin is not None
    assert not origin.locked
    assert waiting() == []


def test_a_new_pin_answers_the_question_about_the_old_one(
    make_point: MakePoint, clerk: User
) -> None:
    point, _pin = pinned(make_point, clerk)
    row = open_proposals().get()
    newer = Position.located(*NEAR, precision=Precision.ROOFTOP, source="staff")
    record([Edit(point=point, values={"position": position_to_plain(newer)})], Author.staff(clerk))
    assert waiting() == []
    with pytest.raises(ProposalClosedError):
        dismiss(row.pk, clerk)


def test_a_question_is_withdrawn_where_the_position_stands(
    make_point: MakePoint, clerk: User
) -> None:
    point, _pin = pinned(make_point, clerk)
    withdraw_questions([point])
    assert waiting() == []
    assert address_in_question(point) is None


def test_an_outlet_of_whose_position_nobody_has_said_anything_waits_too(
    make_point: MakePoint,
) -> None:
    point = make_point(address="大同路1号", town="jijiang")
    provenance = {name: said for name, said in point.provenance.items() if name != "position"}
    ServicePoint.objects.filter(pk=point.pk).update(provenance=provenance)
    propose(point, at(FAR))
    assert waiting() == [(point.pk, at(FAR))]
