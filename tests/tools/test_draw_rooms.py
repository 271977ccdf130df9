"""The map of the rooms says what the code is like, and notices when it no longer does."""

import re

from tools.draw_rooms import (
    BEGIN,
    DOCUMENT,
    END,
    House,
    drawn,
    floors_of,
    is_true,
    necessary,
    read_house,
)

IMPORTS = {
    "a.top": frozenset({"a.middle", "a.low"}),
    "a.middle": frozenset({"a.low"}),
    "a.low": frozenset[str](),
}


def test_floors_are_those_of_the_contract() -> None:
    contracts = """
[[tool.importlinter.contracts]]
type = "forbidden"
[[tool.importlinter.contracts]]
type = "layers"
layers = ["a", "b.one | b.two", "(c)"]
"""
    assert floors_of(contracts) == (("a",), ("b.one", "b.two"), ("c",))


def test_what_a_chain_implies_is_not_drawn() -> None:
    assert list(necessary(IMPORTS)) == [("a.middle", "a.low"), ("a.top", "a.middle")]


def test_the_real_house_has_every_room_once() -> None:
    house = read_house()
    assert len(set(house.rooms)) == len(house.rooms) == len(house.imports)
    assert "sites.finding" in house.imports["sites.api"]
    assert all(other not in house.imports["sites.geo"] for other in house.rooms)


def test_what_stands_in_the_document_is_true() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert is_true(text, drawn(text, read_house()))


def test_what_is_no_longer_true_is_noticed() -> None:
    text = drawn(f"{BEGIN}{END}", read_house())
    house = read_house()
    more = {**house.imports, "sites.geo": frozenset({"sites.phones"})}
    assert is_true(text, text)
    # What is rounded to hundreds may be off by a little.
    counted = re.search(r"\| (\d,\d00) \|", text)
    assert counted is not None
    lines = int(counted[1].replace(",", ""))
    assert is_true(text, text.replace(counted[0], f"| {lines + 100:,} |"))
    assert not is_true(text, text.replace(counted[0], f"| {2 * lines:,} |"))
    assert not is_true(text, drawn(text, House(house.floors, house.others, more)))
