"""What a resident of the district types leads to the place they mean, or to a choice."""

import csv
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as settings_of
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sites.changes.author import Author
from sites.changes.fields import position_to_plain
from sites.changes.record import Edit, record
from sites.finding import InvalidQuery
from sites.geo.datum import Datum, convert
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.locating import (
    MAX_LENGTH,
    MAX_LENGTH_WITH_LINK,
    MAX_LIMIT,
    Candidate,
    Reason,
    Slip,
    locate,
)
from sites.locating.surroundings import surroundings
from sites.locating.typed_text import read_text
from sites.models import ServicePoint

pytestmark = pytest.mark.usefixtures("real_points")


def one(text: str) -> Candidate:
    located = locate(text)
    assert located.settled is not None, (text, located)
    return located.settled


def towns(text: str) -> list[str | None]:
    return [candidate.town for candidate in locate(text).candidates]


def put(serial: int, longitude: float, latitude: float) -> None:
    """Put the pin of an outlet where its building is."""
    point = ServicePoint.objects.get(serial=serial)
    position = Position.located(
        longitude, latitude, precision=Precision.ROOFTOP, source="test", datum=Datum.WGS84
    )
    values = {"position": position_to_plain(position)}
    record([Edit(point=point, values=values)], Author.geocoder("test"))


@pytest.mark.parametrize(
    ("text", "town", "names"),
    [
        ("四牌坊", "jijiang", ["中国银行四牌坊支行"]),
        ("大西门", "jijiang", ["交通银行江津支行"]),
        ("园区大道", "luohuang", ["珞璜镇劳动就业和社会保障服务所", "农商行珞璜园区支行"]),
        ("时代广场", "shuangfu", ["工商银行双福支行"]),
        ("我在大西门附近", "jijiang", ["交通银行江津支行"]),
        ("我现在人在四牌坊那边", "jijiang", ["中国银行四牌坊支行"]),
        ("请问重百步行街在哪里？", "jijiang", ["工商银行江津支行"]),
        ("珞璜园区大道", "luohuang", ["珞璜镇劳动就业和社会保障服务所", "农商行珞璜园区支行"]),
        ("江津区几江街道四牌坊小学", "jijiang", ["中国银行四牌坊支行"]),
    ],
)
def test_roads_and_landmarks_lead_to_the_outlets_that_name_them(
    text: str, town: str, names: list[str]
) -> None:
    found = one(text)
    assert found.town == town
    assert [outlet.name for outlet in found.outlets] == names
    assert found.reason is Reason.OUTLET_ADDRESS
    assert found.slip is Slip.NONE
    assert found.precision is Precision.TOWN
    assert found.region == "500116"


@pytest.mark.parametrize("text", ["人民路", "我爱我家小区", "家乐福", "在", "我在", "到处", "附近"])
def test_names_that_begin_like_a_sentence_stay_whole(text: str) -> None:
    around = surroundings(None)
    assert around is not None
    assert read_text(text, around).text == text


@pytest.mark.parametrize("text", ["白沙镇", "白沙", "江津白沙", "重庆市江津区白沙镇", "白沙鎮"])
def test_a_town_under_its_names(text: str) -> None:
    found = one(text)
    assert (found.town, found.label) == ("baisha", "重庆市江津区白沙镇")
    assert found.place is not None
    assert (found.place.longitude, found.place.latitude) == (106.112804, 29.063108)


@pytest.mark.parametrize(
    ("text", "town", "slip"),
    [
        ("雙福街道", "shuangfu", Slip.NONE),
        ("賈嗣", "jiasi", Slip.NONE),
        ("園區大道", "luohuang", Slip.NONE),
        ("重慶市江津區白沙鎮新沙路２２９號", "baisha", Slip.NONE),
        ("請問時代廣場怎麼走", "shuangfu", Slip.NONE),
        ("baisha", "baisha", Slip.PINYIN),
        ("Bai Sha Zhen", "baisha", Slip.PINYIN),
        ("bszhen", None, Slip.NONE),
        ("bailin", "bailin", Slip.PINYIN),
        ("shidaiguangchang", "shuangfu", Slip.PINYIN),
        ("大同路２７８号", "jijiang", Slip.NONE),
    ],
)
def test_typing_slips(text: str, town: str | None, slip: Slip) -> None:
    if town is None:
        assert locate(text).candidates == ()
        return
    found = one(text)
    assert (found.town, found.slip) == (town, slip)


