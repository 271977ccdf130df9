"""What the words of a search find among the real outlets."""

import pytest

from sites.finding import PointQuery, find_points

pytestmark = pytest.mark.usefixtures("outlets")


def serials(text: str) -> list[int]:
    return [point["serial"] for point in find_points(PointQuery(text=text)).points]


@pytest.mark.parametrize("text", ["bs", "bsz", "baisha", "BaiSha", "白沙"])
def test_a_town_by_its_initials_and_by_nothing_else(text: str) -> None:
    assert serials(text) == [23, 47, 52]


def test_initials_of_a_town_and_of_names_that_begin_so() -> None:
    points = find_points(PointQuery(text="jj")).points
    assert {point["serial"] for point in points if point["town"] == "jijiang"} == set(
        serials("几江")
    )
    assert len(points) < 20
    for point in points:
        assert point["town"] == "jijiang" or "江津" in point["name"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gsyh", [33, 43]),
        ("gonghang", [33, 43]),
        ("gong hang", [33, 43]),
        ("icbc", [33, 43]),
        ("nsh baisha", [52]),
        ("dtl", [3, 33, 45]),
        ("spf", [45]),
        ("sipai", [45]),
        ("songlinlu", [23]),
        ("everbr", [57]),
        ("anshan", []),
        ("hong", []),
        ("大同路", [3, 33, 45]),
        ("526号", [33]),
    ],
)
def test_pinyin_begins_with_a_syllable_and_initials_with_a_name(
    text: str, found: list[int]
) -> None:
    assert serials(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "+862347564298",
        "862347564298",
        "+86 23 4756 4298",
        "86-23-47564298",
        "023-47564298",
        "023 4756 4298",
        "4756-4298",
    ],
)
def test_a_phone_number_however_it_is_written(text: str) -> None:
    assert serials(text) == [1]
