"""The policy: what providers' answers mean for a point. Pure: nothing is read or written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sites.geo.coordinate import Coordinate
from sites.geo.position import Position
from sites.geocoding.agreement import disagreements
from sites.geocoding.checks import Checks
from sites.geocoding.findings import Finding


class Outcome(TextChoices):
    """What became of a point."""

    LOCATED = "located", _("located")
    KEPT = "kept", _("kept as it was")
    REJECTED = "rejected", _("found, but cannot be true")
    WITHDRAWN = "withdrawn", _("taken off the map: cannot be true")
    NOT_FOUND = "not_found", _("not found")
    PROVIDER_UNAVAILABLE = "provider_unavailable", _("provider unavailable")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredState:
    """What is stored of a point when the decision is made.

    Attributes:
        address: its address, normalised.
        town: key of its town, None if unknown.
        position: its position, None if it has none.
        is_locked: a person decided on the position (also on having none): it is final.
    """

    address: str
    town: str | None
    position: Position | None
    is_locked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What else is known when a point's answers are judged.

    Attributes:
        witnesses: what providers that were not asked now have answered before for the address.
        held: positions that were held back before and wait for a person.
        outlets: the normalised addresses of the outlets that are at a place.
        claims: those and the addresses of the outlets that were found there now.
    """

    witnesses: Sequence[Position] = ()
    held: Sequence[Position] = ()
    outlets: Mapping[Coordinate, frozenset[str]] = field(default_factory=dict)
    claims: Mapping[Coordinate, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A position and what speaks against it."""

    position: Position
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to do with a point.

    Attributes:
        outcome: what became of it.
        position: the new position if the outcome is `LOCATED`, else the best that was found.
        doubtful: the positions that failed a check, found or stored, with what speaks against
            them: for a person to decide on.
        settled: the positions that nobody has to look at, because they are sound or superseded.
    """

    outcome: Outcome
    position: Position | None = None
    doubtful: tuple[Verdict, ...] = ()
    settled: tuple[Position, ...] = ()


def judge(
    found: Sequence[Position], stored_state: StoredState, checks: Checks, evidence: Evidence
) -> tuple[Verdict, ...]:
    """Return the verdicts on positions of one point, in their order.

    Each has to be possible by itself. Those that are must also go together, and with what other
    providers have said before; an answer that is impossible by itself speaks against no other.
    """

    def alone(position: Position) -> tuple[Finding, ...]:
        # Nobody loses their place because another outlet was found there.
        is_stored = position == stored_state.position
        there = evidence.outlets if is_stored else evidence.claims
        return checks.findings(position, stored_state.town, stored_state.address, there)

    against = [alone(position) for position in found]
    if len(found) == 1 and not evidence.witnesses:
        return (Verdict(position=found[0], findings=against[0]),)
    credible = [position for position, why in zip(found, against, strict=True) if not why]
    credible += [position for position in evidence.witnesses if not alone(position)]
    # What is stored is often what its provider has answered before: one voice, not two.
    credible = list(dict.fromkeys(credible))
    return tuple(
        Verdict(position=position, findings=why or _contradictions(position, credible))
        for position, why in zip(found, against, strict=True)
    )


def decide(
    found: Sequence[Position], stored_state: StoredState, checks: Checks, evidence: Evidence
) -> Decision:
    """Return what the positions that a chain of providers found, best first, mean for a point.

    - What a person decided is kept, whatever is found or speaks against it.
    - A place that fails a check is never shown: a wrong position is worse than none. That holds
      for what was found now and for what is stored, with what is known today: it is taken off the
      point and waits for a person. So does what was held back before, unless nothing speaks
      against it any more.
    - Of the sound positions the finest is taken, of equally fine ones the first.
    - It never replaces a finer sound one. An equally fine one it replaces only if that came from
      the same provider, which is how a correction of the provider's data arrives.
    """
    stored = stored_state.position
    if stored_state.is_locked:
        return Decision(
            outcome=Outcome.KEPT, doubtful=_doubts_about_pin(stored_state, checks, evidence)
        )
    candidates = [*found, *evidence.held]
    judged = list(dict.fromkeys([*candidates, stored] if stored is not None else candidates))
    if not judged:
        return Decision(outcome=Outcome.NOT_FOUND)
    verdicts = judge(judged, stored_state, checks, evidence)
    sound = [verdict.position for verdict in verdicts if not verdict.findings]
    doubtful = tuple(verdict for verdict in verdicts if verdict.findings)
    fit = [position for position in candidates if position in sound]
    best = min(fit, key=lambda position: position.precision.error_radius_m, default=None)
    standing_firm = stored if stored in sound else None
    if best is not None and _replaces(best, standing_firm):
        if stored is not None and not stored.precision.finer_than(best.precision):
            # Whatever was wrong with it, the better one has taken its place.
            doubtful = tuple(verdict for verdict in doubtful if verdict.position != stored)
            sound.append(stored)
        outcome = Outcome.LOCATED
    elif stored is not None and standing_firm is None:
        outcome = Outcome.WITHDRAWN
    elif best is not None:
        outcome = Outcome.KEPT
    else:
        outcome = Outcome.REJECTED if found else Outcome.NOT_FOUND
    return Decision(outcome=outcome, position=best, doubtful=doubtful, settled=tuple(sound))


def _doubts_about_pin(
    stored_state: StoredState, checks: Checks, evidence: Evidence
) -> tuple[Verdict, ...]:
    """Return what speaks against a person's pin by itself.

    That a provider says otherwise does not: to correct it is what pins are for.
    """
    if stored_state.position is None:
        return ()
    (verdict,) = judge(
        [stored_state.position], stored_state, checks, Evidence(outlets=evidence.outlets)
    )
    return (verdict,) if verdict.findings else ()


def _replaces(best: Position, stored: Position | None) -> bool:
    """Return whether a sound position takes the place of the sound one that is stored."""
    if stored is None or best.precision.finer_than(stored.precision):
        return True
    is_correction = stored.source == best.source and best != stored
    return best.precision is stored.precision and is_correction


def _contradictions(position: Position, others: Sequence[Position]) -> tuple[Finding, ...]:
    return tuple(
        finding
        for other in others
        if other.source != position.source
        for finding in disagreements(position, other)
    )
