"""Cells with several numbers: what belongs to which, and nothing vanishes."""

import csv
import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.phones.in_text import PrintedNumbers, Rest, RestKind, read_numbers
from sites.phones.labels import Label
from sites.phones.numbers import PhoneError, parse_phone

AREA = "023"
CELLS = Path(__file__).with_name("cells.csv")
REFUSED = "refused"


def rows() -> list[dict[str, str]]:
    with CELLS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def numbers_told(read: PrintedNumbers) -> str:
    told = []
    for number in read.numbers:
        dialled = number.phone.e164 or number.phone.text.partition("转")[0]
        extension = number.phone.extension
        line = f"{dialled};{extension}" if extension else dialled
        told.append(f"{line}|{number.label}|{number.hours}")
    return " / ".join(told)


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['id']}-{row['cell']}")
def test_a_cell_says_what_a_person_reads_in_it(row: dict[str, str]) -> None:
    if row["numbers"] == REFUSED:
        with pytest.raises(PhoneError):
            read_numbers(row["cell"], row["area_code"])
        return
    read = read_numbers(row["cell"], row["area_code"])
    assert numbers_told(read) == row["numbers"]
    assert sum(piece.kind is RestKind.NAME for piece in read.rest) == int(row["names_left_out"])
    assert " / ".join(piece.text for piece in read.rest if piece.text) == row["rest"]


@pytest.mark.parametrize(
    ("text", "phones", "rest"),
    [
        ("47810001", ["47810001"], []),
        ("设备科：47330002；13800001235", ["47330002", "13800001235"], ["设备科"]),
        ("47881050、47881051", ["47881050", "47881051"], []),
        ("47810001 13800001234", ["47810001", "13800001234"], []),
        ("023-47810001/47810002", ["47810001", "47810002"], []),
        ("座机47810001 手机13800001234", ["47810001", "13800001234"], []),
        ("联系电话：47810001", ["47810001"], []),
        ("47810001 ext. 12, 47810002", ["47810001转12", "47810002"], []),
        ("47810001；47810001", ["47810001"], []),
        ("47810001；待定", ["47810001"], ["待定"]),
        ("电话：+86-23-47810001\n传真：023-47810009", ["47810001"], ["传真:023-47810009"]),
        ("47810001，邮编402260", ["47810001"], ["邮编402260"]),
        ("邮编402260，47810001", ["47810001"], ["邮编402260"]),
        ("电话：47810001 传真：", ["47810001"], ["传真"]),
        ("电话：47810001 传真：无", ["47810001"], ["传真", "无"]),
        ("传真：无 电话：47810001", ["47810001"], ["传真", "无"]),
        ("47810001（传真47810002）", ["47810001"], ["传真47810002"]),
        ("47810001、4769", ["47810001"], ["4769"]),
        ("2楼：47810001", ["47810001"], ["2楼"]),
        ("0086（23）47569990（2楼）", ["47569990"], ["2楼"]),
        ("95588-2（工商银行）", ["95588转2"], ["工商银行"]),
        ("①47810001 ②47810002", ["47810001", "47810002"], []),
        ("", [], []),
    ],
)
def test_numbers_are_found_beside_other_texts(
    text: str, phones: list[str], rest: list[str]
) -> None:
    read = read_numbers(text, AREA)
    assert [phone.text for phone in read.phones] == phones
    assert [piece.text for piece in read.rest] == rest


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("王老师47810001", [Rest(RestKind.NAME)]),
        ("47810001、110", [Rest(RestKind.NUMBER, "110")]),
        ("47810001-02", [Rest(RestKind.NUMBER, "02")]),
        ("47810001、设备科", [Rest(RestKind.TEXT, "设备科")]),
        (
            "窗口：47810001（白天）；值班：47810001（晚间）",
            [Rest(RestKind.REPEATED, "值班 晚间:47810001")],
        ),
    ],
)
def test_a_rest_says_of_what_kind_it_is(text: str, left: list[Rest]) -> None:
    assert list(read_numbers(text, AREA).rest) == left


@pytest.mark.parametrize(
    "text",
    ["4781OOO1", "47881050a", "47881050 6", "4769", "传真：023-47810009", "李老师", "邮编：402260"],
)
def test_a_text_without_a_number_that_can_be_dialled_is_refused(text: str) -> None:
    with pytest.raises(PhoneError):
        read_numbers(text, AREA)


@pytest.mark.parametrize(
    "sign", ["(", "1-", "转", "窗口", "白天", "47810001、", "王", "\u200b", " 1"]
)
def test_a_megabyte_is_refused(sign: str) -> None:
    with pytest.raises(PhoneError):
        read_numbers(sign * 10**6, AREA)