@pytest.mark.parametrize(
    ("text", "town", "slip"),
    [("四排坊", "jijiang", Slip.SOUND), ("sdgc", "shuangfu", Slip.PINYIN)],
)
def test_another_sound_and_initials_have_to_be_confirmed(text: str, town: str, slip: Slip) -> None:
    located = locate(text)
    (guess,) = located.candidates
    assert (guess.town, guess.slip, guess.is_certain) == (town, slip, False)
    assert located.settled is None


def test_a_wrong_character_is_said_and_has_to_be_confirmed() -> None:
    located = locate("时代广扬")
    (guess,) = located.candidates
    assert (guess.town, guess.slip, guess.is_certain) == ("shuangfu", Slip.CHARACTER, False)
    assert located.settled is None
    assert "时代广场" in guess.label
    # There are towns of this name, so none is a slip.
    assert {candidate.slip for candidate in locate("白河镇").candidates} == {Slip.NONE}


def test_what_is_written_so_comes_before_what_sounds_so() -> None:
    exact, heard = locate("白砂镇").candidates
    assert (exact.label, exact.slip) == ("福建省龙岩市上杭县白砂镇", Slip.NONE)
    assert (heard.town, heard.slip) == ("baisha", Slip.SOUND)


def test_several_meanings_are_a_choice() -> None:
    located = locate("滨江路")
    assert [candidate.town for candidate in located.candidates] == ["jijiang", "baisha"]
    assert located.settled is None
    assert [(note.code, note.count) for note in located.notes] == [("several", 2)]
    assert towns("smz") == ["shima", "shimen"]


def test_an_address_leads_to_its_house() -> None:
    put(3, 106.2601, 29.2931)
    found = one("重庆市江津区几江街道大同路278号")
    assert found.reason is Reason.HOUSE
    assert found.precision is Precision.ROOFTOP
    assert found.place is not None
    assert found.place.longitude == 106.2601
    assert [outlet.name for outlet in found.outlets] == ["几江街道劳动就业和社会保障服务所"]


@pytest.mark.parametrize("serial", range(1, 58))
def test_every_printed_address_leads_to_its_own_outlet(serial: int) -> None:
    point = ServicePoint.objects.get(serial=serial)
    located = locate(point.address)
    named = [outlet.id for candidate in located.candidates for outlet in candidate.outlets]
    assert str(point.public_id) in named
    assert {candidate.slip for candidate in located.candidates} == {Slip.NONE}


def test_a_road_is_known_no_finer_than_a_road() -> None:
    put(3, 106.2601, 29.2931)
    fine, coarse = locate("大同路").candidates
    assert (fine.precision, coarse.precision) == (Precision.STREET, Precision.TOWN)
    assert "几江街道劳动就业和社会保障服务所" in fine.label
    assert fine.label != coarse.label


def test_of_an_unknown_road_the_town_is_left() -> None:
    located = locate("白沙镇幸福大道5号")
    (found,) = located.candidates
    assert (found.town, found.reason) == ("baisha", Reason.TOWN_OF_ADDRESS)
    assert (found.is_certain, found.outlets) == (False, ())
    assert located.settled is None


def test_an_outlet_without_a_position_is_named_all_the_same() -> None:
    located = locate("江津中学")
    (found,) = located.candidates
    assert found.place is None
    assert found.precision is None
    assert [outlet.name for outlet in found.outlets] == ["三峡银行江津支行"]
    assert located.settled is None


@pytest.mark.parametrize(
    ("text", "region"), [("合川区", "500117"), ("杭州西湖", "330106"), ("广州", "440100")]
)
def test_other_places_of_the_country(text: str, region: str) -> None:
    located = locate(text)
    assert [candidate.region for candidate in located.candidates] == [region]
    # The middle of a district is no place to measure from.
    assert located.settled is None


def test_homonyms_elsewhere_are_a_choice() -> None:
    assert {candidate.region for candidate in locate("朝阳区").candidates} == {"110105", "220104"}
    assert len(locate("太平镇", limit=3).candidates) == 3
    (road,) = locate("中山路").candidates
    assert not road.is_certain


