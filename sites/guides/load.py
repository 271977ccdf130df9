"""The files of the guides → a library, or every problem found in them."""

import csv
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from sites.addresses.codes import is_code
from sites.guides.content import (
    Answer,
    At,
    Channel,
    Guide,
    GuideKind,
    Hotline,
    Library,
    Part,
    Purpose,
    Rule,
    RuleSet,
    Source,
    SourceKind,
    Text,
    Unit,
)
from sites.guides.problems import ContentError, ContentProblem
from sites.guides.toml_reader import Table, read_file

GENERAL: Final = "100000"
"""Code of the rules that hold where a region has none of its own."""
_SHARED_FILES: Final = (
    "sources.toml",
    "topics.toml",
    "guides.toml",
    "channels.toml",
    "hotlines.toml",
)
_GENERAL_FILE: Final = "regions/general.toml"
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TEL: Final = re.compile(r"\+?\d{3,15}", re.ASCII)


def load_library(directory: Path, reference: Path) -> Library:
    """Return what the files in `directory` say.

    `reference` is the directory of reference data: the codes of services and operators that the
    guides use must stand there. Raises `ContentError` with file, line and remedy of every problem.
    """
    problems: list[ContentProblem] = []
    names = [f"regions/{path.name}" for path in sorted((directory / "regions").glob("*.toml"))]
    files = {name: read_file(directory, name, problems) for name in (*_SHARED_FILES, *names)}
    # What cannot be read would make everything that refers to it look wrong.
    if problems:
        raise ContentError(problems)
    sources = _sources(files["sources.toml"])
    topics = _topics(files["topics.toml"])
    guides = _guides(files["guides.toml"], topics, _codes(reference / "services.csv"))
    channels = _channels(files["channels.toml"], sources)
    operators = _codes(reference / "operators.csv")
    hotlines = _hotlines(files["hotlines.toml"], sources, operators)
    rule_sets: dict[str, RuleSet] = {}
    for name in names:
        rule_set = _rule_set(files[name], guides, topics, sources)
        _unique(files[name], "adcode", rule_set.adcode, rule_sets)
        slugs = [*guides, *(other.slug for other in rule_sets.values())]
        _unique(files[name], "slug", rule_set.slug, slugs)
        rule_sets[rule_set.adcode] = rule_set
    _require_general(rule_sets.get(GENERAL), guides, problems)
    if problems:
        raise ContentError(problems)
    return Library(
        sources=sources,
        topics=topics,
        guides=guides,
        rule_sets=rule_sets,
        channels=channels,
        hotlines=hotlines,
    )


def _codes(path: Path) -> tuple[str, ...]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(row["code"] for row in csv.DictReader(file))


def _sources(file: Table) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for table in file.tables("source"):
        key = table.string("key")
        _unique(table, "key", key, sources)
        kind = table.choice("kind", SourceKind, SourceKind.ARTICLE)
        sources[key] = Source(key, kind, table.text("title"))
        table.finish()
    file.finish()
    return sources


def _topics(file: Table) -> dict[str, Text]:
    topics: dict[str, Text] = {}
    for table in file.tables("topic"):
        key = table.string("key")
        _unique(table, "key", key, topics)
        topics[key] = table.text("name")
        table.finish()
    file.finish()
    return topics


def _guides(file: Table, topics: Collection[str], services: Collection[str]) -> dict[str, Guide]:
    guides: dict[str, Guide] = {}
    tables = file.tables("guide")
    for table in tables:
        guide = Guide(
            slug=table.string("slug"),
            kind=table.choice("kind", GuideKind, GuideKind.PROBLEM),
            part=table.choice("part", Part, Part.NONE),
            services=table.keys("services", services),
            credential_helps=table.flag("credential_helps"),
            topics=table.keys("topics", topics),
            related=table.strings("related"),
            title=table.text("title"),
            summary=table.text("summary"),
            says=(*table.strings("says_zh"), *table.strings("says_en")),
        )
        table.finish()
        _slug(table, guide.slug)
        _unique(table, "slug", guide.slug, guides)
        guides[guide.slug] = guide
    for table in tables:
        table.keys("related", guides)
    file.finish()
    return guides


