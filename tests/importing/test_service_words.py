import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.importing.service_words import ServiceWords, is_ticked_title, speaks_of_service
from sites.reference.files import REFERENCE_DIRECTORY, split_list

STORED = {
    "补办换卡": "reissue",
    "解锁、重置密码": "unlock",
    "激活": "activation",
    **{code: code for code in ("reissue", "unlock", "activation")},
}
WORDS = ServiceWords(STORED)
ALL = {"reissue", "unlock", "activation"}


def test_every_service_has_words_and_every_word_a_service() -> None:
    with (REFERENCE_DIRECTORY / "services.csv").open(encoding="utf-8", newline="") as file:
        services = {row["code"]: row["name"] for row in csv.DictReader(file)}
    with (REFERENCE_DIRECTORY / "service_words.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = {code for row in rows for code in split_list(row["services"])}
    assert codes == {*services, "*"}
    assert all(map(is_ticked_title, services.values()))
    words = ServiceWords({name: code for code, name in services.items()})
    for row in rows:
        said = {*split_list(row["services"])}
        assert {*words.read(row["word"]).codes} == ({*services} if said == {"*"} else said)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("补办换卡、激活", {"reissue", "activation"}),
        ("补卡、解锁、激活", ALL),
        ("补换卡\n密码重置\n激活", ALL),
        ("挂失补办/启用", {"reissue", "activation"}),
        ("补卡，改密;激活", ALL),
        ("补卡|换卡", {"reissue"}),
        ("补卡和解锁及激活", ALL),
        ("补卡 激活", {"reissue", "activation"}),
        ("补卡激活", {"reissue", "activation"}),
        ("1.补卡 2.解锁；3.激活", ALL),
        ("①补卡②激活", {"reissue", "activation"}),
        ("可办理社保卡补换卡、密码重置等业务", {"reissue", "unlock"}),
        # Separators may be inside of a name.
        ("解锁、重置密码", {"unlock"}),
        ("补、换卡", {"reissue"}),
        ("補卡、啟用", {"reissue", "activation"}),
        ("全部", ALL),
        ("均可办理", ALL),
        ("所有业务", ALL),
        ("unlock，activation", {"unlock", "activation"}),
        ("", set()),
    ],
)
def test_services_are_read_in_the_words_of_people(text: str, codes: set[str]) -> None:
    read = WORDS.read(text)
    assert ({*read.codes}, list(read.unknown)) == (codes, [])


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("贷款", ["贷款"]),
        ("激活、贷款、存款", ["贷款", "存款"]),
        ("不可补卡", ["不可补卡"]),
        ("除激活外全部", ["除激活外全部"]),
        ("补卡（周一至周五）", ["补卡（周一至周五）"]),
        ("仅激活", ["仅激活"]),
        ("补卡暂停", ["补卡暂停"]),
    ],
)
def test_what_is_not_wholly_known_is_no_service(text: str, unknown: list[str]) -> None:
    assert list(WORDS.read(text).unknown) == unknown


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("补办换卡", {"reissue"}),
        ("是否可补卡", {"reissue"}),
        ("能否办理激活", {"activation"}),
        ("解锁业务", {"unlock"}),
        ("密码重置（是/否）", {"unlock"}),
        ("可否补换卡", {"reissue"}),
        ("补卡办理情况", {"reissue"}),
        ("补卡（工作日）", {"reissue"}),
        ("激活（社保功能）", {"activation"}),
        ("解锁（重置密码）", {"unlock"}),
        ("补办（换）卡", {"reissue"}),
        ("密码重置/解锁", {"unlock"}),
        ("社会保障卡启用", {"activation"}),
        ("即时制卡", {"reissue"}),
        ("补换卡、激活", {"reissue", "activation"}),
        ("reissue", {"reissue"}),
    ],
)
def test_a_column_may_be_ticked_for_a_service(title: str, codes: set[str]) -> None:
    assert is_ticked_title(title)
    assert WORDS.titled(title) == codes


@pytest.mark.parametrize(
    "title",
    [
        "服务项目",
        "业务",
        "启用时间",
        "补卡网点",
        "补卡数量",
        "即时制卡网点",
        "全部",
        "联系电话",
        "备注",
        "",
    ],
)
def test_other_columns_are_not_ticked(title: str) -> None:
    assert not is_ticked_title(title)


@pytest.mark.parametrize("title", ["不可补卡", "暂停激活", "激活（暂停）", "补卡限本行"])
def test_a_title_that_takes_something_back_is_not_understood(title: str) -> None:
    assert speaks_of_service(title)
    assert WORDS.titled(title) == frozenset()


@pytest.mark.parametrize(
    "text", ["可以办理", "均能办理", "都可以", "支持", "可", "提供服务", "均可以"]
)
def test_that_it_can_be_done_means_all(text: str) -> None:
    read = WORDS.read(text)
    assert ({*read.codes}, read.unknown) == (ALL, ())


@pytest.mark.parametrize("text", ["社保卡业务", "社会保障卡服务", "1", "业务", "服务项目"])
def test_a_cell_that_names_no_service_is_unknown(text: str) -> None:
    assert WORDS.read(text).unknown == (text,)


@given(st.text(alphabet="补换卡解锁激活全部、，;/| \n1.不除办理和", max_size=40))
def test_nothing_is_read_twice_or_lost(text: str) -> None:
    read = WORDS.read(text)
    assert read.codes <= ALL
    assert bool(read.codes or read.unknown) or not set("补换卡锁激不除全部") & set(text)
