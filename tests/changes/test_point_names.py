import pytest

from sites.changes.point_names import named_by
from sites.models import Operator, Region, ServicePoint
from tests.factories import MakePoint


@pytest.mark.parametrize(
    ("name", "address", "named"),
    [
        (
            "农商行江津琅山支行",
            "油溪镇建宇爱上小区",
            ["农商行江津琅山支行", "江津琅山支行", "琅山支行", "建宇爱上小区"],
        ),
        (
            "油溪支行",
            "重庆市江津区油溪镇松林路128号荣华锦鹤江城3号楼",
            ["油溪支行", "松林路", "荣华锦鹤江城3号楼"],
        ),
        (
            "重庆农商行",
            "大同路5号（老四牌坊小学旁）",
            ["重庆农商行", "农商行", "大同路", "老四牌坊小学旁"],
        ),
    ],
)
def test_an_outlet_is_named_by_its_name_and_by_what_it_lies_at(
    make_point: MakePoint, name: str, address: str, named: list[str]
) -> None:
    point = make_point(name=name, address=address)
    found = named_by(point, Region.objects.get(), Operator.objects.get(code="cqrcb"))
    assert list(dict.fromkeys(found)) == named


def test_a_point_without_town_has_names_too(make_point: MakePoint) -> None:
    point: ServicePoint = make_point(town=None, name="白沙支行", address="新沙路229号")
    found = named_by(point, Region.objects.get(), Operator.objects.get(code="cqrcb"))
    assert set(found) == {"白沙支行", "新沙路"}
