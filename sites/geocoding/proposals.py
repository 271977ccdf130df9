"""Positions that may be wrong: stored for review, listed, accepted, dismissed.

Among them are those that belong to an outlet's former address: taken off the outlet, or a pin that
stays until somebody has said what becomes of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeAlias

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from sites.changes.author import Author
from sites.changes.fields import position_to_plain, stored_position
from sites.changes.record import Edit, record
from sites.geo.position import Position
from sites.geocoding.findings import Finding, FindingKind
from sites.geocoding.offline import GAZETTEER, offline_position
from sites.geocoding.policy import Verdict
from sites.models import PositionProposal, ProposalState, ServicePoint

# Few enough rows for any database's limit on parameters.
_BATCH: Final = 500

_Value: TypeAlias = tuple[str, float | None, float | None, str]


class ProposalClosedError(Exception):
    """Somebody has decided on the proposal already, or the point is no longer in question."""


def open_proposals(adcode: str | None = None) -> QuerySet[PositionProposal]:
    """Return the proposals that wait for a person, of one region or of all, with their points.

    What is proposed for a point that was removed, or whose position a person has set since, waits
    for nobody, unless it is that position itself.
    """
    proposals = PositionProposal.objects.filter(state=ProposalState.OPEN, point__is_active=True)
    if adcode is not None:
        proposals = proposals.filter(point__region=adcode)
    is_stored = Q(
        provider=F("point__position_source"),
        longitude=F("point__longitude"),
        latitude=F("point__latitude"),
        precision=F("point__precision"),
    )
    is_pinned = Q(point__provenance__position__locked=True)
    is_free = Q(point__provenance__position__locked=False) | Q(
        point__provenance__position__isnull=True
    )
    return (
        proposals.filter((is_stored & is_pinned) | is_free)
        .select_related("point__town")
        .order_by("point__region", "point__serial", "pk")
    )


def is_pin(proposal: PositionProposal) -> bool:
    """Return whether a proposal is about the pin that its point has now."""
    origin = proposal.point.provenance_of("position")
    return (
        origin is not None
        and origin.locked
        and proposal.position == stored_position(proposal.point)
    )


def findings_of(proposal: PositionProposal) -> tuple[Finding, ...]:
    """Return what speaks against a proposed position."""
    return tuple(map(Finding.from_json, proposal.findings))


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """What the queue has to say about a point.

    Attributes:
        held: the positions that wait for a person.
        dismissed: the positions that a person does not want to see again.
    """

    held: tuple[Position, ...] = ()
    dismissed: frozenset[Position] = frozenset()


def queued(points: Iterable[ServicePoint]) -> dict[int, Queued]:
    """Return what the queue says about points, by primary key; one query.

    What was proposed for another address than the point's of today, or belonged to it, says
    nothing any more.
    """
    by_key = {point.pk: point for point in points}
    held: defaultdict[int, list[Position]] = defaultdict(list)
    dismissed: defaultdict[int, set[Position]] = defaultdict(set)
    for row in PositionProposal.objects.filter(point__in=by_key).order_by("pk"):
        position = row.position
        if position is None or _is_of_former_address(row, by_key[row.point_id]):
            continue
        if any(finding.kind is FindingKind.FORMER_ADDRESS for finding in findings_of(row)):
            # However well it passes the checks: it is no answer to the address of today.
            continue
        if row.state == ProposalState.OPEN:
            held[row.point_id].append(position)
        elif row.state == ProposalState.DISMISSED:
            dismissed[row.point_id].add(position)
    return {
        key: Queued(held=tuple(held[key]), dismissed=frozenset(dismissed[key]))
        for key in held.keys() | dismissed.keys()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a run has found out about the positions of a point.

    Attributes:
        point: the point.
        doubtful: its positions that failed a check, found or stored.
        settled: its positions that nobody has to look at.
        providers: the providers that answered.
    """

    point: ServicePoint
    doubtful: Sequence[Verdict]
    settled: Sequence[Position]
    providers: frozenset[str]


def update_proposals(judged: Sequence[Judged]) -> None:
    """Make the open proposals of points what a run has found.

    A value that a person has decided on before is not proposed again. Open proposals for which
    nothing speaks any more go: those of a provider that has answered otherwise now, those for a
    former address, and those that are settled. One query if nothing differs.
    """
    stored: dict[int, dict[_Value, PositionProposal]] = {}
    for proposal in PositionProposal.objects.filter(point__in=[item.point.pk for item in judged]):
        stored.setdefault(proposal.point_id, {})[_stored_value(proposal)] = proposal
    added: list[PositionProposal] = []
    changed: list[PositionProposal] = []
    outdated: list[int] = []
    now = timezone.now()
    for item in judged:
        before = stored.get(item.point.pk, {})
        wanted = {_value(verdict.position): verdict for verdict in item.doubtful}
        settled = set(map(_value, item.settled))
        for value, verdict in wanted.items():
            findings = [finding.to_json() for finding in verdict.findings]
            known = before.get(value)
            if known is None:
                proposal = PositionProposal(point=item.point, findings=findings, proposed_at=now)
                proposal.set_position(verdict.position)
                added.append(proposal)
            elif known.state == ProposalState.OPEN and known.findings != findings:
                known.findings = findings
                changed.append(known)
        outdated += [
            proposal.pk
            for value, proposal in before.items()
            if value not in wanted
            and proposal.state == ProposalState.OPEN
            and (
                proposal.provider in item.providers
                or value in settled
                or _is_of_former_address(proposal, item.point)
            )
        ]
    if outdated:
        PositionProposal.objects.filter(pk__in=outdated).delete()
    PositionProposal.objects.bulk_update(changed, ["findings"], batch_size=100)
    PositionProposal.objects.bulk_create(added)


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """A point, a position that it has or had, and the former address that this belongs to."""

    point: ServicePoint
    position: Position
    address: str


