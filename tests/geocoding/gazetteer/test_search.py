"""Which places of the whole country a text names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.geo.precision import Precision
from sites.geocoding.gazetteer.data import gazetteer_data
from sites.geocoding.gazetteer.entries import PRECISIONS, Level
from sites.geocoding.gazetteer.search import LONGEST_TEXT, Place, Reason, search_places

JIANGJIN = "500116"


def only(text: str, region: str | None = None) -> Place:
    (place,) = search_places(text, region)
    return place


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("重庆市江津区白沙镇新沙路229号", "重庆市江津区白沙镇"),
        ("中国 重庆市 江津区 白沙镇", "重庆市江津区白沙镇"),
        ("重庆市市辖区江津区白沙镇", "重庆市江津区白沙镇"),
        ("重庆江津白沙", "重庆市江津区白沙镇"),
        ("江津白沙新沙路229号", "重庆市江津区白沙镇"),
        ("湖南省岳阳市平江县", "湖南省岳阳市平江县"),
        ("岳阳市平江县", "湖南省岳阳市平江县"),
        ("湖南平江", "湖南省岳阳市平江县"),
        ("海南省定安县定城镇", "海南省定安县定城镇"),
        ("石柱县西沱镇", "重庆市石柱土家族自治县西沱镇"),
        ("恩施州利川市", "湖北省恩施土家族苗族自治州利川市"),
        ("广东东莞虎门", "广东省东莞市虎门镇"),
        ("河南省南阳市镇平县", "河南省南阳市镇平县"),
        ("湖南浏阳某某地方", "湖南省长沙市浏阳市"),
        ("昆山市经济开发区(周庄镇)全福路", "江苏省苏州市昆山市周庄镇"),
        ("重慶市江津區白沙鎮新沙路229號", "重庆市江津区白沙镇"),
        ("廣東東莞虎門", "广东省东莞市虎门镇"),
        ("陝西省咸陽市乾縣", "陕西省咸阳市乾县"),
        ("瓊海市博鰲鎮", "海南省琼海市博鳌镇"),
        ("海南琼海博鳌镇", "海南省琼海市博鳌镇"),
        ("臺灣省臺北市", "台湾省台北市"),
    ],
)
def test_finest_place_that_is_named(text: str, label: str) -> None:
    place = only(text)
    assert place.label == label
    assert place.label == "".join((*place.parents, place.name))
    assert place.is_stated


@pytest.mark.parametrize(
    ("text", "label", "reason"),
    [
        ("合川县太和镇", "重庆市合川区太和镇", Reason.OTHER_RANK),
        ("天津市和平县", "天津市和平区", Reason.OTHER_RANK),
        ("开县温泉镇", "重庆市开州区温泉镇", Reason.FORMER_NAME),
        ("襄樊市", "湖北省襄阳市", Reason.FORMER_NAME),
        ("江北县", "重庆市两江新区", Reason.FORMER_NAME),
        ("重庆市江北区", "重庆市两江新区", Reason.FORMER_NAME),
        ("重庆市渝北区", "重庆市两江新区", Reason.FORMER_NAME),
        ("重庆市渝北区统景镇", "重庆市北碚区统景镇", Reason.FORMER_NAME),
        ("重庆北碚区水土街道", "重庆市两江新区水土街道", Reason.FORMER_NAME),
        ("杭州市余杭区临平街道", "浙江省杭州市临平区临平街道", Reason.FORMER_NAME),
        ("莱芜市钢城区", "山东省济南市钢城区", Reason.FORMER_NAME),
        ("江津区真武镇", "重庆市江津区支坪镇", Reason.FORMER_NAME),
        ("江津县白沙镇", "重庆市江津区白沙镇", Reason.OTHER_RANK),
        ("北京市崇文区", "北京市东城区", Reason.FORMER_NAME),
        ("江津", "重庆市江津区", Reason.WITHOUT_RANK),
        ("石柱县", "重庆市石柱土家族自治县", Reason.OTHER_NAME),
        ("安徽省巢湖市无为县", "安徽省芜湖市无为市", Reason.OTHER_RANK),
        ("四川省双流县东升镇", "四川省成都市双流区东升街道", Reason.OTHER_RANK),
        ("成都市高新区天府大道5号", "四川省成都市", Reason.ZONE),
        ("新疆二十九团5号", "新疆维吾尔自治区铁门关市", Reason.ZONE),
    ],
)
def test_other_and_former_names(text: str, label: str, reason: Reason) -> None:
    place = only(text)
    assert (place.label, place.reason) == (label, reason)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("青岛市南区", "山东省青岛市市南区"),
        ("青岛市北区", "山东省青岛市市北区"),
        ("济南市中区经七路88号", "山东省济南市市中区"),
        ("乐山市中区嘉定北路", "四川省乐山市市中区"),
        ("石家庄桥西区裕华西路9号", "河北省石家庄市桥西区"),
        ("江苏镇江市丹徒区", "江苏省镇江市丹徒区"),
        ("哈尔滨道里区", "黑龙江省哈尔滨市道里区"),
        ("宁波镇海区镇骆东路5号", "浙江省宁波市镇海区"),
        ("西宁城中区", "青海省西宁市城中区"),
        ("重庆城口县", "重庆市城口县"),
        ("重庆市县城口县葛城街道", "重庆市城口县葛城街道"),
        ("浏阳镇头镇", "湖南省长沙市浏阳市镇头镇"),
        ("浏阳市镇头镇", "湖南省长沙市浏阳市镇头镇"),
        ("浙江省椒江区台州市海门街道", "浙江省台州市椒江区海门街道"),
        ("河北省保定市河北省保定市莲池区", "河北省保定市莲池区"),
        ("重庆重庆市重庆渝中区", "重庆市渝中区"),
        ("吉林吉林市", "吉林省吉林市"),
        ("广西省柳州市", "广西壮族自治区柳州市"),
        ("内蒙包头市", "内蒙古自治区包头市"),
        ("内蒙省包头市昆都仑区", "内蒙古自治区包头市昆都仑区"),
        ("新疆自治区乌鲁木齐市", "新疆维吾尔自治区乌鲁木齐市"),
        ("香港九龙油尖旺弥敦道100号", "香港特别行政区油尖旺区"),
        ("新界沙田", "香港特别行政区沙田区"),
        ("香港新界元朗大马路", "香港特别行政区元朗区"),
        ("香港中環花園道5號", "香港特别行政区中西区"),
        ("澳门花地玛堂区黑沙环马路", "澳门特别行政区"),
        ("澳门氹仔官也街5号", "澳门特别行政区"),
        ("云南昭通市昭阳区布嘎乡", "云南省昭通市昭阳区布嘎回族乡"),
        ("天津南开嘉陵道", "天津市南开区嘉陵道街道"),
        ("湖南道县城关", "湖南省永州市道县"),
        ("四川/成都市 > 锦江区-春熙路街道·总府路2号", "四川省成都市锦江区春熙路街道"),
        ("地址：650000 云南省昆明市盘龙区", "云南省昆明市盘龙区"),
        ("郑州管城区", "河南省郑州市管城回族区"),
        ("洛阳瀍河区", "河南省洛阳市瀍河回族区"),
        ("郑州市管城区", "河南省郑州市管城回族区"),
        ("齐齐哈尔市梅里斯区", "黑龙江省齐齐哈尔市梅里斯达斡尔族区"),
        ("重庆永川1号", "重庆市永川区"),
        ("贵州习水1号", "贵州省遵义市习水县"),
        ("郑州郑东新区商务内环路1号", "河南省郑州市"),
        ("成都东部新区1号", "四川省成都市"),
        ("石家庄某某新区1号", "河北省石家庄市"),
        ("湖南湘江新区", "湖南省长沙市"),
        ("雄安", "河北省保定市"),
        ("新疆兵团农八师", "新疆维吾尔自治区石河子市"),
        ("农一师", "新疆维吾尔自治区阿拉尔市"),
        ("CHONGQING江津区德感", "重庆市江津区德感街道"),
    ],
)
def test_short_forms_that_people_write(text: str, label: str) -> None:
    assert only(text).label == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("镇安县镇安路1号", "陕西省商洛市镇安县"),
        ("镇平县镇平路1号", "河南省南阳市镇平县"),
        ("镇江市镇东街1号", "江苏省镇江市"),
        ("宁波市镇骆东路1200号", "浙江省宁波市"),
        ("上海市镇宁路465号", "上海市"),
        ("南川区场镇1号", "重庆市南川区"),
        ("合川区场街5号", "重庆市合川区"),
        ("巴南区场口5号", "重庆市巴南区"),
        ("綦江区场镇5号", "重庆市綦江区"),
        ("广州市乡道1号", "广东省广州市"),
        ("永川区镇府街2号", "重庆市永川区"),
    ],
)
def test_a_stated_rank_counts_whatever_the_road_begins_with(text: str, label: str) -> None:
    assert only(text).label == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("哈尔滨市阿城市", "黑龙江省哈尔滨市阿城区"),
        ("佛山市南海市", "广东省佛山市南海区"),
        ("佛山市南海市南庄镇", "广东省佛山市禅城区南庄镇"),
        ("江门市新会市", "广东省江门市新会区"),
        ("常州市武进市", "江苏省常州市武进区"),
        ("六盘水市水城县", "贵州省六盘水市水城区"),
        ("惠阳市", "广东省惠州市惠阳区"),
        ("潮安县", "广东省潮州市潮安区"),
        ("四川江津", "重庆市江津区"),
        ("四川省江津县德感镇正街", "重庆市江津区德感街道"),
        ("重庆市永川地区江津县德感镇正街1号", "重庆市江津区德感街道"),
        ("永川地区江津县", "重庆市江津区"),
        ("四川万县地区", "重庆市万州区"),
        ("涪陵地区", "重庆市涪陵区"),
        ("重庆市涪陵地区丰都县", "重庆市丰都县"),
        ("蒲圻市", "湖北省咸宁市赤壁市"),
        ("沔阳", "湖北省仙桃市"),
        ("荆沙市", "湖北省荆州市"),
        ("安庆枞阳", "安徽省铜陵市枞阳县"),
        ("六安寿县", "安徽省淮南市寿县"),
        ("江津真武", "重庆市江津区支坪镇"),
        ("江津区仁沱", "重庆市江津区支坪镇"),
    ],
)
def test_what_was_said_leads_to_the_successor(text: str, label: str) -> None:
    place = only(text)
    assert (place.label, place.reason) == (label, Reason.FORMER_NAME)


@pytest.mark.parametrize(
    ("text", "county"),
    [
        ("锡山市", "锡山区"),
        ("琼山市", "琼山区"),
        ("抚宁县", "抚宁区"),
        ("宣化县", "宣化区"),
        ("曲江县", "曲江区"),
        ("郾城县", "郾城区"),
        ("邕宁县", "邕宁区"),
        ("汕头市潮阳市", "潮阳区"),
    ],
)
def test_a_county_of_several_successors_is_a_choice(text: str, county: str) -> None:
    found = search_places(text)
    assert len(found) > 1
    assert county in {place.name for place in found}


def test_a_former_province_tells_nothing_of_a_town_alone() -> None:
    assert {place.parents[0] for place in search_places("四川白沙镇", JIANGJIN)} == {"四川省"}
    assert only("四川省").label == "四川省"


def test_a_landmark_behind_a_county_is_no_former_town() -> None:
    assert "李市镇" not in {place.name for place in search_places("江津大桥", JIANGJIN)}


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("真武", "支坪镇"),
        ("仁沱", "支坪镇"),
        ("享堂", "圣泉街道"),
        ("鹅公", "白沙镇"),
        ("龙门", "龙华镇"),
        ("和平", "珞璜镇"),
        ("东胜", "柏林镇"),
        ("沙河", "柏林镇"),
        ("双福镇", "双福街道"),
        ("圣泉镇学堂路1号", "圣泉街道"),
        ("白沙街道正街1号", "白沙镇"),
    ],
)
def test_people_of_a_region_mean_its_own_town_first(text: str, town: str) -> None:
    first = search_places(text, JIANGJIN)[0]
    assert (first.adcode, first.name, first.is_stated) == (JIANGJIN, town, False)
    assert first.reason in {Reason.FORMER_NAME, Reason.OTHER_RANK}


def test_what_is_called_so_elsewhere_stays_in_the_choice() -> None:
    for text, other in (("双福镇", "双福镇"), ("龙门", "龙门县"), ("和平", "和平县")):
        assert other in {place.name for place in search_places(text, JIANGJIN)}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("黄龙溪镇", "四川省成都市双流区黄龙溪镇"),
        ("广兴洲镇人民路", "湖南省岳阳市君山区广兴洲镇"),
        ("白沙场镇", "四川省泸州市古蔺县白沙场镇"),
        ("青龙集镇", "安徽省宿州市萧县青龙集镇"),
    ],
)
def test_the_longest_known_name_wins(text: str, label: str) -> None:
    assert label in {place.label for place in search_places(text)}


AREAS = st.sampled_from(
    sorted(
        {
            named.entry.name[:-1]
            for area in gazetteer_data().areas.values()
            if len(area.name) > 2
            for named in gazetteer_data().areas_called(area.name)
        }
    )
)


@given(AREAS, st.text("溪坝岭塘垭湾桥坪", min_size=1, max_size=3), st.sampled_from("镇乡"))
def test_an_unknown_town_is_not_the_area_whose_name_it_begins_with(
    area: str, more: str, rank: str
) -> None:
    for text in (area + more + rank, area + more + rank + "人民路12号"):
        for place in search_places(text):
            is_known = text.startswith(place.named[0]) and len(place.named[0]) > len(area)
            assert is_known or len(place.named) > 1, (text, place)


def test_a_short_name_of_a_province_is_not_what_a_town_s_name_begins_with() -> None:
    for province in ("内蒙古", "内蒙", "黑龙江", "广西", "新疆"):
        assert search_places(province + "坝坪镇") == []
        assert only(province + "人民路12号").named == (province,)


def test_what_is_left_over_is_told() -> None:
    assert only("重庆市江津区白沙镇").rest == ""
    assert only("重庆江津白沙镇").named == ("重庆", "江津", "白沙镇")
    assert only("重庆市，江津区，白沙镇 新沙路229号").rest == "新沙路229号"
    assert only("浙江省椒江区台州市海门街道").named == ("浙江省", "椒江区", "台州市", "海门街道")
    assert only("江津区（白沙镇）").rest == ""
    assert only("江津区人民路白沙镇").rest == "人民路"


def test_a_town_without_a_place_of_its_own_answers_with_its_county_s() -> None:
    town, county = only("云南省昭通市昭阳区布嘎回族乡"), only("云南省昭通市昭阳区")
    assert (town.level, town.precision) == (Level.TOWN, Precision.REGION)
    assert (town.coordinate, town.bounds) == (county.coordinate, None)


def test_today_s_name_comes_before_a_former_one() -> None:
    """和平县 is a county in 广东, and is not read as 天津's 和平区."""
    assert only("和平县").label == "广东省河源市和平县"
    assert only("太平区").label == "辽宁省阜新市太平区"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "北京路5号",
        "朝阳中学",
        "长春藤花园3号",
        "义乌市场",
        "鼎山大道622号",
        "沿江花园E栋(江津中学新校门上行100米处)",
        "人民路5号",
        "abc",
    ],
)
def test_what_only_sounds_like_a_place_is_none(text: str) -> None:
    assert search_places(text) == []
    assert search_places(text, JIANGJIN) == []


