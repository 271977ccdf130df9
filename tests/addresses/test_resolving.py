import pytest

from sites.addresses.resolving import (
    TownMatch,
    TownOverride,
    TownOverrides,
    resolve_town,
)
from sites.addresses.towns import RegionNames, TownIndex, TownName


@pytest.mark.parametrize(
    ("address", "town"),
    [
        ("鼎山大道711号", None),
        ("江津区鼎山大道711号", None),
        ("中山路5号", None),
        ("中山东一路5号", None),
        ("中山医院旁", None),
        ("先锋小区3栋", None),
        ("西湖5号", None),
        ("江津路5号", None),
        ("白沙", "baisha"),
        ("江津白沙", "baisha"),
        ("江津区白沙新沙路5号", "baisha"),
        ("重庆江津白沙镇5号", "baisha"),
        ("中国重庆市江津区白沙镇", "baisha"),
        ("重庆市，江津区，白沙镇，滨江路", "baisha"),
        ("龙华镇龙华街185号", "longhua"),
        ("滨江新城圣泉街道学堂路1号", "shengquan"),
        ("中山古镇8号", "zhongshan"),
        ("李市场镇8号", "lishi"),
        ("几江街道办大同路5号", "jijiang"),
        ("滨江路白沙段5号", "baisha"),
        ("大白沙段5号", None),
        ("新白沙镇5号", None),
        ("中山镇路5号", None),
        ("广兴洲镇5号", None),
        ("石门坎街道5号", None),
        ("中山门街道5号", None),
        ("白沙回族乡5号", None),
        ("双福中心街道5号", None),
        ("德感街道中山路5号", "degan"),
        ("沿江花园（几江街道）", "jijiang"),
        ("沿江花园（几江）", None),
        ("白沙镇滨江路5号（原石门镇政府）", "baisha"),
    ],
)
def test_town_of_an_address(
    address: str, town: str | None, jiangjin: RegionNames, jiangjin_towns: TownIndex
) -> None:
    match = resolve_town(address, "", jiangjin, jiangjin_towns)
    assert match.town == town
    assert match.evidence == ("address" if town else "none")


@pytest.mark.parametrize(
    ("name", "town"),
    [
        ("农商行白沙支行", "baisha"),
        ("农商行珞璜园区支行", "luohuang"),
        ("邮政公司白沙镇滨江路邮政所", "baisha"),
        ("邮储银行江津德感支行", "degan"),
        ("江津支行（白沙）", "baisha"),
        ("几江街道劳动就业和社会保障服务所", "jijiang"),
        ("建设银行中山路支行", None),
        ("建设银行滨江新城支行", None),
        ("农商行大白沙支行", None),
        ("农商行白沙洲支行", None),
        ("工商银行江津支行", None),
    ],
)
def test_town_of_a_name(
    name: str, town: str | None, jiangjin: RegionNames, jiangjin_towns: TownIndex
) -> None:
    match = resolve_town("江津区沿江路5号", name, jiangjin, jiangjin_towns)
    assert match.town == town
    assert match.evidence == ("name" if town else "none")
    assert match.doubt is None


def test_the_branch_of_a_name_that_town_and_district_share_is_the_district_s() -> None:
    """岳阳楼支行 and 道真支行 speak of the district, 岳阳楼街道社保所 of the town."""
    region = RegionNames.of("湖南省", "岳阳楼区", "岳阳市")
    towns = TownIndex(
        [
            TownName("yueyanglou", "岳阳楼街道", ("岳阳楼",)),
            TownName("wulipai", "五里牌街道", ("五里牌",)),
        ]
    )
    assert resolve_town("巴陵中路5号", "农业银行岳阳楼支行", region, towns).town is None
    assert resolve_town("岳阳楼巴陵中路5号", "", region, towns).town is None
    assert resolve_town("巴陵中路5号", "岳阳楼街道社保所", region, towns).town == "yueyanglou"
    assert resolve_town("巴陵中路5号", "农业银行五里牌支行", region, towns).town == "wulipai"
    assert resolve_town("岳阳市五里牌街道5号", "", region, towns).town == "wulipai"
    assert resolve_town("岳阳楼区五里牌街道5号", "", region, towns).town == "wulipai"
    assert resolve_town("三桥路5号", "道真支行", DAOZHEN, DAOZHEN_TOWNS).town is None