@pytest.mark.parametrize("text", ["路", "街道", "5号", "xyzzy", "啊啊啊啊", "47521040", "%", "_"])
def test_what_nobody_knows_comes_with_advice(text: str) -> None:
    located = locate(text)
    assert located.candidates == ()
    (note,) = located.notes
    assert note.code in {"nothing_found", "empty"}
    assert note.message


def test_a_pair_without_a_datum_is_a_choice_of_three() -> None:
    found = locate("106.2592,29.2901").candidates
    for candidate, datum in zip(found, Datum, strict=True):
        expected = convert(106.2592, 29.2901, datum, Datum.WGS84)
        assert candidate.place is not None
        assert (candidate.place.longitude, candidate.place.latitude) == pytest.approx(
            expected, abs=1e-5
        )
        assert candidate.reason is Reason.COORDINATES
        assert candidate.region == "500116"
    assert len({candidate.label for candidate in found}) == 3


def test_the_datum_of_a_pair_is_said_or_asked() -> None:
    asked = locate("106.2592,29.2901", datum=Datum.GCJ02).settled
    said = locate("高德 29.2901,106.2592", datum=Datum.BD09).settled
    assert asked is not None
    assert said is not None
    assert asked.place == said.place
    assert (asked.slip, said.slip) == (Slip.NONE, Slip.ORDER)


def test_degrees_of_another_district_are_said_to_be_far() -> None:
    located = locate("39.90923,116.39747", datum=Datum.WGS84)
    assert located.settled is not None
    assert located.settled.region is None
    (note,) = located.notes
    assert note.code == "outside_region"
    assert "1461" in note.message


def test_one_candidate_asked_for_is_no_certain_one() -> None:
    located = locate("滨江路", limit=1)
    (found,) = located.candidates
    assert not found.is_certain
    assert located.settled is None
    assert [(note.code, note.count) for note in located.notes] == [("several", 2)]


def test_a_text_with_a_link_may_be_longer() -> None:
    link = "https://uri.amap.com/marker?position=106.262950,29.287246&name=" + "%E6%B1%9F" * 100
    assert one(link).region == "500116"
    with pytest.raises(InvalidQuery):
        locate(f"{link}{'江' * MAX_LENGTH_WITH_LINK}")


def test_the_datum_that_a_link_states_counts() -> None:
    link = "https://uri.amap.com/marker?position=106.262950,29.287246"
    assert locate(link, datum=Datum.BD09).candidates == locate(link).candidates
    google = "https://maps.google.com/?q=29.2901,106.2592"
    assert len(locate(google).candidates) == 2
    assert locate(google, datum=Datum.WGS84).settled is not None


# The words of kinds that stand alone, and what their place is said to be in.
FRAMES: dict[str, Callable[[Candidate], bool]] = {
    "{}": bool,
    "江津区{}": lambda one: one.region == "500116",
    "江津{}": lambda one: one.region == "500116",
    "白沙镇{}": lambda one: one.town == "baisha",
    # 白沙县城 can be the seat of a 白沙县, and there is a 白沙场镇.
    "白沙{}": lambda one: one.town == "baisha" or one.region in {"469025", "510525"},
    "成都市{}": lambda one: (one.region or "").startswith("5101") and one.place is None,
    "成都{}": lambda one: (one.region or "").startswith("5101") and one.place is None,
    "合川区{}": lambda one: one.region == "500117" and one.place is None,
}


@pytest.mark.parametrize(("text", "town"), [("双福镇", "双福街道"), ("龙门", "龙华镇")])
def test_what_may_be_elsewhere_is_a_choice_with_the_region_s_town_first(
    text: str, town: str
) -> None:
    located = locate(text)
    assert located.settled is None
    assert len(located.candidates) > 1
    assert located.candidates[0].label == f"重庆市江津区{town}"