@pytest.mark.parametrize(
    "text", ["江津区大白沙镇", "江津区白沙镇路5号", "江津区滨江社区白沙镇路5号", "江津区江津中学"]
)
def test_a_road_or_a_longer_name_is_not_the_town(text: str) -> None:
    assert only(text).label == "重庆市江津区"


def test_homonyms_are_told_apart_by_their_parents() -> None:
    assert only("浙江省江北区").label == "浙江省宁波市江北区"
    assert only("重庆市江北区").label == "重庆市两江新区"
    assert only("吉林省长春市朝阳区").label == "吉林省长春市朝阳区"
    assert only("福建省闽侯县白沙镇").label == "福建省福州市闽侯县白沙镇"


def test_homonyms_are_told_apart_by_the_region_of_the_search() -> None:
    assert only("江北区", JIANGJIN).label == "重庆市两江新区"
    assert only("江北区", JIANGJIN).reason is Reason.FORMER_NAME
    assert only("江北区").label == "浙江省宁波市江北区"
    assert only("江北区", "330212").label == "浙江省宁波市江北区"
    assert only("白沙镇新沙路229号", JIANGJIN).label == "重庆市江津区白沙镇"
    assert only("白沙镇新沙路229号", JIANGJIN).reason is Reason.NEAREST_NAMESAKE
    assert only("中山", JIANGJIN).label == "重庆市江津区中山镇"
    assert only("人民路5号白沙镇", JIANGJIN).label == "重庆市江津区白沙镇"


