"""Positions that may be wrong: stored for review, listed, accepted, dismissed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sites.geo.position import Position
from sites.geocoding.findings import Finding
from sites.geocoding.policy import Verdict
from sites.models import PositionProposal, ProposalState, ServicePoint
from sites.recording.author import Author
from sites.recording.fields import position_to_plain
from sites.recording.points import Edit, record

_Value: TypeAlias = tuple[str, float | None, float | None, str]


class ProposalClosedError(Exception):
    """Somebody has decided on the proposal already, or the point is no longer in question."""


def open_proposals(adcode: str | None = None) -> QuerySet[PositionProposal]:
    """Return the proposals that wait for a person, of one region or of all, with their points.

    What is proposed for a point that was removed, or whose position a person has set since, waits
    for nobody.
    """
    proposals = PositionProposal.objects.filter(state=ProposalState.OPEN, point__is_active=True)
    if adcode is not None:
        proposals = proposals.filter(point__region=adcode)
    return (
        proposals.exclude(point__provenance__position__locked=True)
        .select_related("point__town")
        .order_by("point__region", "point__serial", "pk")
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

    What was proposed for another address than the point's of today says nothing any more.
    """
    by_key = {point.pk: point for point in points}
    held: defaultdict[int, list[Position]] = defaultdict(list)
    dismissed: defaultdict[int, set[Position]] = defaultdict(set)
    for row in PositionProposal.objects.filter(point__in=by_key).order_by("pk"):
        position = row.position
        if position is None or _is_of_former_address(row, by_key[row.point_id]):
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

    Raises as `accept` does.
    """
    author = Author.staff(user)
    _close([_open(proposal)], ProposalState.DISMISSED, author)


def _open(key: int) -> PositionProposal:
    """Return an open proposal with its point; both are held until the transaction ends."""
    row = PositionProposal.objects.filter(pk=key).first()
    if row is None:
        raise ProposalClosedError(f"there is no proposal {key}")
    # The point first, as runs do: two who wait for each other would wait for ever.
    point = ServicePoint.objects.select_for_update().get(pk=row.point_id)
    row = PositionProposal.objects.select_for_update().filter(pk=key).first()
    provenance = point.provenance_of("position")
    if (
        row is None
        or row.state != ProposalState.OPEN
        or not point.is_active
        or (provenance is not None and provenance.locked)
    ):
        raise ProposalClosedError(f"proposal {key} is not open")
    row.point = point
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
