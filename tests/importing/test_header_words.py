import csv
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.geo.datum import Datum
from sites.importing.columns import OUTLETS, POSITIONS
from sites.importing.header_words import NOTHING, datum_of, meaning_of, plain
from sites.importing.service_words import is_ticked_title
from sites.reference.files import REFERENCE_DIRECTORY


def words() -> list[dict[str, str]]:
    with (REFERENCE_DIRECTORY / "header_words.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_file_of_words_is_in_order() -> None:
    assert {row["column"] for row in words()} == {*OUTLETS.titles, *POSITIONS.titles, NOTHING}
    said = [(row["word"].startswith("*"), plain(row["word"])) for row in words()]
    assert [word for word, count in Counter(said).items() if count > 1] == []
    for row in words():
        meaning = meaning_of(row["word"].lstrip("*"))
        assert meaning is not None
        assert meaning.column == row["column"]
    # What one list takes for a column, the other does not take for a service.
    assert not [row["word"] for row in words() if is_ticked_title(row["word"])]


@pytest.mark.parametrize(
    ("column", "titles"),
    [
        (NOTHING, "原电话 旧地址 变更前电话 电话（旧） 原网点名称 更名前名称"),
        ("phone", "新电话 变更后电话 现联系电话"),
        ("address", "现地址 搬迁后地址 新办公地址"),
        ("name", "现网点名称 更名后网点名称"),
        (NOTHING, "监督投诉电话 总行客服电话 主管部门电话 上级主管部门电话 纪检监督电话 传真"),
    ],
)
def test_what_was_and_what_is_another_ones_is_not_taken(column: str, titles: str) -> None:
    for title in titles.split():
        meaning = meaning_of(title)
        assert meaning is not None, title
        assert meaning.column == column, title


@pytest.mark.parametrize(
    ("column", "titles"),
    [
        ("serial", "序号 编号 序 No. 顺序号"),
        (
            "name",
            "服务网点全称 机构名称 单位名称 网点 服务网点 银行网点名称 即时制卡网点名称 支行名称",
        ),
        ("address", "网点地址 详细地址 办公地址 办公地点 所在地 江津区社保卡服务网点地址"),
        ("name", "机构 服务单位 办理单位 受理点名称 便民服务点 窗口名称"),
        ("address", "地理位置 网点所在位置 具体地点 办公场所 Addr."),
        ("phone", "联系人及电话 联系人/电话 电话及传真 网点座机"),
        ("area_code", "区号 电话区号"),
        ("extension", "分机 分机号"),
        ("phone", "咨询电话 联系方式 办公电话 网点电话 电话号码 座机 业务咨询电话 服务热线"),
        ("services", "服务项目 可办业务 业务范围 可办理业务"),
        ("operator", "合作银行 所属银行 银行名称"),
        ("town", "乡镇 所属乡镇 镇街 所在乡镇（街道） 镇（街）"),
        ("district", "区县 所属区县 区域"),
        ("note", "备注 备注说明 Remarks"),
        ("postcode", "邮编 邮政编码 ZIP"),
        ("longitude", "经度 东经 高德经度 经度(GCJ-02) GPS经度"),
        ("latitude", "纬度 北纬 纬度（百度坐标）"),
        ("position", "经纬度 坐标"),
        ("hours", "办公时间 营业时间 服务时间 对外办公时间"),
        (NOTHING, "联系人 传真 投诉电话 邮箱地址 检查结果"),
    ],
)
def test_the_words_that_people_use_are_known(column: str, titles: str) -> None:
    for title in titles.split():
        meaning = meaning_of(title)
        assert meaning is not None, title
        assert meaning.column == column, title


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("电 话", "phone"),
        ("联系\n电话", "phone"),
        ("联系电话（区号023）", "phone"),
        ("*联系电话(必填)", "phone"),
        ("【必填】网点名称", "name"),
        ("1.网点名称", "name"),
        ("（3）地址：", "address"),
        ("聯繫電話", "phone"),
        ("服務網點名稱", "name"),
        ("名称/Name", "name"),
        ("Address 地址", "address"),
        ("电话/手机", "phone"),
        # Whoever writes both into one cell writes the address first.
        ("地址、电话", "address"),
        ("TELEPHONE", "phone"),
        ("网点名称及地址", None),
        ("2024年业务量", None),
        ("是否对外", None),
        ("", None),
        ("地" * 100 + "址", None),
    ],
)
def test_a_title_is_known_however_it_is_written(title: str, column: str | None) -> None:
    meaning = meaning_of(title)
    assert (meaning and meaning.column) == column


@pytest.mark.parametrize(
    ("text", "datum"),
    [
        ("经度(GCJ-02)", Datum.GCJ02),
        ("高德经度", Datum.GCJ02),
        ("腾讯地图坐标", Datum.GCJ02),
        ("火星坐标系", Datum.GCJ02),
        ("百度坐标", Datum.BD09),
        ("BD09", Datum.BD09),
        ("WGS84", Datum.WGS84),
        ("GPS", Datum.WGS84),
        ("CGCS2000", Datum.WGS84),
        ("经度", None),
        ("高德或百度", None),
    ],
)
def test_a_datum_is_named_and_never_guessed(text: str, datum: Datum | None) -> None:
    assert datum_of(text) is datum


@given(st.text(max_size=80))
def test_no_title_breaks_it(title: str) -> None:
    meaning = meaning_of(title)
    assert meaning is None or meaning.column in {*OUTLETS.titles, *POSITIONS.titles, NOTHING}