def propose_former(former: Sequence[Former]) -> None:
    """Put positions that belong to former addresses before a person, after the points have moved.

    What waits for a person already is not proposed again. What was decided on before is: that was
    about another address.
    """
    for start in range(0, len(former), _BATCH):
        _propose_former(former[start : start + _BATCH])


def _propose_former(former: Sequence[Former]) -> None:
    stored = PositionProposal.objects.filter(point__in=[item.point.pk for item in former])
    known = {(row.point_id, _stored_value(row)): row for row in stored}
    now = timezone.now()
    added, asked_again = [], []
    for item in former:
        finding = Finding(kind=FindingKind.FORMER_ADDRESS, about=item.address)
        row = known.get((item.point.pk, _value(item.position)))
        if row is None:
            row = PositionProposal(point=item.point)
            row.set_position(item.position)
            added.append(row)
        elif row.state != ProposalState.OPEN:
            row.state, row.decided_by, row.decided_at = ProposalState.OPEN, None, None
            asked_again.append(row)
        else:
            continue
        row.findings, row.proposed_at = [finding.to_json()], now
    fields = ["state", "decided_by", "decided_at", "findings", "proposed_at"]
    PositionProposal.objects.bulk_update(asked_again, fields, batch_size=100)
    PositionProposal.objects.bulk_create(added)


def address_in_question(point: ServicePoint) -> str | None:
    """Return the former address that the position of a point waits in the queue for, if it does."""
    rows = PositionProposal.objects.filter(point=point, state=ProposalState.OPEN).order_by("pk")
    for row in rows:
        for finding in findings_of(row):
            is_former = finding.kind is FindingKind.FORMER_ADDRESS
            if is_former and row.position == stored_position(point):
                return finding.about
    return None


def withdraw_questions(points: Iterable[ServicePoint]) -> None:
    """Let nobody be asked any more about the positions that points have now: they stand."""
    waiting = iter(points)
    while batch := {point.pk: point for point in islice(waiting, _BATCH)}:
        rows = PositionProposal.objects.filter(point__in=batch, state=ProposalState.OPEN)
        answered = [row.pk for row in rows if row.position == stored_position(batch[row.point_id])]
        if answered:
            PositionProposal.objects.filter(pk__in=answered).delete()


@transaction.atomic
def accept(proposal: int, user: AbstractBaseUser | AnonymousUser, *, reason: str = "") -> None:
    """Record a proposed position, by its key, as the staff member's own decision, which is final.

    Other proposals for the point are thereby dismissed. Raises ``ProposalClosedError`` if it is
    not open, ``TypeError`` for anybody who is not logged in.
    """
    author = Author.staff(user)
    row = _open(proposal)
    said = author.provenance(timezone.now()).to_json()
    # With the provenance stated, confirming the position that is stored is a decision, too.
    edit = Edit(
        point=row.point,
        values={"position": position_to_plain(row.position)},
        provenance={"position": said},
    )
    record([edit], author, reason=reason)
    _close([row], ProposalState.ACCEPTED, author)
    others = PositionProposal.objects.filter(point=row.point, state=ProposalState.OPEN)
    _close(list(others), ProposalState.DISMISSED, author)


@transaction.atomic
def dismiss(proposal: int, user: AbstractBaseUser | AnonymousUser) -> None:
    """Put a proposal, by its key, aside for good: no run takes that position for the point.

    A pin is taken off: the point has the centre of its town again, for as long as nothing finer is
    found. Raises as `accept` does.
    """
    author = Author.staff(user)
    row = _open(proposal)
    if is_pin(row):
        record([released(row.point)], author)
    _close([row], ProposalState.DISMISSED, author)


def released(point: ServicePoint) -> Edit:
    """Return the edit that takes a position off a point: a machine's word counts there again."""
    position = position_to_plain(offline_position(point.region, point.town))
    said = Author.geocoder(GAZETTEER).provenance(timezone.now())
    return Edit(point=point, values={"position": position}, provenance={"position": said.to_json()})


def _open(key: int) -> PositionProposal:
    """Return an open proposal with its point; both are held until the transaction ends."""
    row = PositionProposal.objects.filter(pk=key).first()
    if row is None:
        raise ProposalClosedError(f"there is no proposal {key}")
    # The point first, as runs do: two who wait for each other would wait for ever.
    point = ServicePoint.objects.select_for_update().get(pk=row.point_id)
    row = PositionProposal.objects.select_for_update().filter(pk=key).first()
    if row is None or row.state != ProposalState.OPEN or not point.is_active:
        raise ProposalClosedError(f"proposal {key} is not open")
    row.point = point
    provenance = point.provenance_of("position")
    if provenance is not None and provenance.locked and not is_pin(row):
        raise ProposalClosedError(f"a person has set the position of proposal {key} since")
    return row


def _close(rows: Sequence[PositionProposal], state: ProposalState, author: Author) -> None:
    for row in rows:
        row.state, row.decided_by, row.decided_at = state, author.user, timezone.now()
        row.save(update_fields=["state", "decided_by", "decided_at"])


def _is_of_former_address(row: PositionProposal, point: ServicePoint) -> bool:
    """Return whether the point's address was changed after the position was proposed for it."""
    provenance = point.provenance_of("address")
    return provenance is not None and provenance.set_at > row.proposed_at


def _value(position: Position) -> _Value:
    place = position.coordinate
    return position.source, place.longitude, place.latitude, position.precision.value


def _stored_value(row: PositionProposal) -> _Value:
    return row.provider, row.longitude, row.latitude, row.precision
