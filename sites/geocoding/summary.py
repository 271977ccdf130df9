"""What a run of the geocoder did, in figures and in the few cases that a person has to look at."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sites.geo.precision import Precision
from sites.geocoding.chain import Reply
from sites.geocoding.findings import Finding, FindingKind
from sites.geocoding.policy import Decision, Outcome
from sites.geocoding.provider_answers import Located

# A run over 100,000 points must not gather 100,000 complaints in memory.
_MOST_REMARKS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A point that a person has to look at, and why."""

    serial: int
    name: str
    outcome: Outcome
    reason: str


@dataclass(slots=True)
class Tally:
    """What came of one provider: how often it was asked, and what it said."""

    asked: int = 0
    remembered: int = 0
    located: int = 0
    not_found: int = 0
    unavailable: int = 0

    def count(self, reply: Reply) -> None:
        """Take one reply into account."""
        if reply.answer is None:
            self.unavailable += 1
            return
        if reply.is_remembered:
            self.remembered += 1
        else:
            self.asked += 1
        if isinstance(reply.answer, Located):
            self.located += 1
        else:
            self.not_found += 1


@dataclass(slots=True)
class GeocodeSummary:
    """The result of a run; dry or not, the figures are the same.

    One exception: that two points of different batches are to lie on one spot is seen only when
    the first is stored.

    Attributes:
        outcomes: number of points by outcome.
        precisions: number of newly located points by the precision they reached.
        providers: what came of each provider, in the order of the chain.
        findings: number of failed checks by name.
        remarks: the first hundred points that were not found or rejected, or of which a position,
            found or stored, failed a check.
        broken: the providers that were not asked to the end, and what went wrong.
        stopped: why the run ended before the last point, None if it did not.
    """

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    precisions: Counter[Precision] = field(default_factory=Counter)
    providers: dict[str, Tally] = field(default_factory=dict)
    findings: Counter[FindingKind] = field(default_factory=Counter)
    remarks: list[Remark] = field(default_factory=list)
    broken: dict[str, str] = field(default_factory=dict)
    stopped: str | None = None

    @property
    def provider_failed(self) -> bool:
        """Whether a provider owes an answer, so that the run has to be repeated."""
        return bool(self.broken) or self.outcomes[Outcome.PROVIDER_UNAVAILABLE] > 0

    def count_replies(self, replies: Sequence[Reply]) -> None:
        """Take into account what the providers said of one point."""
        for reply in replies:
            self.providers.setdefault(reply.provider, Tally()).count(reply)

    def count(self, serial: int, name: str, decision: Decision) -> None:
        """Take one point's decision into account."""
        self.outcomes[decision.outcome] += 1
        if decision.outcome is Outcome.LOCATED and decision.position is not None:
            self.precisions[decision.position.precision] += 1
        reasons: list[str] = []
        for verdict in decision.doubtful:
            self.findings.update(finding.kind for finding in verdict.findings)
            reasons.append(_reason(verdict.position.source, verdict.findings))
        if decision.outcome is Outcome.NOT_FOUND or decision.doubtful:
            self._remark(
                Remark(
                    serial=serial, name=name, outcome=decision.outcome, reason="; ".join(reasons)
                )
            )

    def count_unavailable(self, serial: int, name: str, reason: str) -> None:
        """Take into account a point for which no provider gave an answer."""
        outcome = Outcome.PROVIDER_UNAVAILABLE
        self.outcomes[outcome] += 1
        self._remark(Remark(serial=serial, name=name, outcome=outcome, reason=reason))

    def _remark(self, remark: Remark) -> None:
        if len(self.remarks) < _MOST_REMARKS:
            self.remarks.append(remark)


def _reason(provider: str, findings: Sequence[Finding]) -> str:
    return f"{provider}: {', '.join(map(str, findings))}"