def test_address_wins_over_name_and_says_so(
    jiangjin: RegionNames, jiangjin_towns: TownIndex
) -> None:
    match = resolve_town("石门镇民兴大道71号", "农商行白沙支行", jiangjin, jiangjin_towns)
    assert match == TownMatch("shimen", "address", None, ("baisha", "shimen"))
    assert match.is_contradicted


@pytest.mark.parametrize(
    ("address", "name", "expected"),
    [
        (
            "白沙镇与石门镇交界处",
            "农商行白沙支行",
            TownMatch(None, "none", "ambiguous_address", ("baisha", "shimen")),
        ),
        (
            "德感街道滨江大道几江段5号",
            "",
            TownMatch(None, "none", "ambiguous_address", ("degan", "jijiang")),
        ),
        (
            "江津区沿江路5号",
            "白沙镇石门镇联合社保所",
            TownMatch(None, "none", "ambiguous_name", ("baisha", "shimen")),
        ),
        (
            "江津区城关镇大同路5号",
            "农商行几江支行",
            TownMatch(None, "none", "unlisted_town", ("jijiang",)),
        ),
        ("白沙乡5号", "", TownMatch(None, "none", "unlisted_town")),
        (
            "重庆市合川区白沙镇5号",
            "农商行白沙支行",
            TownMatch(None, "none", "other_region", ("baisha",)),
        ),
        ("永川区白沙镇5号", "", TownMatch(None, "none", "other_region")),
        ("四川省泸州市合江县白沙镇5号", "", TownMatch(None, "none", "other_region")),
        ("四川泸州市白沙镇5号", "", TownMatch(None, "none", "other_region")),
    ],
)
def test_doubt_leaves_the_town_unknown(
    address: str, name: str, expected: TownMatch, jiangjin: RegionNames, jiangjin_towns: TownIndex
) -> None:
    assert resolve_town(address, name, jiangjin, jiangjin_towns) == expected


def test_override_wins_for_exactly_this_outlet(
    jiangjin: RegionNames, jiangjin_towns: TownIndex
) -> None:
    overrides = TownOverrides(
        [TownOverride("招商银行 江津支行", "云辉丽都C区(一楼)", "jijiang")], jiangjin_towns
    )

    def resolve(address: str, name: str) -> TownMatch:
        return resolve_town(address, name, jiangjin, jiangjin_towns, overrides)

    found = TownMatch("jijiang", "override", None, ())
    assert resolve("云辉丽都Ｃ区（一楼）", "招商银行江津支行") == found
    assert resolve("云辉丽都C区(二楼)", "招商银行江津支行").town is None
    assert resolve("云辉丽都C区(一楼)", "光大银行江津支行").town is None


def test_overrides_are_checked(jiangjin_towns: TownIndex) -> None:
    with pytest.raises(ValueError, match="no town “nowhere”"):
        TownOverrides([TownOverride("甲", "乙", "nowhere")], jiangjin_towns)
    row = TownOverride("甲", "乙", "baisha")
    with pytest.raises(ValueError, match="Two overrides"):
        TownOverrides([row, TownOverride("甲 ", "乙", "jijiang")], jiangjin_towns)


