"""A chain: who is asked, in which order, and when it ends."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.chain import Chain, positions
from sites.geocoding.checks import Checks
from sites.geocoding.provider_answers import (
    AddressQuery,
    Answer,
    Located,
    NotFound,
    ProviderUnavailable,
)
from sites.geocoding.throttle import FAILURES_BEFORE_STOP
from tests.geocoding.places import jiangjin

CHECKS = Checks(jiangjin())
QUERY = AddressQuery(region="500116", address="几江街道大同路526号", town="jijiang")
NEAR = (106.2600, 29.2950)
FAR = (106.2900, 29.2950)
BEIJING = (116.3975, 39.9087)
ROOFTOP, STREET, VILLAGE, TOWN, REGION = Precision


def found(source: str, pair: tuple[float, float], precision: Precision) -> Located:
    position = Position.located(*pair, precision=precision, source=source)
    return Located(position=position, label="")


class Told:
    def __init__(self, name: str, answer: Callable[[], Answer]) -> None:
        self.name = name
        self.asked = 0
        self._answer = answer

    def answer(self, query: AddressQuery) -> Answer:
        self.asked += 1
        return self._answer()


def told(name: str, pair: tuple[float, float], precision: Precision) -> Told:
    return Told(name, lambda: found(name, pair, precision))


def silent(name: str) -> Told:
    return Told(name, NotFound)


def down(name: str) -> Told:
    def fail() -> Answer:
        raise ProviderUnavailable("GeocoderTimedOut: no reply")

    return Told(name, fail)


def asked(*providers: Told, remembered: dict[str, Answer] | None = None) -> list[int]:
    Chain(providers, CHECKS).ask(QUERY, remembered or {})
    return [provider.asked for provider in providers]


def test_first_answer_that_is_fine_enough_ends_it() -> None:
    for precision in (ROOFTOP, STREET):
        assert asked(told("amap", NEAR, precision), silent("photon")) == [1, 0]
    for precision in (VILLAGE, TOWN, REGION):
        assert asked(told("amap", NEAR, precision), silent("photon")) == [1, 1]
    assert asked(silent("amap"), told("baidu", NEAR, ROOFTOP), silent("photon")) == [1, 1, 0]


def test_answer_that_fails_a_check_does_not_end_it() -> None:
    assert asked(told("amap", BEIJING, ROOFTOP), silent("photon")) == [1, 1]
    assert asked(told("amap", NEAR, VILLAGE), told("baidu", FAR, ROOFTOP), silent("photon")) == [
        1,
        1,
        1,
    ]
    witness: dict[str, Answer] = {"tianditu": found("tianditu", FAR, STREET)}
    assert asked(told("amap", NEAR, STREET), silent("photon"), remembered=witness) == [1, 1]


def test_what_is_remembered_is_not_asked_again() -> None:
    remembered: dict[str, Answer] = {"amap": NotFound(), "baidu": found("baidu", NEAR, STREET)}
    amap, baidu, photon = told("amap", NEAR, ROOFTOP), silent("baidu"), silent("photon")
    replies = Chain([amap, baidu, photon], CHECKS).ask(QUERY, remembered)
    assert (amap.asked, baidu.asked, photon.asked) == (0, 0, 0)
    assert [reply.is_remembered for reply in replies] == [True, True]
    # The gazetteer's files may be newer than what it said.
    assert asked(told("gazetteer", NEAR, TOWN), remembered={"gazetteer": NotFound()}) == [1]


def test_next_one_is_asked_when_one_is_unavailable() -> None:
    chain = Chain([down("amap"), told("gazetteer", NEAR, TOWN)], CHECKS)
    first, second = chain.ask(QUERY, {})
    assert (first.answer, first.error) == (None, "GeocoderTimedOut: no reply")
    assert isinstance(second.answer, Located)


def test_one_that_keeps_failing_is_left_alone() -> None:
    amap, gazetteer = down("amap"), told("gazetteer", NEAR, TOWN)
    chain = Chain([amap, gazetteer], CHECKS)
    for _ in range(FAILURES_BEFORE_STOP + 2):
        replies = chain.ask(QUERY, {})
        assert len(positions(replies)) == 1
    assert amap.asked == FAILURES_BEFORE_STOP
    assert chain.broken == {"amap": "GeocoderTimedOut: no reply"}
    assert not chain.is_broken
    assert replies[0].error == "GeocoderTimedOut: no reply"
    alone = Chain([down("amap")], CHECKS)
    for _ in range(FAILURES_BEFORE_STOP):
        assert not alone.is_broken
        alone.ask(QUERY, {})
    assert alone.is_broken


def test_one_answer_in_between_mends_it() -> None:
    answers = iter([None, None, NotFound(), None, None, NotFound()])

    def next_answer() -> Answer:
        answer = next(answers)
        if answer is None:
            raise ProviderUnavailable("busy")
        return answer

    provider = Told("amap", next_answer)
    chain = Chain([provider], CHECKS)
    for _ in range(6):
        chain.ask(QUERY, {})
    assert provider.asked == 6
    assert not chain.is_broken


@pytest.mark.parametrize("names", [[], ["amap", "amap"]])
def test_chain_names_each_once(names: list[str]) -> None:
    with pytest.raises(ValueError, match="once"):
        Chain([silent(name) for name in names], CHECKS)


@given(
    st.permutations(["amap", "tianditu", "baidu", "photon"]),
    st.lists(
        st.tuples(st.sampled_from([NEAR, FAR, BEIJING]), st.sampled_from(Precision)),
        min_size=4,
        max_size=4,
    ),
)
def test_order_is_that_of_the_chain(
    names: list[str], answers: list[tuple[tuple[float, float], Precision]]
) -> None:
    providers = [told(name, *answer) for name, answer in zip(names, answers, strict=True)]
    replies = Chain(providers, CHECKS).ask(QUERY, {})
    assert [reply.provider for reply in replies] == names[: len(replies)]
    assert [provider.asked for provider in providers] == [
        1 if index < len(replies) else 0 for index in range(4)
    ]
