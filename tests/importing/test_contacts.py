import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.importing.contacts import read_address_cell, split_addresses, tells_phone


@pytest.mark.parametrize(
    ("text", "address", "phones", "rest"),
    [
        (
            "地址：石门镇人民路12号\n电话：+86-23-47810001\n传真：023-47810009",
            *("石门镇人民路12号", "+86-23-47810001", ["传真：023-47810009"]),
        ),
        ("石门镇人民路12号（电话：47810001）", "石门镇人民路12号", "47810001", []),
        ("石门镇人民路12号 47810001", "石门镇人民路12号", "47810001", []),
        ("石门镇人民路12号（023-47810001）", "石门镇人民路12号", "023-47810001", []),
        ("石门镇人民路12号\n13800001234", "石门镇人民路12号", "13800001234", []),
        (
            "石门镇人民路12号，联系电话：47810001、13800001234",
            *("石门镇人民路12号", "47810001、13800001234", []),
        ),
        ("石门镇人民路12号 邮编：402260", "石门镇人民路12号", "", ["邮编：402260"]),
        ("电话47810001 地址：石门镇人民路12号", "石门镇人民路12号", "47810001", []),
        (
            "石门镇人民路12号；营业时间：9:00-17:00；Tel: 47810001",
            *("石门镇人民路12号", "47810001", ["营业时间：9:00-17:00"]),
        ),
        ("石门镇人民路12号", "石门镇人民路12号", "", []),
        ("几江街道电信路电话亭旁", "几江街道电信路电话亭旁", "", []),
        ("滨江路163_167号", "滨江路163_167号", "", []),
        ("鼎山大道622号 A座 12010", "鼎山大道622号 A座 12010", "", []),
        ("石门镇\n人民路12号", "石门镇\n人民路12号", "", []),
        ("47810001", "47810001", "", []),
    ],
)
def test_what_is_no_address_is_told_apart(
    text: str, address: str, phones: str, rest: list[str]
) -> None:
    cell = read_address_cell(text)
    assert (cell.address, cell.phones, list(cell.rest)) == (address, phones, rest)
    assert tells_phone(text) == bool(phones)


def test_two_addresses_are_two_if_each_is_whole() -> None:
    def is_whole(text: str) -> bool:
        return "镇" in text and "号" in text

    assert split_addresses("石门镇1号\n江津区石门镇3号（分点）", is_whole) == (
        *("石门镇1号", "江津区石门镇3号（分点）"),
    )
    assert split_addresses("石门镇1号；白沙镇2号、油溪镇3号", is_whole) == (
        *("石门镇1号", "白沙镇2号", "油溪镇3号"),
    )
    assert split_addresses("石门镇1号、3号", is_whole) == ("石门镇1号、3号",)
    assert split_addresses("石门镇\n1号", is_whole) == ("石门镇\n1号",)


@given(st.text(alphabet="地址电话传真：: \n0123456789石门镇号（）;", max_size=80))
def test_no_figure_gets_lost(text: str) -> None:
    cell = read_address_cell(text)
    said = "".join((cell.address, cell.phones, *cell.rest))
    assert sorted(filter(str.isdigit, said)) == sorted(filter(str.isdigit, text))
