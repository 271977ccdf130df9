"""The reviewed list of short numbers."""

import csv
import re

import pytest

from sites.phones.numbers import Phone, parse_phone
from sites.phones.short_numbers import FILE, Use, use_of

OPERATORS = FILE.with_name("operators.csv")


def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_is_a_pattern_with_a_meaning_and_a_source() -> None:
    patterns = [row["pattern"] for row in rows()]
    assert len(set(patterns)) == len(patterns)
    for row in rows():
        # Never all of a length, and never as long as a local number.
        assert re.fullmatch(r"[19][0-9]{1,4}x{0,4}", row["pattern"]), row
        assert 3 <= len(row["pattern"]) <= 6, row
        assert row["use"] in set(Use), row
        assert row["meaning"], row
        assert row["source"], row
        assert use_of(row["pattern"].replace("x", "1")) == row["use"], row


def test_the_hotlines_of_all_operators_are_on_it() -> None:
    with OPERATORS.open(encoding="utf-8", newline="") as file:
        hotlines = [row["hotline"] for row in csv.DictReader(file) if row["hotline"]]
    assert hotlines
    for hotline in hotlines:
        assert parse_phone(hotline, "023") == Phone(hotline, "")


@pytest.mark.parametrize(
    ("digits", "use"),
    [
        ("12333", Use.HOTLINE),
        ("95500", Use.HOTLINE),
        ("95599", Use.HOTLINE),
        ("956000", Use.HOTLINE),
        ("110", Use.EMERGENCY),
        ("", None),
        ("1", None),
        ("1233", None),
        ("123333", None),
        ("9559", None),
        ("955999", None),
        ("95600", None),
        ("9560000", None),
        ("١٢٣٣٣", None),
    ],
)
def test_a_pattern_says_how_long_a_number_is(digits: str, use: Use | None) -> None:
    assert use_of(digits) is use