PIECES = re.findall(
    r"\S+",
    "0 1 2 4 8 99 4769 8001 47564298 023-47564298 13800138000 12333 110 402260 8:30-17:30 24小时 "
    "窗口 办公室 值班 咨询 投诉 传真 电话 白天 晚间 王老师 张三 设备科 白沙镇 联系人 微信同号 原 "
    "转 分机 、 / ; ； ， ： （ ） ( ) - ～ ~ . x # ① +",
)
cells = st.lists(st.sampled_from([*PIECES, " ", "\n"]) | st.text(max_size=3), max_size=14).map(
    "".join
)
areas = st.sampled_from([AREA, "010", "0891", "0571", "", "x"])


@given(cells, areas)
def test_what_is_found_is_a_number_each_once(text: str, area_code: str) -> None:
    with suppress(PhoneError):
        phones = [phone.text for phone in read_numbers(text, area_code).phones]
        assert len(set(phones)) == len(phones)
        assert all(parse_phone(phone, area_code).text == phone for phone in phones)


@given(cells, areas)
def test_no_digit_vanishes(text: str, area_code: str) -> None:
    """A run of digits is in a number, in its hours or in the rest, or the cell is refused."""
    try:
        read = read_numbers(text, area_code)
    except PhoneError:
        return
    told = [f"{number.phone.e164} {number.phone.text} {number.hours}" for number in read.numbers]
    kept = " ".join([*told, *(piece.text for piece in read.rest)])
    visible = "".join(
        character
        for character in unicodedata.normalize("NFKC", re.sub("[①-⒛]", ";", text))
        if unicodedata.category(character) != "Cf"
    )
    # 0086 in front of a number is the +86 of its E.164.
    assert [run for run in re.findall("[0-9]+", visible) if run.lstrip("0") not in kept] == []


@given(cells)
def test_a_name_with_its_title_is_never_repeated(text: str) -> None:
    with suppress(PhoneError):
        read = read_numbers(f"{text}；诸葛主任", AREA)
        assert "诸葛" not in str(read)


LABELS = {
    "窗口": Label.WINDOW,
    "办公室": Label.OFFICE,
    "值班电话": Label.DUTY,
    "咨询": Label.ENQUIRIES,
    "预约": Label.APPOINTMENTS,
    "监督投诉": Label.COMPLAINTS,
    "客服热线": Label.HOTLINE,
    "": Label.NONE,
}
HOURS = ["", "白天", "非工作时间", "24小时", "周一至周五 8:30-17:30", "8:30-12:00、14:00-17:30"]
items = st.lists(
    st.tuples(
        st.from_regex(r"(475[0-9]{5}|138[0-9]{8}|400[1-9][0-9]{6}|12333)", fullmatch=True),
        st.sampled_from(["", "转8", "转8001", "-900001"]),
        st.sampled_from(list(LABELS)),
        st.sampled_from(HOURS),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda item: item[0],
)


def in_front(number: str, label: str, hours: str) -> str:
    return f"{label}{'：' if label else ''}{behind(number, '', hours)}"


def behind(number: str, label: str, hours: str) -> str:
    return number + "".join(f"（{said}）" for said in (label, hours) if said)


def in_front_without_colon(number: str, label: str, hours: str) -> str:
    return label + behind(number, "", hours)


@given(
    items,
    st.sampled_from([in_front, behind, in_front_without_colon]),
    st.sampled_from(["；", ";", "\n", "； ", " ;\n"]),
)
def test_labels_and_hours_are_read_as_they_were_written(
    items: list[tuple[str, str, str, str]],
    written: Callable[[str, str, str], str],
    between: str,
) -> None:
    printed, expected = [], []
    for number, mark, label, hours in items:
        # A hotline has no extension so long.
        extension = mark if len(number) > len("12333") else ""
        printed.append(written(number + extension, label, hours))
        expected.append((number + extension.replace("-", "转"), LABELS[label], hours))
    read = read_numbers(between.join(printed), AREA)
    found = [(number.phone.text, number.label, number.hours) for number in read.numbers]
    assert found == expected
    assert read.rest == ()


@given(items, st.sampled_from(["、", "/", "，", " ", " / ", "或"]), st.sampled_from(list(LABELS)))
def test_a_label_holds_for_the_list_behind_it(
    items: list[tuple[str, str, str, str]], between: str, label: str
) -> None:
    numbers = [number for number, *_said in items]
    front = f"{label}：" if label else ""
    read = read_numbers(f"{front}{between.join(numbers)}；投诉：12345", AREA)
    assert [(number.phone.text, number.label) for number in read.numbers] == [
        *((number, LABELS[label]) for number in numbers),
        ("12345", Label.COMPLAINTS),
    ]
