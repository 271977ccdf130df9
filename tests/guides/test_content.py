"""What the project's own guides must have: complete, sourced, in both languages."""

import csv
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.checks import run_checks

from sites.guides import At, GuideAnswer, GuideKind, Language, get_guide, list_guides
from sites.guides.content import Fact, Text
from sites.guides.load import GENERAL, library
from sites.guides.system_checks import check_guides

CHINESE = re.compile(r"[\u4e00-\u9fff]")
REGIONS = ["500116", "520000", "430600", "110000", "310000", "440100", "440300", "510100"]
THE_SEVEN = [
    "damaged-card",
    "locked-card",
    "waiting-for-card",
    "old-card",
    "not-activated",
    "wrong-data",
    "contributions-unpaid",
]


def texts() -> Iterator[tuple[str, Text]]:
    known = library()
    for guide in known.guides.values():
        yield guide.slug, guide.title
        yield guide.slug, guide.summary
    for rule_set in known.rule_sets.values():
        yield rule_set.slug, rule_set.name
        yield rule_set.slug, rule_set.scope
    yield from facts()
    for channel in known.channels:
        yield channel.key, channel.name
        for step in channel.steps:
            yield channel.key, step
    yield from known.topics.items()


def facts() -> Iterator[tuple[str, Fact]]:
    for rule_set in library().rule_sets.values():
        for answer in rule_set.answers.values():
            for fact in (
                *answer.advice,
                *answer.in_person,
                *answer.by_proxy,
                *answer.without_trip,
            ):
                yield f"{rule_set.slug} {answer.guide}", fact
        for rule in rule_set.rules.values():
            yield f"{rule_set.slug} {rule.topic}", rule.text


def codes(name: str) -> set[str]:
    path = settings.BASE_DIR / "data" / "reference" / name
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["code"] for row in csv.DictReader(file)}


def test_every_text_is_there_in_both_languages() -> None:
    count = 0
    for place, text in texts():
        assert CHINESE.search(text.zh), (place, text)
        assert text.en.strip(), (place, text)
        # English names Chinese apps and menus by their own names, but is a sentence of its own.
        assert re.search("[a-z]{2}", text.en), (place, text)
        count += 1
    assert count > 200


def test_every_fact_names_its_document() -> None:
    for place, fact in facts():
        assert fact.sources, place
        assert set(fact.sources) <= library().sources.keys(), place
    cited = {key for _place, fact in facts() for key in fact.sources}
    assert cited == library().sources.keys(), "a document that nothing rests on"


def test_codes_exist_in_the_reference_data() -> None:
    services, operators = codes("services.csv"), codes("operators.csv")
    used = {code for guide in library().guides.values() for code in guide.services}
    assert used == services, "every service solves a problem"
    assert {line.operator for line in library().hotlines} - {""} <= operators


def test_the_seven_problems_of_the_district_are_answered_by_itself() -> None:
    for slug in THE_SEVEN:
        answer = get_guide(slug, "500116", "zh-hans")
        assert answer is not None
        assert not answer.is_general, slug
        assert answer.advice[0].sources[0].key == "jiangjin-notice"


@pytest.mark.parametrize("region", [*REGIONS, "330100", "500116"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_guide_has_an_answer_everywhere(region: str, language: Language) -> None:
    for entry in list_guides(language):
        answer = get_guide(entry.slug, region, language)
        assert answer is not None
        if entry.kind != GuideKind.REGION:
            assert answer.advice, entry.slug
        assert answer.hotlines[0].tel == "12333"
        assert answer.sources


def test_what_every_region_is_known_for() -> None:
    assert set(REGIONS) <= library().rule_sets.keys()
    guizhou, yueyang = library().rule_sets["520000"].rules, library().rule_sets["430600"].rules
    assert guizhou["written-loss-report"].number == 5
    assert guizhou["social-security-initial-pin"].code == "888888"
    assert guizhou["social-security-pin-reset"].at is At.SOCIAL_SECURITY
    assert guizhou["bank-initial-pin"].at is At.ISSUING_BANK
    assert {"meanwhile", "closing", "fees", "one-card"} <= guizhou.keys()
    assert yueyang["social-security-pin-limit"].number == 5
    assert yueyang["bank-pin-limit"].number == 3
    assert yueyang["social-security-initial-pin"].code == "666666"
    assert yueyang["social-security-pin-reset"].at is At.SOCIAL_SECURITY
    assert yueyang["bank-pin-reset"].at is At.ISSUING_BANK
    assert library().rule_sets["310000"].rules["duration"].number == 7
    assert library().rule_sets["440300"].rules["duration"].number == 3
    for city in ("110000", "310000", "440100", "440300", "510100"):
        assert "online" in library().rule_sets[city].rules


def test_general_guidance_has_no_code_and_no_figure_of_a_region() -> None:
    for rule in library().rule_sets[GENERAL].rules.values():
        assert (rule.code, rule.number) == ("", None)


def test_a_figure_of_a_rule_stands_in_its_text_in_both_languages() -> None:
    for rule_set in library().rule_sets.values():
        for rule in rule_set.rules.values():
            figure = str(rule.number or "")
            for text in (rule.text.zh, rule.text.en):
                assert figure in text
                assert rule.code in text


def test_numbers_that_the_scan_garbled_are_not_there() -> None:
    for hotline in library().hotlines:
        assert hotline.sources != ("guizhou-leaflet",)
        digits = hotline.number.replace("-", "")
        assert hotline.tel in {digits, f"+86{digits.removeprefix('0')}"}


def test_the_checks_pass_and_run_with_all_others() -> None:
    assert check_guides() == []
    assert not [one for one in run_checks() if one.id == "service_sites.guides"]


def answer_of(slug: str, region: str | None = None) -> GuideAnswer:
    answer = get_guide(slug, region, "zh-hans")
    assert answer is not None
    return answer


def test_what_to_bring_to_the_district() -> None:
    unlock = answer_of("locked-card", "500116")
    assert [one.text for one in unlock.in_person] == ["社保卡", "您的身份证"]
    assert len(unlock.by_proxy) == 2
    replaced = answer_of("damaged-card", "500116")
    assert [one.text for one in replaced.in_person] == ["您的身份证"]
    assert [one.text for one in replaced.by_proxy] == ["您的身份证", "代办人的身份证"]


def test_the_ways_to_the_credential_with_their_steps() -> None:
    here = {way.key: way for way in answer_of("electronic-credential", "500116").channels}
    assert {"national-app", "chongqing-wechat", "alipay", "family"} <= here.keys()
    assert all(len(here[key].steps) >= 4 for key in ("national-app", "alipay", "family"))
    there = {way.key for way in answer_of("electronic-credential", "440300").channels}
    assert "guangdong-wechat" in there
    assert "chongqing-wechat" not in there
