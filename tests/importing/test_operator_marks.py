import pytest

from sites.importing.operator_marks import OperatorMarks
from sites.models import Kind, Operator
from tests.importing.tables import real_rows

EXPECTED = {
    **dict.fromkeys(range(1, 32), "social-security"),
    **dict.fromkeys([32, 38, 49, 50, 51, 52], "cqrcb"),
    **dict.fromkeys([33, 43], "icbc"),
    **dict.fromkeys([34, 48], "ccb"),
    **dict.fromkeys([35, 44], "abc"),
    **dict.fromkeys([36, 47, 53, 54, 55, 56], "china-post"),
    **dict.fromkeys([37, 46], "psbc"),
    39: "cmb",
    40: "ccqtgb",
    41: "bocom",
    42: "spdb",
    45: "boc",
    57: "ceb",
}


@pytest.fixture
def marks(reference_data: None) -> OperatorMarks:
    return OperatorMarks(Operator.objects.all())


def test_every_real_outlet_has_its_operator_and_kind(marks: OperatorMarks) -> None:
    found = {int(cells[0]): marks.operator_of(cells[1]) for cells in real_rows()}
    assert {serial: operator and operator.code for serial, operator in found.items()} == EXPECTED
    kinds = {serial: operator.kind for serial, operator in found.items() if operator}
    assert kinds[1] == Kind.OFFICE
    assert kinds[32] == Kind.BANK
    assert kinds[36] == Kind.POST


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("农行双福支行", "abc"),
        ("农商行双福支行", "cqrcb"),
        ("中国农业银行股份有限公司重庆江津支行", "abc"),
        ("重庆农村商业银行江津支行", "cqrcb"),
        ("中国邮政储蓄银行江津支行", "psbc"),
        ("中国邮政集团江津分公司", "china-post"),
        ("中国银行江津支行", "boc"),
        ("中国工商银行江津支行", "icbc"),
        # Marks of banks count at the beginning of a name only.
        ("圣泉街道劳动就业和社会保障服务所（农商行楼上）", "social-security"),
    ],
)
def test_the_longest_mark_decides(marks: OperatorMarks, name: str, code: str) -> None:
    operator = marks.operator_of(name)
    assert operator is not None
    assert operator.code == code


@pytest.mark.parametrize("name", ["华夏银行江津支行", "江津区便民服务中心", "", "支行"])
def test_an_unknown_operator_is_not_guessed(marks: OperatorMarks, name: str) -> None:
    assert marks.operator_of(name) is None


def test_two_operators_with_one_mark_are_not_guessed() -> None:
    marks = OperatorMarks(
        [Operator(code="a", name_marks=["甲行"]), Operator(code="b", name_marks=["甲行", "甲行长"])]
    )
    assert marks.operator_of("甲行江津支行") is None
    assert marks.operator_of("甲行长寿支行") == Operator(code="b")
