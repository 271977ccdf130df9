"""What may stand before an address, and what is a part of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.addresses.parser import parse_address
from sites.addresses.preamble import preamble_end
from sites.addresses.towns import RegionNames, TownIndex
from sites.text.normalise import normalise_text

ADDRESS = "重庆市江津区白沙镇新沙路11号"


@pytest.mark.parametrize(
    "before",
    [
        *["地址：", "地址:", "住址 ", "详细地址：", "通讯地址: ", "办公地址为", "所在地："],
        *["402260 ", "402260", "邮编402260 ", "邮编：402260，"],
        *["中国", "中华人民共和国", "中国 · "],
        *["【收货地址】", "[默认]", "【】", "CHONGQING ", "Chongqing, China, ", "SICHUAN CHENGDU "],
        *["/", "> ", "→", "-", "　", "\n", "地址：402260 中国", "【默认】收货地址："],
    ],
)
def test_what_may_stand_before_it(
    before: str, jiangjin: RegionNames, jiangjin_towns: TownIndex
) -> None:
    text = normalise_text(before + ADDRESS)
    assert text[preamble_end(text) :] == ADDRESS
    address = parse_address(before + ADDRESS, jiangjin, jiangjin_towns)
    assert (address.province, address.district, address.town) == ("重庆市", "江津区", "baisha")
    assert (address.road, address.number, address.landmark) == ("新沙路", "11号", None)


@pytest.mark.parametrize(
    "text",
    [
        *[ADDRESS, "中国银行旁", "A区人民路5号", "BOSS酒店旁", "E栋3号", "地址不详", "12号", ""],
        *["402260号", "100室", "abc", "402260", "中国", "地址："],
    ],
)
def test_what_is_a_part_of_it(text: str) -> None:
    assert preamble_end(text) == 0


@pytest.mark.parametrize("sign", ["/", "-", ">", "→", "·", " ", "，", "|", "\n", "—", " / "])
def test_signs_between_the_names(
    sign: str, jiangjin: RegionNames, jiangjin_towns: TownIndex
) -> None:
    text = sign.join(["重庆市", "江津区", "白沙镇", "新沙路11号"])
    address = parse_address(text, jiangjin, jiangjin_towns)
    assert (address.province, address.district, address.town) == ("重庆市", "江津区", "baisha")
    assert (address.road, address.number) == ("新沙路", "11号")


def test_a_district_in_brackets_is_read(jiangjin: RegionNames, jiangjin_towns: TownIndex) -> None:
    address = parse_address("【江津区】白沙镇新沙路11号", jiangjin, jiangjin_towns)
    assert (address.district, address.town) == ("江津区", "baisha")


PIECES = ["地址：", "邮编", "402260", "【", "】", "中国", "A", " ", "重庆", "江津区", "-", "1"]


@given(st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_no_text_raises_and_something_is_left(text: str) -> None:
    text = normalise_text(text)
    end = preamble_end(text)
    assert 0 <= end <= len(text)
    assert end == 0 or end < len(text)


@pytest.mark.parametrize("unit", ["地址", "4", "A", "【", "中国", "-", "402260 "])
def test_100_kb_are_read(unit: str) -> None:
    assert preamble_end(unit * (100_000 // len(unit))) < 100
