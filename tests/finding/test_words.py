"""What the words of a search find among the real outlets."""

import pytest

from sites.finding import PointQuery, find_points

pytestmark = pytest.mark.usefixtures("real_points")


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
    ("text", "found"),
    [
        ("Bank of China", [45]),
        ("bank  of CHINA", [45]),
        ("bankofchina", [45]),
        ("BOC", [45]),
        ("Bank of China 几江", [45]),
        ("几江街道 Bank of China", [45]),
        ("Agricultural Bank of China", [35, 44]),
        ("Agricultural Bank", [35, 44]),
        ("ABC", [35, 44]),
        ("Industrial and Commercial Bank of China", [33, 43]),
        ("China Construction Bank", [34, 48]),
        ("CCB", [34, 48]),
        ("Postal Savings Bank of China", [37, 46]),
        ("Postal Savings Bank", [37, 46]),
        ("Chongqing Rural Commercial Bank", [32, 38, 49, 50, 51, 52]),
        ("Bank of Communications", [41]),
        ("China Post", [36, 47, 53, 54, 55, 56]),
        ("bank china", [33, 34, 35, 37, 39, 43, 44, 45, 46, 48, 57]),
    ],
)
def test_the_name_of_a_bank_is_that_bank(text: str, found: list[int]) -> None:
    assert serials(text) == found


@pytest.mark.parametrize(
    "text", ["社保局", "社保中心", "人社局", "政务服务中心", "便民服务中心", "人力资源和社会保障局"]
)
def test_what_people_call_the_offices(text: str) -> None:
    assert serials(text) == list(range(1, 32))
    assert serials(f"白沙 {text}") == [23]


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
