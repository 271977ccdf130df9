"""What people and map services write around a place is left out."""

import pytest

from sites.locating.typed_text import beside_link


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("【高德地图】我在这里：江津区大西门 ，快来找我", "江津区大西门"),
        ("【高德地图】江津中学，地址：重庆市江津区几江街道大西门，", "重庆市江津区几江街道大西门"),
        ("我在百度地图找到了白沙镇 ", "白沙镇"),
        ("【百度地图】我在百度地图上找到了：白沙镇 点击查看", "白沙镇"),
        ("【腾讯地图】我分享了一个位置：双福街道时代广场", "双福街道时代广场"),
        ("我在这里 ", ""),
        ("【高德地图】我在这里！", ""),
        ("我在大西门，", "我在大西门"),
    ],
)
def test_what_is_said_beside_a_link(text: str, said: str) -> None:
    assert beside_link(text) == said
