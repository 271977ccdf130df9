"""A branch is told by its operator, its place and a word for branches."""

import csv

import pytest
from django.conf import settings

from sites.locating import locate
from sites.locating.branches import branch_in, own_name
from sites.locating.surroundings import Surroundings
from sites.models import Operator

pytestmark = pytest.mark.usefixtures("real_points")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("重庆农村商业银行双福支行", ("cqrcb", "shuangfu", "", True)),
        ("中国农业银行德感支行", ("abc", "degan", "", True)),
        ("中国银行江津支行", ("boc", None, "", True)),
        ("农商行琅山支行", ("cqrcb", None, "琅山", True)),
        ("江津区白沙镇工商银行营业部", ("icbc", "baisha", "", True)),
        ("中国建设银行股份有限公司滨江新城支行", ("ccb", None, "滨江新城", True)),
        ("中国邮政江津分公司", ("china-post", None, "", True)),
        ("双福ICBC", ("icbc", "shuangfu", "", False)),
    ],
)
def test_what_a_text_says_of_a_branch(
    text: str, said: tuple[str, str | None, str, bool], around: Surroundings
) -> None:
    branch = branch_in(text, around)
    assert branch is not None
    assert (branch.operator, branch.town, branch.place, branch.is_branch) == said


@pytest.mark.parametrize(
    "text",
    ["邮政路", "邮局巷5号", "某某工商银行", "重庆银行", "abcd", "大同路278号", "", "光大大道"],
)
def test_what_speaks_of_no_branch(text: str, around: Surroundings) -> None:
    assert branch_in(text, around) is None


def test_the_own_name_of_an_outlet(around: Surroundings) -> None:
    assert own_name("农商行江津琅山支行", around) == "琅山支行"
    # Without its district it has none.
    assert own_name("工商银行江津支行", around) == "江津支行"


def test_the_nearest_come_first_where_a_town_has_none() -> None:
    located = locate("白沙镇工商银行")
    assert [one.town for one in located.candidates] == ["jijiang", "shuangfu"]
    assert located.settled is None


def test_each_operator_is_found_by_each_of_its_words(around: Surroundings) -> None:
    path = settings.BASE_DIR / "data" / "locating" / "operator_words.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["word"] for row in rows}) == len(rows)
    codes = set(Operator.objects.values_list("code", flat=True))
    for row in rows:
        assert row["operator"] in codes
        found = around.operator_called(row["word"])
        assert found is not None
        assert found[0] == row["operator"], row["word"]


@pytest.mark.parametrize("form", ["", "股份有限公司", "有限责任公司", "有限公司"])
def test_the_form_of_a_company_does_not_matter(form: str, around: Surroundings) -> None:
    for code, name in Operator.objects.filter(kind="bank").values_list("code", "name"):
        found = around.operator_called(f"{name}{form}")
        assert found is not None
        assert found[0] == code