@pytest.mark.parametrize("frame", FRAMES)
def test_no_word_that_names_a_kind_is_a_place(frame: str) -> None:
    with (settings_of.BASE_DIR / "data" / "locating" / "kinds.csv").open(encoding="utf-8") as file:
        kinds = [row["word"] for row in csv.DictReader(file) if row["role"] == "kind"]
    assert len(kinds) > 80
    if frame != "{}":
        # Each of them alone, and in one of the frames.
        kinds = kinds[[*FRAMES].index(frame) :: len(FRAMES) - 1]
    for kind in kinds:
        located = locate(frame.format(kind))
        assert located.settled is None, kind
        assert located.candidates or frame == "{}", kind
        for candidate in located.candidates:
            assert not candidate.is_certain, kind
            assert FRAMES[frame](candidate), (kind, candidate)


@pytest.mark.parametrize("text", ["江津区人民医院", "江津人民医院", "江津区第二人民医院门诊部"])
def test_the_middle_of_the_district_is_no_hospital(text: str) -> None:
    located = locate(text)
    (found,) = located.candidates
    assert (found.label, found.region) == ("重庆市江津区", "500116")
    assert (found.place, found.precision, found.is_certain) == (None, None, False)
    assert [note.code for note in located.notes] == ["only_area_known"]


def test_a_house_keeps_the_name_of_its_road() -> None:
    put(36, 106.2712, 29.2855)
    for text in ("鼎山大道711号", "江津区鼎山大道７１１ 号", "重庆市江津区鼎山大道711"):
        found = one(text)
        assert found.label == "重庆市江津区鼎山街道鼎山大道711号"
        assert (found.reason, found.precision) == (Reason.HOUSE, Precision.ROOFTOP)
        assert [outlet.name for outlet in found.outlets] == ["邮政公司鼎山邮政所"]


def test_another_number_is_another_house() -> None:
    """A figure more or less, and the address is not the outlet's."""
    around = surroundings(None)
    assert around is not None
    for point in ServicePoint.objects.all():
        address = read_text(point.address, around).address
        if address.number_range is None:
            continue
        for number in (address.number_range[1] * 10 + 3, address.number_range[1] // 10 or 999):
            for candidate in locate(f"江津区{address.road}{number}号").candidates:
                named = [outlet.name for outlet in candidate.outlets]
                assert candidate.reason is not Reason.HOUSE or point.name not in named
                assert not candidate.is_certain or point.name not in named


def test_a_long_text_is_refused() -> None:
    with pytest.raises(InvalidQuery) as refused:
        locate("江" * 34_000)
    (error,) = refused.value.errors
    assert error.name == "q"
    assert str(MAX_LENGTH) in error.message
    assert len(error.value) < 100


@pytest.mark.parametrize("limit", [0, -1, MAX_LIMIT + 1])
def test_a_limit_out_of_range(limit: int) -> None:
    with pytest.raises(InvalidQuery) as refused:
        locate("白沙", limit=limit)
    assert [error.name for error in refused.value.errors] == ["limit"]


def test_a_region_that_is_not_stored() -> None:
    with pytest.raises(InvalidQuery) as refused:
        locate("白沙", "110105")
    (error,) = refused.value.errors
    assert (error.name, error.valid) == ("region", ("500116",))


def test_nothing_that_was_typed_is_written() -> None:
    with connection.execute_wrapper(_refuse_writing):
        locate("四牌坊")
        locate("106.2592,29.2901")


def _refuse_writing(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
) -> Any:
    assert sql.lstrip().upper().startswith("SELECT"), sql
    return execute(sql, params, many, context)


PIECES = st.lists(
    st.sampled_from(
        ["江津", "白沙镇", "大同路", "278号", "路", " ", "(", "（", "北京", "106.2", ","]
    )
    | st.text(max_size=8),
    max_size=12,
).map("".join)


@settings(
    max_examples=150,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example("啊" * MAX_LENGTH)
@example("大同路" * 66)
@example("窗" * 33)
@example("几江街道" + "壮" * 35)
@example("𠀀" * MAX_LENGTH)
@example("a b" * 66)
@example("ﷺ" * MAX_LENGTH)
@example("9" * MAX_LENGTH)
@example("(" * MAX_LENGTH)
@given(text=st.text(max_size=MAX_LENGTH) | PIECES.map(lambda text: text[:MAX_LENGTH]))
def test_no_text_fails(text: str) -> None:
    located = locate(text)
    assert located.candidates or located.notes
    for candidate in located.candidates:
        assert candidate.label
        assert candidate.message
        assert (candidate.place is None) == (candidate.precision is None)
