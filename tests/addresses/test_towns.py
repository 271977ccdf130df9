import pytest

from sites.addresses.towns import RegionNames, TownIndex, TownName


def test_short_forms_of_a_region() -> None:
    names = RegionNames.of("湖南省", "平江县", "岳阳市")
    assert names == RegionNames(("湖南省", "湖南"), ("平江县", "平江"), ("岳阳市", "岳阳"))


def test_one_character_is_no_short_form() -> None:
    assert RegionNames.of("福建省", "沙县").district == ("沙县",)


def test_longest_spelling_is_found() -> None:
    towns = TownIndex(
        [TownName("baisha", "白沙镇", ("白沙",)), TownName("zhou", "白沙洲街道", ("白沙洲",))]
    )
    found = list(towns.spellings_in("白沙洲、白沙、白沙洲街道、白沙镇"))
    assert [(set(spelling.keys), spelling.is_full) for spelling in found] == [
        ({"zhou"}, False),
        ({"baisha"}, False),
        ({"zhou"}, True),
        ({"baisha"}, True),
    ]


def test_a_shared_spelling_names_both() -> None:
    towns = TownIndex(
        [TownName("zhen", "白沙镇", ("白沙",)), TownName("xiang", "白沙乡", ("白沙",))]
    )
    (spelling,) = towns.spellings_in("白沙")
    assert spelling.keys == {"zhen", "xiang"}


def test_region_without_towns() -> None:
    towns = TownIndex([])
    assert list(towns.spellings_in("白沙镇")) == []
    assert towns.spelling_at("白沙镇", 0) is None


def test_name_without_a_rank_is_full() -> None:
    (spelling,) = TownIndex([TownName("farm", "红光农场")]).spellings_in("红光农场12队")
    assert spelling.is_full


def test_two_towns_with_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="same key"):
        TownIndex([TownName("baisha", "白沙镇"), TownName("baisha", "白沙乡")])
