"""A guide and a region → what to do there."""

from collections.abc import Collection, Sequence
from typing import Final

from django.conf import settings

from sites.addresses.codes import codes_around
from sites.guides.content import (
    Answer,
    At,
    Channel,
    Fact,
    Guide,
    GuideKind,
    Hotline,
    Language,
    Library,
    Part,
    Rule,
    RuleSet,
)
from sites.guides.guide_answer import (
    ChannelEntry,
    GuideAnswer,
    GuideEntry,
    GuideRegion,
    HotlineEntry,
    RuleEntry,
    SourceEntry,
    Statement,
)
from sites.guides.load import GENERAL, library

_WITH_BANK: Final = frozenset({Part.BANK, Part.BOTH})


def list_guides(language: Language) -> tuple[GuideEntry, ...]:
    """Return all guides: problems and topics in the editors' order, then the regions' rules."""
    return tuple(entry_of(guide, language) for guide in all_guides())


def get_guide(slug: str, region: str | None, language: Language) -> GuideAnswer | None:
    """Return what a guide says in a region, None if there is no guide of that name.

    `region` is a GB/T 2260 code; None is the region that the service is set up for. A region
    without rules of its own gets its province's, then the general ones, which have a code of
    their own, 100000. The guide of a region holds for that region, whatever is asked.
    """
    known = library()
    if slug in known.guides:
        guide = known.guides[slug]
        return _AnswerBuilder(known, region or settings.DEFAULT_REGION, language).for_guide(guide)
    for rule_set in known.rule_sets.values():
        if rule_set.slug == slug:
            return _AnswerBuilder(known, rule_set.adcode, language).for_region(rule_set)
    return None


def search_parameters(answer: GuideAnswer, served: Collection[str]) -> dict[str, str]:
    """Return the parameters of the search for outlets that do what the guide needs.

    What only an office does, such as closing a card, is none of the services that outlets are
    listed with. {} if no counter helps, or if the region is not one of those `served`.
    """
    if answer.region not in served:
        return {}
    parameters = {}
    if answer.guide.services:
        parameters["service"] = ",".join(answer.guide.services)
    if answer.at == At.SOCIAL_SECURITY:
        parameters["kind"] = "office"
    if not parameters:
        return {}
    return parameters | ({"region": answer.region} if len(served) > 1 else {})


def entry_of(guide: Guide, language: Language) -> GuideEntry:
    """Return what a list shows of a guide."""
    return GuideEntry(
        slug=guide.slug,
        kind=guide.kind.value,
        title=guide.title.in_language(language),
        summary=guide.summary.in_language(language),
        part=guide.part.value,
        services=guide.services,
    )


def all_guides() -> tuple[Guide, ...]:
    """Return problems and topics in the editors' order, then a guide for each region's rules."""
    known = library()
    return (*known.guides.values(), *map(guide_of, known.rule_sets.values()))


def guide_of(rule_set: RuleSet) -> Guide:
    """Return the guide that shows all rules of a region."""
    return Guide(
        slug=rule_set.slug,
        kind=GuideKind.REGION,
        part=Part.BOTH,
        services=(),
        credential_helps=True,
        topics=tuple(rule_set.rules),
        related=tuple(rule_set.answers),
        title=rule_set.name,
        summary=rule_set.scope,
        says_zh=rule_set.says,
        says_en=(),
    )


