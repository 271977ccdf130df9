"""What looks like a person's name."""

import pytest

from sites.phones.person_names import find_name


@pytest.mark.parametrize(
    "word", ["王", "张三", "王小明", "欧阳小红", "小李", "老王", "李工", "王某某"]
)
def test_a_surname_is_known_alone_and_with_a_given_name(word: str) -> None:
    assert find_name(word) == (0, len(word))


@pytest.mark.parametrize(
    "word", ["甲老师", "李女士", "王主任", "王副主任", "主任王小明", "张小明科长", "Mr. Wang"]
)
def test_a_title_makes_a_name(word: str) -> None:
    assert find_name(word) == (0, len(word))


def test_names_of_other_peoples_have_a_dot() -> None:
    assert find_name("阿依古丽·买买提") == (0, 8)


@pytest.mark.parametrize("word", ["主任", "所长", "老师", "待定", "无", "社保", "2楼", ""])
def test_a_title_alone_is_none(word: str) -> None:
    assert find_name(word) is None


@pytest.mark.parametrize(
    "word", ["设备科", "工商银行", "江津支行", "白沙镇", "石门镇", "江津社保所"]
)
def test_a_place_is_none_though_it_begins_as_one(word: str) -> None:
    assert find_name(word) is None


@pytest.mark.parametrize(
    ("word", "name"),
    [("请找王主任", "王主任"), ("二楼李老师处", "二楼李老师"), ("社保所王小明所长", "王小明所长")],
)
def test_within_a_longer_word_it_is_known_by_its_title(word: str, name: str) -> None:
    found = find_name(word)
    assert found is not None
    assert word[slice(*found)] == name