def test_otherwise_homonyms_are_a_choice() -> None:
    assert {place.label for place in search_places("朝阳区")} == {
        "北京市朝阳区",
        "吉林省长春市朝阳区",
    }
    assert len(search_places("朝阳区", JIANGJIN)) == 2
    assert len(search_places("白沙镇", limit=100)) > 5
    assert not any(place.is_stated for place in search_places("白沙镇"))
    assert len(search_places("白沙镇", limit=3)) == 3


def test_several_in_the_same_province_are_a_choice() -> None:
    found = search_places("城区", "140105")
    assert {place.label for place in found[:2]} == {"山西省阳泉市城区", "山西省晋城市城区"}
    assert {place.level for place in found} == {Level.COUNTY}
    assert Reason.NEAREST_NAMESAKE not in {place.reason for place in found}


def test_the_only_known_town_of_the_province_need_not_be_the_one() -> None:
    """Not all towns are known, so the nearest ones lead a choice, and do not decide it."""
    found = search_places("太平镇", JIANGJIN)
    assert len(found) > 1
    assert found[0].label.startswith("重庆市")


def test_a_bare_name_means_the_largest_thing_of_that_name() -> None:
    assert only("海南").level is Level.PROVINCE
    assert only("吉林").level is Level.PROVINCE
    assert only("长沙").label == "湖南省长沙市"
    assert {place.label for place in search_places("中山")} == {
        "辽宁省大连市中山区",
        "广东省中山市",
    }


