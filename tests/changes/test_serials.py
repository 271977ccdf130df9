"""One serial, one outlet."""

from collections.abc import Sequence

import pytest

from sites.changes.serials import (
    HIGHEST_SERIAL,
    Claim,
    free_serials,
    holders_of,
    refused_claims,
    taken_text,
)
from tests.changes.conftest import MakePoint


def refused(*claims: tuple[str, int | None, int | None]) -> dict[str, str]:
    """Return who is refused, and by whom, of outlets with their serials of now and then."""
    found = refused_claims([Claim(*claim) for claim in claims])
    return {claim.outlet: holder for claim, holder in found.items()}


@pytest.mark.parametrize(
    "claims",
    [
        [("a", 1, 2), ("b", 2, 1)],
        [("a", 1, 2), ("b", 2, None)],
        [("a", None, 2), ("b", 2, 3), ("c", 3, 1), ("d", 1, 4)],
        [("a", None, None), ("b", 2, None)],
    ],
)
def test_outlets_swap_serials_and_take_over_those_that_become_free(
    claims: Sequence[tuple[str, int | None, int | None]],
) -> None:
    assert refused(*claims) == {}


def test_a_serial_stays_with_the_outlet_that_asks_for_no_other_one() -> None:
    assert refused(("a", 1, 2), ("b", 2, 2)) == {"a": "b"}
    assert refused(("a", None, 2), ("b", 2, 2)) == {"a": "b"}


def test_who_is_refused_keeps_a_serial_that_another_one_asks_for() -> None:
    assert refused(("a", 1, 2), ("b", 2, 3), ("c", None, 1), ("d", 3, 3)) == {
        "a": "b",
        "b": "d",
        "c": "a",
    }


def test_of_several_that_ask_for_a_free_serial_the_first_has_it() -> None:
    assert refused(("a", None, 1), ("b", 2, 1), ("c", 3, 2)) == {"b": "a", "c": "b"}
    # Where another outlet turns out to keep it, none of them has.
    assert refused(("a", None, 1), ("b", None, 1), ("c", 1, 2), ("d", 2, 2)) == {
        "a": "c",
        "b": "c",
        "c": "d",
    }


def test_free_serials_are_those_behind_all_others_then_the_gaps() -> None:
    assert next(free_serials([])) == 1
    assert next(free_serials({2, 7})) == 8
    behind = free_serials(taken := {1, 3, HIGHEST_SERIAL})
    assert next(behind) == 2
    taken.add(4)
    assert next(behind) == 5


def test_active_outlets_have_their_serials(make_point: MakePoint) -> None:
    one, other = make_point(serial=1), make_point(serial=3)
    make_point(serial=2, is_active=False)
    assert holders_of("500116") == {1: one, 3: other}
    assert holders_of("110101") == {}
    assert one.name in taken_text(one.name)
