"""What is typed in letters is read as the places and operators that it names."""

import pytest

from sites.locating.letters import in_chinese
from sites.locating.surroundings import surroundings

pytestmark = pytest.mark.usefixtures("real_points")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("chongqing", "重庆市"),
        ("Chongqing Municipality", "重庆市"),
        ("chong qing shi", "重庆市"),
        ("jiangjin", "江津区"),
        ("Jiangjin District", "江津区"),
        ("Jiang Jin Qu", "江津区"),
        ("Chongqing, Jiangjin", "重庆市江津区"),
        ("Shuangfu Subdistrict", "双福街道"),
        ("Shuangfu Jiedao", "双福街道"),
        ("Chongqing Jiangjin Baisha", "重庆市江津区白沙镇"),
        ("Baisha Town, Jiangjin District, Chongqing", "重庆市江津区白沙镇"),
        ("Simianshan Town", "四面山镇"),
        ("ICBC Jiangjin", "江津区工商银行"),
        ("Bank of China, Jiangjin", "江津区中国银行"),
        ("Industrial & Commercial Bank of China", "工商银行"),
        ("Industrial and Commercial Bank of China Limited", "工商银行"),
        ("China Postal Savings Bank", "邮储银行"),
        ("Construction Bank of China", "建设银行"),
        ("Chongqing Three Gorges Bank", "重庆市三峡银行"),
        ("Agricultural Bank of China Co., Ltd. Shuangfu Sub-branch", "双福街道农业银行"),
        ("social security office", "社会保险经办机构"),
        ("Baisha Social Security Office", "白沙镇社会保险经办机构"),
    ],
)
def test_names_in_letters(text: str, said: str) -> None:
    around = surroundings("500116")
    assert around is not None
    assert in_chinese(text, around) == said


@pytest.mark.parametrize(
    "text",
    [
        *("", "xyzzy", "jiangjin zhongxue", "Baisha Shuangfu", "ICBC 5", "江津", "bank", "the"),
        *("Industrial Bank", "sdgc", "district"),
    ],
)
def test_what_says_more_or_something_else(text: str) -> None:
    around = surroundings("500116")
    assert around is not None
    assert not in_chinese(text, around)
