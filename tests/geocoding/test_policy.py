"""What answers mean for a point."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.geo.coordinate import Coordinate
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.checks import Checks
from sites.geocoding.findings import Finding, FindingKind
from sites.geocoding.policy import Decision, Evidence, Outcome, StoredState, decide, judge
from tests.factories import at
from tests.geocoding.places import jiangjin

CHECKS = Checks(jiangjin())
NOTHING = Evidence()
JIJIANG = (106.255882, 29.292433)
NEAR = (106.2600, 29.2950)
BAISHA = (106.112804, 29.063108)
CHONGQING = (106.5504, 29.5637)
BEIJING = (116.3975, 39.9087)

ROOFTOP, STREET, VILLAGE, TOWN, REGION = Precision


def stored_state(
    position: Position | None, town: str | None = "jijiang", *, is_locked: bool = False
) -> StoredState:
    return StoredState(address="大同路1号", town=town, position=position, is_locked=is_locked)


def decision(
    found: Position | None, stored: Position | None, town: str | None = "jijiang"
) -> Decision:
    return decide([found] if found else [], stored_state(stored, town), CHECKS, NOTHING)


def outcome(
    found: Position | None, stored: Position | None, town: str | None = "jijiang"
) -> Outcome:
    return decision(found, stored, town).outcome


def alone(position: Position, town: str | None, checks: Checks = CHECKS) -> tuple[Finding, ...]:
    return checks.findings(position, town)


@pytest.mark.parametrize(
    ("found", "stored", "expected"),
    [
        (at(NEAR, STREET), None, Outcome.LOCATED),
        (None, None, Outcome.NOT_FOUND),
        (None, at(NEAR, STREET), Outcome.NOT_FOUND),
        # A finer one replaces a coarser one, never the other way round.
        (at(NEAR, STREET), at(JIJIANG, TOWN, "gazetteer"), Outcome.LOCATED),
        (at(JIJIANG, TOWN, "gazetteer"), at(NEAR, STREET), Outcome.KEPT),
        (at(JIJIANG, TOWN), at(NEAR, VILLAGE, "amap"), Outcome.KEPT),
        # Equally fine: only the provider's own newer word counts.
        (at(NEAR, TOWN), at(JIJIANG, TOWN, "gazetteer"), Outcome.KEPT),
        (at(NEAR, TOWN), at(JIJIANG, TOWN, "amap"), Outcome.LOCATED),
        (at(NEAR, TOWN), at(NEAR, TOWN), Outcome.KEPT),
        # The stored one is that of another town: the outlet's town was corrected.
        (at(JIJIANG, TOWN, "gazetteer"), at(BAISHA, TOWN, "amap"), Outcome.LOCATED),
        # Outside.
        (at(BEIJING, ROOFTOP), None, Outcome.REJECTED),
        (at(BAISHA, ROOFTOP), at(JIJIANG, TOWN), Outcome.REJECTED),
    ],
)
def test_table(found: Position | None, stored: Position | None, expected: Outcome) -> None:
    assert outcome(found, stored) is expected


def test_person_is_final() -> None:
    pin = at(BEIJING, TOWN, "staff")
    for stored in (pin, None):
        pinned = stored_state(stored, is_locked=True)
        for found in ([at(NEAR, ROOFTOP)], [], [at(BEIJING, TOWN)]):
            decided = decide(found, pinned, CHECKS, NOTHING)
            assert (decided.outcome, decided.position) == (Outcome.KEPT, None)


def test_rejection_says_why() -> None:
    (verdict,) = decision(at(BEIJING, ROOFTOP), None).doubtful
    assert verdict.position == at(BEIJING, ROOFTOP)
    assert [finding.kind for finding in verdict.findings] == [
        FindingKind.OUTSIDE_REGION,
        FindingKind.FAR_FROM_TOWN,
    ]
    (far,) = decision(at(BAISHA, ROOFTOP), None, "jijiang").doubtful
    by_kind = {finding.kind: finding for finding in far.findings}
    finding = by_kind[FindingKind.FAR_FROM_TOWN]
    assert finding.metres == pytest.approx(29_000, abs=500)
    assert finding.about == "几江街道"
    assert "29.0" in str(finding)


def test_stored_one_that_cannot_be_true_is_taken_off() -> None:
    stored = at((106.11, 29.06), STREET)
    town = at(JIJIANG, TOWN, "gazetteer")
    # What is coarser and sound is shown instead, and the finer one waits for a person.
    decided = decision(town, stored)
    assert (decided.outcome, decided.position) == (Outcome.LOCATED, town)
    (verdict,) = decided.doubtful
    assert verdict.position == stored
    assert [finding.kind for finding in verdict.findings] == [FindingKind.FAR_FROM_TOWN]
    # Where there is nothing else, nothing is shown.
    for found in (None, at(BEIJING, ROOFTOP, "nominatim")):
        withdrawn = decision(found, stored)
        assert (withdrawn.outcome, withdrawn.position) == (Outcome.WITHDRAWN, None)
        assert stored in [verdict.position for verdict in withdrawn.doubtful]


def test_what_was_held_back_returns_when_nothing_speaks_against_it() -> None:
    street = at((106.1200, 29.0700), STREET)
    held = Evidence(held=[street])
    town = at(JIJIANG, TOWN, "gazetteer")
    kept = decide([town], stored_state(town), CHECKS, held)
    assert kept.outcome is Outcome.KEPT
    assert [verdict.position for verdict in kept.doubtful] == list(held.held)
    # The outlet's town was corrected.
    for found in ([], [at(BAISHA, TOWN, "gazetteer")]):
        back = decide(found, stored_state(town, "baisha"), CHECKS, held)
        assert (back.outcome, back.position) == (Outcome.LOCATED, street)
        assert street in back.settled


def test_pin_that_cannot_be_true_stays_and_is_named() -> None:
    pin = at(BEIJING, ROOFTOP, "staff")
    decided = decide([at(NEAR, ROOFTOP)], stored_state(pin, is_locked=True), CHECKS, NOTHING)
    assert (decided.outcome, decided.position) == (Outcome.KEPT, None)
    (verdict,) = decided.doubtful
    assert verdict.position == pin
    # That a provider says otherwise is no finding: to correct it is what pins are for.
    pin = at(NEAR, ROOFTOP, "staff")
    other = Evidence(witnesses=[at((106.2800, 29.2950), STREET, "nominatim")])
    assert decide([], stored_state(pin, is_locked=True), CHECKS, other).doubtful == ()


def test_nobody_loses_their_place_because_another_outlet_was_found_there() -> None:
    door = at(NEAR, ROOFTOP)
    both = {door.coordinate: frozenset({"大同路1号", "白沙镇2号"})}
    stays = decide([], stored_state(door), CHECKS, Evidence(claims=both))
    assert (stays.outcome, stays.doubtful) == (Outcome.NOT_FOUND, ())
    gone = decide([], stored_state(door), CHECKS, Evidence(claims=both, outlets=both))
    assert gone.outcome is Outcome.WITHDRAWN
    assert decide([door], stored_state(None), CHECKS, Evidence(claims=both)).doubtful


def test_finest_sound_position_wins_whatever_the_order() -> None:
    town, street, roof = (
        at(JIJIANG, TOWN, "gazetteer"),
        at(NEAR, STREET),
        at(NEAR, ROOFTOP, "nominatim"),
    )
    for found in ([town, street, roof], [roof, street, town], [street, town, roof]):
        assert decide(found, stored_state(None), CHECKS, NOTHING).position == roof
    wrong = at(BEIJING, ROOFTOP, "baidu")
    mixed = decide([wrong, street, town], stored_state(None), CHECKS, NOTHING)
    assert (mixed.outcome, mixed.position) == (Outcome.LOCATED, street)
    assert [verdict.position for verdict in mixed.doubtful] == [wrong]
    other_street = at((106.2601, 29.2951), STREET, "nominatim")
    first = decide([street, other_street], stored_state(None), CHECKS, NOTHING)
    assert first.position == street


def test_two_that_contradict_each_other_are_both_doubtful() -> None:
    here, there = at(NEAR, STREET), at((106.2800, 29.2950), STREET, "nominatim")
    town = at(JIJIANG, TOWN, "gazetteer")
    decided = decide([here, there, town], stored_state(None), CHECKS, NOTHING)
    assert decided.position == town
    assert {
        verdict.position.source: [finding.about for finding in verdict.findings]
        for verdict in decided.doubtful
    } == {"amap": ["nominatim"], "nominatim": ["amap"]}
    witness = Evidence(witnesses=[there])
    assert decide([here], stored_state(None), CHECKS, witness).outcome is Outcome.REJECTED
    against_stored = decide([here], stored_state(there), CHECKS, NOTHING)
    assert against_stored.outcome is Outcome.WITHDRAWN
    assert [verdict.position for verdict in against_stored.doubtful] == [here, there]


def test_impossible_answer_speaks_against_nobody() -> None:
    here, nonsense = at(NEAR, STREET), at(BEIJING, ROOFTOP, "nominatim")
    assert decide([here, nonsense], stored_state(None), CHECKS, NOTHING).position == here
    witness = Evidence(witnesses=[nonsense])
    assert decide([here], stored_state(None), CHECKS, witness).outcome is Outcome.LOCATED
    instead = decide([here], stored_state(nonsense), CHECKS, NOTHING)
    assert (instead.outcome, instead.position) == (Outcome.LOCATED, here)
    assert [verdict.position for verdict in instead.doubtful] == [nonsense]


OUT_OF_TOWN = (106.1200, 29.0700)


def test_unknown_town_is_checked_against_the_region_alone() -> None:
    assert outcome(at(OUT_OF_TOWN, STREET), None, town=None) is Outcome.LOCATED
    assert outcome(at(OUT_OF_TOWN, STREET), None, town="wuming") is Outcome.LOCATED
    assert outcome(at(BEIJING, STREET), None, town=None) is Outcome.REJECTED


def test_region_level_does_not_claim_the_town() -> None:
    assert outcome(at(BAISHA, REGION), None) is Outcome.LOCATED
    assert outcome(at(BEIJING, REGION), None) is Outcome.REJECTED


positions = st.builds(
    at,
    st.sampled_from([JIJIANG, NEAR, BAISHA, CHONGQING, BEIJING]),
    st.sampled_from(Precision),
    st.sampled_from(["gazetteer", "amap", "nominatim"]),
)
standings = st.builds(
    StoredState,
    address=st.just("大同路1号"),
    town=st.sampled_from(["jijiang", "baisha", "wuming", None]),
    position=st.none() | positions,
    is_locked=st.booleans(),
)
evidences = st.builds(
    Evidence,
    witnesses=st.lists(positions, max_size=2),
    held=st.lists(positions, max_size=2),
    claims=st.dictionaries(
        st.sampled_from([Coordinate(*NEAR), Coordinate(*BAISHA)]),
        st.sampled_from([frozenset({"大同路1号", "白沙镇2号"}), frozenset({"大同路1号"})]),
        max_size=2,
    ),
)


@given(found=st.lists(positions, max_size=4), before=standings, evidence=evidences)
def test_promises(found: list[Position], before: StoredState, evidence: Evidence) -> None:
    decided = decide(found, before, CHECKS, evidence)
    if before.is_locked:
        assert (decided.outcome, decided.position) == (Outcome.KEPT, None)
        return
    stored = before.position
    candidates = [*found, *evidence.held]
    together = judge([*candidates, *([] if stored is None else [stored])], before, CHECKS, evidence)
    sound = [verdict.position for verdict in together if not verdict.findings]
    shown = {Outcome.LOCATED: decided.position, Outcome.WITHDRAWN: None}.get(
        decided.outcome, stored
    )
    # Nothing that fails a check is shown.
    assert shown is None or shown in sound
    assert shown not in [verdict.position for verdict in decided.doubtful]
    # What fails a check and is finer than what is shown waits for a person.
    for verdict in together:
        if verdict.findings and (
            shown is None or verdict.position.precision.finer_than(shown.precision)
        ):
            assert verdict in decided.doubtful
    if decided.outcome is not Outcome.LOCATED:
        return
    assert decided.position in candidates
    assert decided.position is not None
    # Never coarser over finer, and never a coarser one where a finer one was found.
    if stored in sound and stored is not None:
        assert not stored.precision.finer_than(decided.position.precision)
        assert stored != decided.position


@given(found=positions, before=standings)
def test_the_same_answer_again_changes_nothing(found: Position, before: StoredState) -> None:
    if decide([found], before, CHECKS, NOTHING).outcome is Outcome.LOCATED:
        settled = stored_state(found, before.town)
        assert decide([found], settled, CHECKS, NOTHING).outcome is Outcome.KEPT
