"""The policy: what providers' answers mean for a point. Pure: nothing is read or written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sites.geo.coordinate import Coordinate
from sites.geo.position import Position
from sites.geocoding.checks import Checks
from sites.geocoding.comparing import disagreements
from sites.geocoding.findings import Finding


class Outcome(TextChoices):
    """What became of a point."""

    LOCATED = "located", _("located")
    KEPT = "kept", _("kept as it was")
    REJECTED = "rejected", _("found, but cannot be true")
    NOT_FOUND = "not_found", _("not found")
    PROVIDER_UNAVAILABLE = "provider_unavailable", _("provider unavailable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
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
        outlets: the normalised addresses of the outlets at a place.
    """

    witnesses: Sequence[Position] = ()
    outlets: Mapping[Coordinate, frozenset[str]] = field(default_factory=dict)


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
        position: what the providers found: the new position if the outcome is `LOCATED`.
        doubtful: the positions that failed a check, found or stored, with what speaks against
            them: for a person to decide on.
    """

    outcome: Outcome
    position: Position | None = None
    doubtful: tuple[Verdict, ...] = ()


def judge(
    found: Sequence[Position], standing: Standing, checks: Checks, evidence: Evidence
) -> tuple[Verdict, ...]:
    """Return the verdicts on positions of one point, in their order.

    Each has to be possible by itself. Those that are must also go together, and with what other
    providers have said before; an answer that is impossible by itself speaks against no other.
    """

    def alone(position: Position) -> tuple[Finding, ...]:
        return checks.findings(position, standing.town, standing.address, evidence.outlets)

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
    found: Sequence[Position], standing: Standing, checks: Checks, evidence: Evidence
) -> Decision:
    """Return what the positions that a chain of providers found, best first, mean for a point.

    - What a person decided is kept, whatever is found.
    - A place that fails a check is never taken: a wrong position is worse than none.
    - Of the others the finest is taken, of equally fine ones the first.
    - It never replaces a finer one. It replaces a coarser one. An equally fine one it replaces if
      that came from the same provider, which is how a correction of the provider's data arrives,
      or fails a check itself, as when the outlet's town was corrected.
    """
    if standing.is_locked:
        return Decision(outcome=Outcome.KEPT)
    if not found:
        return Decision(outcome=Outcome.NOT_FOUND)
    stored = standing.position
    verdicts = judge(_with_stored(found, stored), standing, checks, evidence)
    against_stored = next(
        (verdict.findings for verdict in verdicts if verdict.position == stored), ()
    )
    doubtful = tuple(verdict for verdict in verdicts if verdict.findings)
    sound = [verdict.position for verdict in verdicts[: len(found)] if not verdict.findings]
    if not sound:
        return Decision(outcome=Outcome.REJECTED, position=found[0], doubtful=doubtful)
    best = min(sound, key=lambda position: position.precision.error_radius_m)
    if _replaces(best, stored, is_stored_doubtful=bool(against_stored)):
        without_stored = tuple(verdict for verdict in doubtful if verdict.position != stored)
        return Decision(outcome=Outcome.LOCATED, position=best, doubtful=without_stored)
    return Decision(outcome=Outcome.KEPT, position=best, doubtful=doubtful)


def _with_stored(found: Sequence[Position], stored: Position | None) -> Sequence[Position]:
    """Return the positions to be judged together."""
    return found if stored is None or stored in found else [*found, stored]


def _replaces(best: Position, stored: Position | None, *, is_stored_doubtful: bool) -> bool:
    if stored is None or best.precision.finer_than(stored.precision):
        return True
    if best.precision is not stored.precision or best == stored:
        return False
    return is_stored_doubtful or stored.source == best.source


def _contradictions(position: Position, others: Sequence[Position]) -> tuple[Finding, ...]:
    return tuple(
        finding
        for other in others
        if other.source != position.source
        for finding in disagreements(position, other)
    )
