"""Which number a label belongs to."""

import pytest

from sites.phones.sides import MARKS, Sides
from sites.phones.tokens import clean_cell, find_tokens


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        # The only one, unless a list's sign or another word is between.
        ("窗口47564298", [0]),
        ("窗口\n47564298", [0]),
        ("窗口、47564298", [None]),
        ("窗口；47564298", [None]),
        ("窗口 设备科 47564298", [None]),
        ("窗口（一楼）47564298", [0]),
        ("47564298 窗口", [0]),
        ("47564298 窗口：", [None]),
        # The nearer one.
        ("47564298窗口 47557312", [0]),
        ("47564298 窗口47557312", [1]),
        ("47564298、窗口 47557312", [1]),
        ("47564298 窗口、47557312", [0]),
        # The one behind the colon.
        ("47564298 窗口：47557312", [1]),
        ("47564298（窗口）值班：47557312", [0, 1]),
        # As near: as the other labels of the cell.
        ("47564298 窗口 47557312", [None]),
        ("窗口 47564298 值班 47557312", [0, 1]),
        ("47564298 窗口 47557312 值班", [0, 1]),
        ("（窗口）47564298（值班）47557312", [0, 1]),
        ("47564298（窗口）47557312", [0]),
        ("47564298（值班47557312）", [1]),
        # Of a fax in brackets alone.
        ("47564298 传真", [None]),
        ("47564298（传真）", [0]),
        ("传真；47564298", [0]),
        ("传真 电话47564298", [None]),
        ("窗口", [None]),
    ],
)
def test_a_label_belongs_to_one_side(printed: str, numbers: list[int | None]) -> None:
    text = clean_cell(printed)
    tokens = find_tokens(text, "023")
    sides = Sides(text, tokens)
    owners = [
        sides.number_of(place) for place, token in enumerate(tokens) if token.meaning in MARKS
    ]
    assert [None if owner is None else sides.numbers.index(owner) for owner in owners] == numbers


@pytest.mark.parametrize(
    ("printed", "listed"),
    [
        ("47564298、47557312", True),
        ("47564298 / 47557312", True),
        ("47564298或47557312", True),
        ("47564298（白天）、47557312", True),
        ("47564298；47557312", False),
        ("47564298\n47557312", False),
        ("47564298，电话47557312", False),
        ("47564298、设备科47557312", False),
    ],
)
def test_numbers_of_one_list(printed: str, listed: bool) -> None:
    text = clean_cell(printed)
    sides = Sides(text, find_tokens(text, "023"))
    first, last = sides.numbers
    assert sides.are_listed(first, last) is listed