def test_contradictions_are_a_choice() -> None:
    found = search_places("贵州省江津区白沙镇")
    assert [place.label for place in found] == ["贵州省", "重庆市江津区白沙镇"]
    assert {place.reason for place in found} == {Reason.CONTRADICTION}


def test_coarse_places_say_how_coarse_they_are() -> None:
    """All three have the same precision: the level tells them apart."""
    places = [only("重庆市"), only("宁波市"), only("江津区")]
    assert [place.level for place in places] == [Level.PROVINCE, Level.CITY, Level.COUNTY]
    assert {place.precision for place in places} == {Precision.REGION}
    for place in places:
        assert place.bounds is not None
        assert place.bounds.contains(place.coordinate)
    town = only("江津区白沙镇")
    assert (town.precision, town.bounds, town.adcode) == (Precision.TOWN, None, JIANGJIN)
    assert (town.coordinate.longitude, town.coordinate.latitude) == (106.112804, 29.063108)


def test_unknown_region_is_no_region() -> None:
    assert search_places("江北区", "999999") == search_places("江北区")


PIECES = st.sampled_from(
    [
        "重庆市",
        "江津",
        "白沙",
        "朝阳",
        "太平",
        "区",
        "镇",
        "县",
        "市",
        "路",
        "5号",
        "(",
        " ",
        "中国",
    ]
)


@given(
    st.text(max_size=80) | st.lists(PIECES, max_size=25).map("".join),
    st.sampled_from([None, JIANGJIN, "110105", "", "x"]),
)
def test_no_text_raises_and_nothing_is_finer_than_known(text: str, region: str | None) -> None:
    places = search_places(text, region)
    assert len(places) == len({(place.label, place.coordinate) for place in places}) <= 10
    for place in places:
        is_of_county = place.level is Level.TOWN and place.precision is Precision.REGION
        assert place.precision is PRECISIONS[place.level] or is_of_county
        assert not place.precision.finer_than(Precision.VILLAGE)


@pytest.mark.parametrize(
    "text",
    ["白沙", "朝阳", "重庆市江津区", "江津区太平镇城关镇", "镇", "（", "\u0301", "a "],
)
def test_100_kb_are_answered(text: str) -> None:
    long = text * (100_000 // len(text))
    assert len(search_places(long, JIANGJIN)) <= 10


def test_only_the_beginning_is_read() -> None:
    assert search_places(" " * LONGEST_TEXT + "江津区") == []