PINGJIANG = RegionNames.of("湖南省", "平江县", "岳阳市")
PINGJIANG_TOWNS = TownIndex(
    [
        TownName("hanchang", "汉昌街道", ("汉昌",)),
        TownName("changshou", "长寿镇", ("长寿",)),
        TownName("jiayi", "加义镇", ("加义",)),
        TownName("baisha", "白沙镇", ("白沙",)),
    ]
)
XIUYING = RegionNames.of("海南省", "秀英区", "海口市")
XIUYING_TOWNS = TownIndex(
    [
        TownName("xiuying", "秀英街道", ("秀英",)),
        TownName("haixiu-jiedao", "海秀街道", ("海秀",)),
        TownName("haixiu-zhen", "海秀镇", ("海秀",)),
        TownName("changliu", "长流镇", ("长流",)),
    ]
)
DAOZHEN = RegionNames(
    ("贵州省", "贵州"), ("道真仡佬族苗族自治县", "道真自治县", "道真"), ("遵义市", "遵义")
)
DAOZHEN_TOWNS = TownIndex(
    [
        TownName("yinjiang", "尹珍街道", ("尹珍",)),
        TownName("daozhen", "道真镇", ("道真",)),
        TownName("sanqiao", "三桥镇", ("三桥",)),
    ]
)
CONGHUA = RegionNames.of("广东省", "从化区", "广州市")
CONGHUA_TOWNS = TownIndex(
    [
        TownName("jiekou", "街口街道", ("街口",)),
        TownName("taiping", "太平镇", ("太平",)),
        TownName("taipingchang", "太平场镇", ("太平场",)),
    ]
)


@pytest.mark.parametrize(
    ("region", "towns", "address", "name", "town"),
    [
        (PINGJIANG, PINGJIANG_TOWNS, "湖南省岳阳市平江县汉昌街道天岳大道1号", "", "hanchang"),
        (PINGJIANG, PINGJIANG_TOWNS, "岳阳平江长寿镇长寿街8号", "", "changshou"),
        (PINGJIANG, PINGJIANG_TOWNS, "湖南省平江县白沙镇5号", "", "baisha"),
        (PINGJIANG, PINGJIANG_TOWNS, "湖南省岳阳市岳阳县白沙镇5号", "", None),
        (PINGJIANG, PINGJIANG_TOWNS, "重庆市江津区白沙镇5号", "", None),
        (PINGJIANG, PINGJIANG_TOWNS, "平江县长寿路8号", "", None),
        (PINGJIANG, PINGJIANG_TOWNS, "天岳大道8号", "农业银行加义分理处", "jiayi"),
        (XIUYING, XIUYING_TOWNS, "海南省海口市秀英区海秀镇海秀路3号", "", "haixiu-zhen"),
        (XIUYING, XIUYING_TOWNS, "海口市秀英区秀英大道3号", "", None),
        (XIUYING, XIUYING_TOWNS, "海口秀英街道秀英大道3号", "", "xiuying"),
        (XIUYING, XIUYING_TOWNS, "滨海大道3号", "工商银行海秀支行", None),
        (XIUYING, XIUYING_TOWNS, "海南省文昌市白沙镇3号", "", None),
        (DAOZHEN, DAOZHEN_TOWNS, "贵州省遵义市道真仡佬族苗族自治县三桥镇5号", "", "sanqiao"),
        (DAOZHEN, DAOZHEN_TOWNS, "道真镇人民路5号", "", "daozhen"),
        (DAOZHEN, DAOZHEN_TOWNS, "道真尹珍街道5号", "", "yinjiang"),
        (CONGHUA, CONGHUA_TOWNS, "广东省广州市从化区街口街道西宁东路6号", "", "jiekou"),
        (CONGHUA, CONGHUA_TOWNS, "从化区太平场镇人民路6号", "", "taipingchang"),
        (CONGHUA, CONGHUA_TOWNS, "从化区太平镇人民路6号", "", "taiping"),
        (CONGHUA, CONGHUA_TOWNS, "从化区鳌头镇人民路6号", "", None),
    ],
)
def test_other_provinces(
    region: RegionNames, towns: TownIndex, address: str, name: str, town: str | None
) -> None:
    assert resolve_town(address, name, region, towns).town == town


def test_a_spelling_that_two_towns_share_is_ambiguous() -> None:
    match = resolve_town("海口市秀英区海秀", "", XIUYING, XIUYING_TOWNS)
    assert match == TownMatch(None, "none", "ambiguous_address", ("haixiu-jiedao", "haixiu-zhen"))