class _AnswerBuilder:
    """Words the content for one region in one language, and collects the sources it used."""

    def __init__(self, known: Library, region: str, language: Language) -> None:
        self._known = known
        self._region = region
        self._language = language
        self._sources: dict[str, SourceEntry] = {}
        # The region's own, its city's, its province's, the general one.
        self._codes = tuple(dict.fromkeys((*codes_around(region), GENERAL)))
        self._sets = [known.rule_sets[code] for code in self._codes if code in known.rule_sets]

    def for_guide(self, guide: Guide) -> GuideAnswer:
        """Return what holds here on a problem or topic."""
        answered = next(one for one in self._sets if guide.slug in one.answers)
        return self._build(guide, answered.answers[guide.slug], answered)

    def for_region(self, rule_set: RuleSet) -> GuideAnswer:
        """Return all rules of a region."""
        guide = guide_of(rule_set)
        nothing = Answer(
            guide=guide.slug,
            at=At.NOWHERE,
            advice=(),
            in_person=(),
            by_proxy=(),
            without_trip=(),
        )
        return self._build(guide, nothing, rule_set)

    def _build(self, guide: Guide, answer: Answer, answered: RuleSet) -> GuideAnswer:
        language = self._language
        rules = [
            (rule_set, rule_set.rules[topic])
            for topic in guide.topics
            for rule_set in self._sets
            if topic in rule_set.rules
        ]
        first = {rule.topic: (rule_set, rule) for rule_set, rule in reversed(rules)}
        held = [first[topic] for topic in guide.topics if topic in first]
        here = self._sets[0]
        return GuideAnswer(
            guide=entry_of(guide, language),
            region=self._region,
            region_name=here.name.in_language(language),
            scope=here.scope.in_language(language),
            is_general=answered.adcode == GENERAL,
            at=answer.at.value,
            asks_bank=guide.part in _WITH_BANK
            and At.ISSUING_BANK in {answer.at, *(rule.at for _set, rule in held)},
            advice=self._statements(answer.advice),
            in_person=self._statements(answer.in_person),
            by_proxy=self._statements(answer.by_proxy),
            without_trip=self._statements(answer.without_trip),
            rules=tuple(self._rule(rule, rule_set) for rule_set, rule in held),
            channels=self._channels(guide),
            hotlines=self._hotlines(guide),
            related=tuple(entry_of(self._known.guides[slug], language) for slug in guide.related),
            elsewhere=self._elsewhere(guide),
            sources=tuple(self._sources.values()),
        )

    def _rule(self, rule: Rule, rule_set: RuleSet) -> RuleEntry:
        return RuleEntry(
            topic=rule.topic,
            name=self._known.topics[rule.topic].in_language(self._language),
            text=rule.text.in_language(self._language),
            at=rule.at.value,
            number=rule.number,
            unit=rule.unit.value,
            code=rule.code,
            is_general=rule_set.adcode == GENERAL,
            sources=self._cited(rule.text.sources),
        )

    def _statements(self, facts: Sequence[Fact]) -> tuple[Statement, ...]:
        return tuple(
            Statement(text=fact.in_language(self._language), sources=self._cited(fact.sources))
            for fact in facts
        )

    def _channels(self, guide: Guide) -> tuple[ChannelEntry, ...]:
        if not guide.credential_helps:
            return ()
        return tuple(
            ChannelEntry(
                key=channel.key,
                purpose=channel.purpose.value,
                name=channel.name.in_language(self._language),
                steps=tuple(step.in_language(self._language) for step in channel.steps),
                sources=self._cited(channel.sources),
            )
            for channel in self._known.channels
            if self._is_here(channel)
        )

    def _hotlines(self, guide: Guide) -> tuple[HotlineEntry, ...]:
        here = [one for one in self._known.hotlines if self._is_here(one)]
        with_banks = guide.part in _WITH_BANK
        chosen = [one for one in here if with_banks or not one.bank]
        for hotline in chosen:
            self._cited(hotline.sources)
        return tuple(
            HotlineEntry(
                number=hotline.number,
                tel=hotline.tel,
                name=hotline.name.in_language(self._language),
                is_bank=hotline.bank,
                operator=hotline.operator,
            )
            for hotline in sorted(chosen, key=lambda one: one.bank)
        )

    def _is_here(self, one: Channel | Hotline) -> bool:
        return not one.regions or not set(one.regions).isdisjoint(self._codes)

    def _elsewhere(self, guide: Guide) -> tuple[GuideRegion, ...]:
        """Return the other regions that say something of their own on the guide.

        The general rules stand among them, unless they are what is shown here.
        """
        shown = {one.adcode for one in self._sets} - {GENERAL} or {GENERAL}
        return tuple(
            GuideRegion(adcode=one.adcode, slug=one.slug, name=one.name.in_language(self._language))
            for one in self._known.rule_sets.values()
            if one.adcode not in shown
            and guide.kind is not GuideKind.REGION
            and (guide.slug in one.answers or not set(guide.topics).isdisjoint(one.rules))
        )

    def _cited(self, keys: Sequence[str]) -> tuple[SourceEntry, ...]:
        """Return the documents, numbered in the order in which the answer first cites them."""
        for key in keys:
            if key not in self._sources:
                source = self._known.sources[key]
                self._sources[key] = SourceEntry(
                    number=len(self._sources) + 1,
                    key=key,
                    kind=source.kind.value,
                    title=source.title.in_language(self._language),
                )
        return tuple(self._sources[key] for key in keys)
