from dataclasses import replace

import pytest
from pytest_django import Settings

from sites.guides import (
    At,
    GuideAnswer,
    GuideKind,
    find_guides,
    get_guide,
    list_guides,
    search_parameters,
)


def answer_of(slug: str, region: str | None = None) -> GuideAnswer:
    answer = get_guide(slug, region, "en")
    assert answer is not None
    return answer


def test_a_name_that_does_not_exist() -> None:
    assert get_guide("atlantis", None, "en") is None
    assert get_guide("", None, "en") is None


def test_without_a_region_it_is_the_one_the_service_is_for(settings: Settings) -> None:
    assert answer_of("lost-card").region == "500116"
    settings.DEFAULT_REGION = "430600"
    assert answer_of("lost-card").region_name == "Yueyang, Hunan"


@pytest.mark.parametrize(
    ("region", "name", "own"),
    [
        ("500116", "Jiangjin District, Chongqing", {"oral-loss-report": False}),
        ("520000", "Guizhou (provincial scheme)", {"oral-loss-report": True, "proxy": False}),
        # A city of Guizhou has no rules of its own, so its province's hold.
        ("520100", "Guizhou (provincial scheme)", {"oral-loss-report": True}),
        ("430600", "Yueyang, Hunan", {"fees": True, "duration": None}),
        ("330100", "Elsewhere", {"fees": False, "duration": None}),
    ],
)
def test_the_nearest_rules_hold(region: str, name: str, own: dict[str, bool | None]) -> None:
    answer = answer_of("lost-card", region)
    assert answer.region_name == name
    held = {rule.topic: not rule.is_general for rule in answer.rules}
    assert {topic: held.get(topic) for topic in own} == own


def test_rules_come_in_the_guides_order_and_once() -> None:
    topics = [rule.topic for rule in answer_of("locked-card", "430600").rules]
    assert topics[:3] == ["two-pins", "social-security-pin-limit", "social-security-pin-reset"]
    assert len(topics) == len(set(topics))


def test_the_search_leads_to_those_who_do_it() -> None:
    here = answer_of("locked-card", "500116")
    assert search_parameters(here, ["500116"]) == {"service": "unlock"}
    assert search_parameters(here, ["500116", "110101"])["region"] == "500116"
    assert search_parameters(here, []) == {}
    assert search_parameters(answer_of("locked-card", "430600"), ["500116"]) == {}
    assert search_parameters(answer_of("contributions-unpaid"), ["500116"]) == {}
    assert search_parameters(answer_of("close-card"), ["500116"]) == {"kind": "office"}
    office = replace(here, at=At.SOCIAL_SECURITY.value)
    assert search_parameters(office, ["500116"]) == {"service": "unlock", "kind": "office"}


@pytest.mark.parametrize(
    ("slug", "asks"),
    [("locked-card", True), ("damaged-card", True), ("contributions-unpaid", False)],
)
def test_who_has_a_problem_with_the_bank_function_is_asked_for_the_bank(
    slug: str, asks: bool
) -> None:
    answer = answer_of(slug)
    assert answer.asks_bank is asks
    assert any(line.is_bank for line in answer.hotlines) is asks


def test_a_region_shows_all_its_rules_whatever_is_asked() -> None:
    yueyang = answer_of("yueyang", "500116")
    assert yueyang.region == "430600"
    assert len(yueyang.rules) >= 15
    assert not any(rule.is_general for rule in yueyang.rules)
    assert yueyang.guide.kind == GuideKind.REGION


def test_elsewhere_leads_to_regions_that_differ() -> None:
    codes = [region.adcode for region in answer_of("locked-card").elsewhere]
    assert codes == ["430600", "520000", "100000"]
    assert "500116" in [region.adcode for region in answer_of("locked-card", "430600").elsewhere]


@pytest.mark.parametrize("region", ["330100", "100000"])
def test_where_nothing_is_known_nothing_general_is_elsewhere(region: str) -> None:
    answer = answer_of("locked-card", region)
    assert answer.region_name == "Elsewhere"
    assert answer.is_general
    codes = [region.adcode for region in answer.elsewhere]
    assert codes == ["430600", "500116", "520000"]


def test_who_is_insured_in_a_place_that_is_not_known_finds_what_holds_in_general() -> None:
    (entry,) = [guide for guide in list_guides("en") if guide.slug == "elsewhere"]
    assert entry.kind == GuideKind.REGION
    general = answer_of("elsewhere", "500116")
    assert general.region == "100000"
    assert general.rules
    assert all(rule.is_general for rule in general.rules)
    assert entry in find_guides("我在外地", "en")


def test_sources_are_numbered_as_they_are_cited() -> None:
    answer = answer_of("lost-card")
    assert [source.number for source in answer.sources] == list(range(1, len(answer.sources) + 1))
    cited = [*answer.advice[0].sources, *answer.rules[-1].sources]
    assert all(source in answer.sources for source in cited)


def test_both_languages_list_the_same() -> None:
    chinese, english = list_guides("zh-hans"), list_guides("en")
    assert [guide.slug for guide in chinese] == [guide.slug for guide in english]
    assert all(one.title != other.title for one, other in zip(chinese, english, strict=True))
    assert {guide.kind for guide in english} == set(GuideKind)
