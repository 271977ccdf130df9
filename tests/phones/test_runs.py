"""What digits with signs between them are."""

import pytest

from sites.phones.numbers import PhoneError, parse_phone
from sites.phones.runs import RUN, continued, read_number, read_run

AREA = "023"


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("电话023-4756 4298。", ["023-4756 4298"]),
        ("47564298 转 8001", ["47564298 转 8001"]),
        ("47564298(转8001)、窗口", ["47564298(转8001)"]),
        ("47564298 3号窗口", ["47564298"]),
        ("138 0013 8000窗口", ["138 0013 8000"]),
        ("2楼 101室 24小时", []),
        ("A47564298", []),
    ],
)
def test_runs_in_a_text(text: str, runs: list[str]) -> None:
    assert RUN.findall(text) == runs


@pytest.mark.parametrize(
    ("run", "parts"),
    [
        ("47564298", ["47564298"]),
        ("47564298 47557312", ["47564298", "47557312"]),
        ("(023)47564298(023)47557312", ["47564298", "47557312"]),
        ("47564298-47564305", ["47564298", "47564305"]),
        ("47564298~47564299", ["47564298", "47564299"]),
        ("47564298~99", ["47564298", "47564299"]),
        ("47564290~99", ["47564290", None]),
        ("47564298-99", ["47564298", None]),
        ("47564298-01", ["47564298转01"]),
        ("47564298-8001", ["47564298转8001"]),
        ("47564298-4301", ["47564298", None]),
        ("86-23-4756-4798", ["47564798"]),
        ("47564298 6", [None]),
        ("47564298 47557312 6", [None]),
        ("4769", [None]),
    ],
)
def test_what_a_run_is(run: str, parts: list[str | None]) -> None:
    read = read_run(f"{run} ", 7, AREA)
    assert [part.phone.text if part.phone else None for part in read] == parts
    assert (read[0].start, read[-1].end) == (7, 7 + len(run))


def test_a_number_without_its_area_code_is_bare() -> None:
    assert [part.is_bare for part in read_number("47564298", AREA)] == [True]
    for text in ("023-47564298", "0571-87654321", "13800138000", "12333"):
        assert [part.is_bare for part in read_number(text, AREA)] == [False]
    with pytest.raises(PhoneError):
        read_number("47564298~x", AREA)


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        ("47564298", "99", "47564299"),
        ("47564291", "2", "47564292"),
        ("0571-87654321", "22", "0571-87654322"),
        ("47564298转8001", "8002", "47564298转8002"),
        ("47564298", "12", None),
        ("47564298", "8001", None),
        ("47564298", "98", None),
        ("47564298转8001", "2", None),
        ("12333", "45", None),
        ("47564298", "x", None),
    ],
)
def test_a_short_end_continues_a_number_if_it_can_mean_one_thing_only(
    number: str, digits: str, text: str | None
) -> None:
    found = continued(digits, parse_phone(number, AREA), AREA)
    assert (found.text if found else None) == text