def _channels(file: Table, sources: Collection[str]) -> tuple[Channel, ...]:
    channels: list[Channel] = []
    for table in file.tables("channel"):
        channel = Channel(
            key=table.string("key"),
            purpose=table.choice("purpose", Purpose, Purpose.ACTIVATE),
            name=table.text("name"),
            regions=_regions(table),
            steps=table.texts("steps"),
            sources=table.keys("sources", sources, some=True),
        )
        table.finish()
        _unique(table, "key", channel.key, [other.key for other in channels])
        channels.append(channel)
    file.finish()
    return tuple(channels)


def _hotlines(
    file: Table, sources: Collection[str], operators: Collection[str]
) -> tuple[Hotline, ...]:
    hotlines: list[Hotline] = []
    for table in file.tables("hotline"):
        operator = table.string("operator", optional=True)
        if operator:
            table.key("operator", operators)
        hotline = Hotline(
            number=table.string("number"),
            tel=table.string("tel"),
            name=table.text("name"),
            is_bank=table.flag("bank", optional=True),
            operator=operator,
            regions=_regions(table),
            sources=table.keys("sources", sources, some=True),
        )
        table.finish()
        if not _TEL.fullmatch(hotline.tel):
            table.note("tel", _("A phone cannot dial this."), _("Write digits, + in front."))
        hotlines.append(hotline)
    file.finish()
    return tuple(hotlines)


def _rule_set(
    file: Table, guides: Collection[str], topics: Collection[str], sources: Collection[str]
) -> RuleSet:
    adcode = file.string("adcode")
    if adcode and not is_code(adcode):
        file.note("adcode", _("This is no code of a region."), _("Write its six digits."))
    rule_set = RuleSet(
        adcode=adcode,
        slug=file.string("slug"),
        name=file.text("name"),
        scope=file.text("scope"),
        says=file.strings("says"),
        answers=_answers(file, guides, sources),
        rules=_rules(file, topics, sources),
    )
    file.finish()
    _slug(file, rule_set.slug)
    return rule_set


def _answers(file: Table, guides: Collection[str], sources: Collection[str]) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for table in file.tables("answer", optional=True):
        answer = Answer(
            guide=table.key("guide", guides),
            at=table.choice("at", At, At.NOWHERE),
            advice=table.facts("advice", sources),
            in_person=table.facts("in_person", sources),
            by_proxy=table.facts("by_proxy", sources),
            without_trip=table.facts("without_trip", sources),
        )
        table.finish()
        _unique(table, "guide", answer.guide, answers)
        if not answer.advice:
            table.note("advice", _("The advice is missing."), _("Say what to do."))
        answers[answer.guide] = answer
    return answers


def _rules(file: Table, topics: Collection[str], sources: Collection[str]) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for table in file.tables("rule", optional=True):
        rule = Rule(
            topic=table.key("topic", topics),
            at=table.choice("at", At, At.NOWHERE),
            fact=table.fact("text", sources),
            number=table.number("number"),
            unit=table.choice("unit", Unit, Unit.NONE),
            code=table.string("code", optional=True),
        )
        table.finish()
        _unique(table, "topic", rule.topic, rules)
        if (rule.number is None) != (rule.unit is Unit.NONE):
            table.note("number", _("Number and unit come together."), _("Add what is missing."))
        rules[rule.topic] = rule
    return rules


def _regions(table: Table) -> tuple[str, ...]:
    regions = table.strings("regions")
    if not all(map(is_code, regions)):
        table.note("regions", _("This is no code of a region."), _("Write its six digits."))
    return regions


def _slug(table: Table, slug: str) -> None:
    if slug and not _SLUG.fullmatch(slug):
        table.note(
            "slug",
            _("This cannot stand in an address."),
            _("Use small letters, figures and single hyphens."),
        )


def _unique(table: Table, key: str, value: str, others: Collection[str]) -> None:
    if value in others:
        table.note(key, _("“%(value)s” comes twice.") % {"value": value}, _("Keep one."))


def _require_general(
    general: RuleSet | None, guides: Mapping[str, Guide], problems: list[ContentProblem]
) -> None:
    """Note each guide that would have no answer where a region has none of its own."""
    for slug in guides:
        if general is None or slug not in general.answers:
            problem = _("Nothing general is said of “%(guide)s”.") % {"guide": slug}
            remedy = _("Add an answer that holds where a region has none.")
            problems.append(ContentProblem(_GENERAL_FILE, 1, "answer", problem, remedy))
