"""Printed phone numbers become numbers that can be dialled, or say why not."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.phones.numbers import Phone, PhoneError, parse_phone, stored_phone, with_area_code
from sites.phones.short_numbers import Use, use_of

AREA = "023"
LOCAL = Phone("47564298", "+862347564298")
TABLE = Path(__file__).resolve().parents[2] / "data" / "service_points.csv"


@pytest.mark.parametrize(
    "text",
    [
        "47564298",
        " 4756 4298 ",
        "4756-4298",
        "４７５６４２９８",
        "023-47564298",
        "(023)47564298",
        "（０２３）４７５６４２９８",
        "023－47564298",
        "02347564298",
        "+8602347564298",
        "+86 23 4756 4298",
        "(+86)23-47564298",
        "0086-23-47564298",
        "2347564298",
        "86-23-47564298",
        "86 23 4756 4298",
        "86-023-47564298",
        "(86)23-47564298",
        "(86-23)47564298",
        "86(23)47564298",
        "862347564298",
        "８６－２３－４７５６４２９８",
        "0086 23 47564298",
        "0086(23)47564298",
        "0086-023-4756-4298",
        "00 86 23 4756 4298",
        "+86(23)47564298",
        "+86(023)4756-4298",
        "+86 (0)23 4756 4298",
        "(+86)(23)47564298",
        "＋８６（２３）４７５６４２９８",
        "+86-23-4756 4298",
        "023–47564298",
        "023—4756—4298",
        "023~47564298",
        "023.47564298",
        "( 023 ) 4756 4298",
        "47564298、",
        "47564298。",
        "47564298；",
        "\ufeff47564298",
        "4756\u00a04298",
        "\u202d47564298\u202c",
        "47564298\n",
    ],
)
def test_every_way_of_printing_a_local_number_is_one_number(text: str) -> None:
    assert parse_phone(text, AREA) == LOCAL


@pytest.mark.parametrize(
    "text",
    [
        "47564298转8001",
        "47564298 转 8001",
        "47564298转接8001",
        "47564298分机：8001",
        "47564298-8001",
        "023-47564298-8001",
        "023-4756-4298-8001",
        "47564298 ext. 8001",
        "47564298 EXT8001",
        "47564298x8001",
        "47564298#8001",
    ],
)
def test_extensions(text: str) -> None:
    assert parse_phone(text, AREA) == Phone("47564298转8001", "+862347564298", "8001")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Phone("", "")),
        (" 　", Phone("", "")),
        ("138 1234 5678", Phone("13812345678", "+8613812345678")),
        ("+8613812345678", Phone("13812345678", "+8613812345678")),
        ("1381234-5678", Phone("13812345678", "+8613812345678")),
        ("400-123-4567", Phone("4001234567", "+864001234567")),
        ("400-123-4567-12", Phone("4001234567转12", "+864001234567", "12")),
        ("12333", Phone("12333", "")),
        ("11185", Phone("11185", "")),
        ("９５５８８", Phone("95588", "")),
        ("023-12333", Phone("12333", "")),
        ("+86 12333", Phone("12333", "")),
        ("12393", Phone("12393", "")),
        ("12345", Phone("12345", "")),
        ("1 2 3 4 8", Phone("12348", "")),
        ("10086", Phone("10086", "")),
        ("95533", Phone("95533", "")),
        ("95389", Phone("95389", "")),
        ("023-95588", Phone("95588", "")),
        ("956023", Phone("956023", "")),
        ("966866", Phone("966866", "")),
        ("966-866", Phone("966866", "")),
        ("023-966866", Phone("966866", "")),
        ("96633", Phone("96633", "")),
        ("962999", Phone("962999", "")),
        ("95588转1", Phone("95588转1", "", "1")),
        ("95588-2", Phone("95588转2", "", "2")),
        ("95599转3", Phone("95599转3", "", "3")),
        ("023-95588-2", Phone("95588转2", "", "2")),
        ("966866-0012", Phone("966866转0012", "", "0012")),
        ("800-810-8888", Phone("8008108888", "+868008108888")),
        ("86-13812345678", Phone("13812345678", "+8613812345678")),
        ("8613812345678", Phone("13812345678", "+8613812345678")),
        ("0086 138 1234 5678", Phone("13812345678", "+8613812345678")),
        ("+86-138-1234-5678", Phone("13812345678", "+8613812345678")),
        ("86 400 123 4567", Phone("4001234567", "+864001234567")),
        ("86-571-87654321", Phone("0571-87654321", "+8657187654321")),
        ("+86(571)87654321", Phone("0571-87654321", "+8657187654321")),
        ("86-23-47564298-8001", Phone("47564298转8001", "+862347564298", "8001")),
        # A local number may begin as the country's code does.
        ("86123456", Phone("86123456", "+862386123456")),
        ("8612-3456", Phone("86123456", "+862386123456")),
        ("86123456-8001", Phone("86123456转8001", "+862386123456", "8001")),
        ("057187654321", Phone("0571-87654321", "+8657187654321")),
        ("0571-87654321-3", Phone("0571-87654321转3", "+8657187654321", "3")),
        ("0891-6234567", Phone("0891-6234567", "+868916234567")),
    ],
)
def test_other_numbers(text: str, expected: Phone) -> None:
    assert parse_phone(text, AREA) == expected


def test_seven_digits_are_enough_where_the_plan_says_so() -> None:
    assert parse_phone("6234567", "0891") == Phone("6234567", "+868916234567")


def test_a_local_number_never_passes_for_one_of_another_province() -> None:
    """0476-95118 would be in Inner Mongolia."""
    assert parse_phone("47695118", AREA) == Phone("47695118", "+862347695118")
    for text in ("047695118", "+8647695118"):
        with pytest.raises(PhoneError) as caught:
            parse_phone(text, AREA)
        assert caught.value.code == "too_short"


@pytest.mark.parametrize(
    ("text", "code", "fragment"),
    [
        ("4756429", "wrong_length", "has 7 digits; in area 023 it has 8"),
        ("475642988", "wrong_length", "has 9 digits"),
        ("0999-123", "too_short", "in area 0999 a number has 7 digits"),
        ("1", "too_short", "1 is too short: in area 023 a number has 8 digits"),
        ("12", "too_short", "12 is too short"),
        ("123", "too_short", "123 is too short"),
        ("1234", "too_short", "1234 is too short"),
        ("12346", "too_short", "short_numbers.csv"),
        ("9558", "too_short", "9558 is too short"),
        ("95602", "too_short", "95602 is too short"),
        ("114", "too_short", "114 is too short"),
        ("475642", "too_short", "475642 is too short"),
        ("023-4756", "too_short", "4756 is too short"),
        ("110", "emergency", "110 is for emergencies"),
        ("119", "emergency", "the outlet's own number"),
        ("１２０", "emergency", "120"),
        ("122", "emergency", "122"),
        ("023-110", "emergency", "110"),
        ("+86 120", "emergency", "120"),
        ("12395", "emergency", "12395"),
        ("12345678", "no_such_number", "12345678"),
        ("023-07564298", "no_such_number", "07564298"),
        ("4007", "too_short", "4007 is too short"),
        ("012-34567890", "unknown_area_code", "012"),
        ("+86", "unknown_area_code", "not an area code"),
        ("+852 2345 6789", "foreign", "+86"),
        ("001 234 567 8901", "foreign", "+86"),
        ("不详", "no_digits", "leave the field empty"),
        ("、", "no_digits", "leave the field empty"),
        ("电话47564298", "letters", "“电话”"),
        ("47564298(办公室)", "letters", "“办公室”"),
        ("4756O298", "letters", "“O”"),
        ("大同路9号", "letters", "“大同路9号”"),
        ("王、李47564298", "letters", "“王、李47564298”"),
        ("96xxx", "masked", "hidden"),
        ("96XXX", "masked", "hidden"),
        ("138****8000", "masked", "Enter all of them"),
        ("4756x29x", "masked", "hidden"),
        ("023 138 0013 8000", "mobile_with_area_code", "13800138000 is a mobile number"),
        ("023-13800138000", "mobile_with_area_code", "Leave out the 023 in front of it"),
        ("013800138000", "mobile_with_area_code", "Leave out the 0 in front of it"),
        ("4756+4298", "letters", "“+”"),
        ("<b>47564298</b>", "letters", "<b>"),
        ("=47564298", "letters", "="),
        ("-", "no_digits", "leave the field empty"),
        ("47564298/47212963", "several_numbers", "note"),
        ("47564298、47212963", "several_numbers", "note"),
        ("47564298 47212963", "several_numbers", "note"),
        ("47564298-47212963", "several_numbers", "note"),
        ("47564298\n47212963", "several_numbers", "note"),
        ("47564298;13800138000", "several_numbers", "note"),
        ("47564298，47212963", "several_numbers", "note"),
        ("47564298|47212963", "several_numbers", "note"),
        ("47564298或47212963", "several_numbers", "note"),
        ("47564298和47212963", "several_numbers", "note"),
        ("47564298(13800138000)", "several_numbers", "note"),
        ("(023)47564298 (023)47212963", "several_numbers", "note"),
        ("47564298 023-47212963", "several_numbers", "note"),
        ("02347564298/12333", "several_numbers", "note"),
        ("47564298~9", "several_numbers", "note"),
        ("47564298～47564299", "several_numbers", "note"),
        ("47564298转8001、8002", "several_numbers", "note"),
        ("47564298转8001/47212963", "several_numbers", "note"),
        ("86-23-47564298、86-23-47212963", "several_numbers", "note"),
        ("47564298 8001", "wrong_length", "has 12 digits"),
        ("12333-12345", "wrong_length", "has 10 digits"),
        ("4" * 5000, "several_numbers", "note"),
        ("4" * 50, "wrong_length", "has 50 digits"),
        ("47564298转", "bad_extension", "1 to 6 digits"),
        ("47564298转1234567", "bad_extension", "1 to 6 digits"),
        ("47564298转八", "bad_extension", "1 to 6 digits"),
    ],
)
def test_what_is_no_number_is_refused_with_the_reason(text: str, code: str, fragment: str) -> None:
    with pytest.raises(PhoneError) as caught:
        parse_phone(text, AREA)
    assert caught.value.code == code
    assert fragment in str(caught.value)
    sentences = f"{caught.value.problem} {caught.value.remedy}"
    assert str(caught.value) == sentences % caught.value.parameters


@pytest.mark.parametrize("area_code", ["", "23", "0", "０２３", "abc", "09999"])
def test_an_unknown_area_is_an_error_not_a_guess(area_code: str) -> None:
    with pytest.raises(PhoneError) as caught:
        parse_phone("47564298", area_code)
    assert caught.value.code == "unknown_area_code"


@pytest.mark.parametrize("text", ["110", "1234", "不详", "95118转", "<b>"])
def test_what_an_earlier_release_stored_stays_what_it_is(text: str) -> None:
    assert stored_phone(text, AREA) == Phone(text, "")
    assert stored_phone("47564298转1", AREA) == parse_phone("47564298转1", AREA)


def test_every_phone_of_the_printed_table_is_a_number_of_chongqing() -> None:
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        printed = [row["联系电话"] for row in csv.DictReader(file)]
    assert len(printed) == 57
    for text in printed:
        assert parse_phone(text, AREA) == Phone(text.strip(), "+8623" + text.strip())


texts = st.text(max_size=40) | st.text(
    alphabet=st.sampled_from(list("0123456789 -()+.转x#／、~ \t86２３")), max_size=30
)
areas = st.sampled_from(["023", "010", "0891", "0851", "0476", "", "x"])


@given(texts, areas)
def test_any_text_is_a_phone_or_a_phone_error(text: str, area_code: str) -> None:
    try:
        phone = parse_phone(text, area_code)
    except PhoneError:
        return
    assert parse_phone(phone.text, area_code) == phone
    assert stored_phone(phone.text, area_code) == phone


@given(st.sampled_from(["023", "010", "0891", "0571", "x", ""]), st.integers(0, 999_999))
def test_nothing_short_is_a_number_but_a_reviewed_hotline(area_code: str, number: int) -> None:
    try:
        phone = parse_phone(str(number), area_code)
    except PhoneError:
        assert use_of(str(number)) is not Use.HOTLINE
        return
    assert phone == Phone(str(number), "")
    assert use_of(phone.text) is Use.HOTLINE


whole = st.from_regex(r"(4[0-9]{7}|138[0-9]{8}|400[1-9][0-9]{6}|12333|966866)", fullmatch=True)


@given(whole, whole, st.sampled_from(["、", "/", ";", "，", "\n", "或", "|", " / ", "； "]))
def test_of_two_numbers_none_is_lost(one: str, other: str, between: str) -> None:
    with pytest.raises(PhoneError) as caught:
        parse_phone(one + between + other, AREA)
    assert caught.value.code == "several_numbers"


@given(
    st.from_regex(r"[2-8][0-9]{7}", fullmatch=True), st.from_regex(r"[0-9]{0,6}", fullmatch=True)
)
def test_local_numbers_with_any_extension(local: str, extension: str) -> None:
    assert parse_phone(f"{AREA}-{local}转{extension}" if extension else local, AREA) == Phone(
        local + (f"转{extension}" if extension else ""), f"+8623{local}", extension
    )


@pytest.mark.parametrize("text", ["(" * 10**6, "1-" * 10**6, "转" * 10**6, "\u200b" * 10**6])
def test_a_megabyte_of_garbage_is_refused(text: str) -> None:
    with pytest.raises(PhoneError):
        parse_phone(text, AREA)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("47564298", "023-47564298"),
        ("47564298转8001", "023-47564298转8001"),
        ("0571-87654321", "0571-87654321"),
        ("13800138000", "13800138000"),
        ("4008001234", "4008001234"),
        ("12333", "12333"),
        ("95588", "95588"),
        ("", ""),
        ("<b>", "<b>"),
    ],
)
def test_a_number_is_shown_as_every_phone_dials_it(text: str, shown: str) -> None:
    assert with_area_code(text, AREA) == shown


@given(st.from_regex(r"[2-9][0-9]{7}", fullmatch=True))
def test_a_number_with_its_area_code_is_the_same_number(local: str) -> None:
    try:
        phone = parse_phone(local, AREA)
    except PhoneError:
        return
    assert parse_phone(with_area_code(phone.text, AREA), AREA) == phone
