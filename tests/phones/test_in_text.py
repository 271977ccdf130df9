from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.phones.in_text import read_numbers
from sites.phones.numbers import PhoneError, parse_phone

AREA = "023"


@pytest.mark.parametrize(
    ("text", "phones", "rest"),
    [
        ("47810001", ["47810001"], []),
        (
            "甲老师：47810001  乙老师 138 0000 1234",
            ["47810001", "13800001234"],
            ["甲老师", "乙老师"],
        ),
        ("设备科：47330002；13800001235", ["47330002", "13800001235"], ["设备科"]),
        ("47881050、47881051", ["47881050", "47881051"], []),
        ("47810001 13800001234", ["47810001", "13800001234"], []),
        ("023-47810001/47810002", ["47810001", "47810002"], []),
        ("座机47810001 手机13800001234", ["47810001", "13800001234"], []),
        ("联系电话：47810001", ["47810001"], []),
        ("47810001转8001 李老师", ["47810001转8001"], ["李老师"]),
        ("47810001 ext. 12, 47810002", ["47810001转12", "47810002"], []),
        ("４７８１０００１（王）", ["47810001"], ["王"]),
        ("47810001；47810001", ["47810001"], []),
        ("47810001；待定", ["47810001"], ["待定"]),
        ("电话：+86-23-47810001\n传真：023-47810009", ["47810001"], ["传真:023-47810009"]),
        ("47810001，邮编402260", ["47810001"], ["邮编402260"]),
        ("47810001、4769", ["47810001"], ["4769"]),
        ("2楼：47810001", ["47810001"], ["2楼"]),
        ("47569990（24小时）", ["47569990"], ["24小时"]),
        ("47569990(24小时服务)", ["47569990"], ["24小时服务"]),
        ("（023）47569990（办公时间）", ["47569990"], ["办公时间"]),
        ("0086（23）47569990（2楼）", ["47569990"], ["2楼"]),
        ("95588-2（工商银行）", ["95588转2"], ["工商银行"]),
        ("", [], []),
    ],
)
def test_numbers_are_found_beside_names_and_labels(
    text: str, phones: list[str], rest: list[str]
) -> None:
    read = read_numbers(text, AREA)
    assert [phone.text for phone in read.phones] == phones
    assert list(read.rest) == rest


@pytest.mark.parametrize(
    "text",
    ["4781OOO1", "47881050a", "47881050 6", "4769", "传真：023-47810009", "李老师", "邮编：402260"],
)
def test_a_text_without_a_number_that_can_be_dialled_is_refused(text: str) -> None:
    with pytest.raises(PhoneError):
        read_numbers(text, AREA)


@given(st.text(alphabet="0123456789 -+()、；;，,/转x电话传真王\n", max_size=60))
def test_what_is_found_is_a_number_each_once(text: str) -> None:
    with suppress(PhoneError):
        phones = [phone.text for phone in read_numbers(text, AREA).phones]
        assert len(set(phones)) == len(phones)
        assert all(parse_phone(phone, AREA).text == phone for phone in phones)
