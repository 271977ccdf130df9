"""What guides consist of, in both languages.

The tables of the files are read by these types: fields are named as the keys are, and what a value
has to be stands with its type.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, Field, StrictBool, ValidationInfo, with_config

from sites.guides.values import (
    Adcode,
    NonBlank,
    Slug,
    Telephone,
    WrongValueError,
    fits,
    known,
    new,
    some,
)

Language: TypeAlias = Literal["zh-hans", "en"]


class GuideKind(StrEnum):
    """What a guide is about: something wrong with a card, a topic, or the rules of a region."""

    PROBLEM = "problem"
    TOPIC = "topic"
    REGION = "region"


class Part(StrEnum):
    """The part of the card that something concerns."""

    SOCIAL_SECURITY = "social-security"
    BANK = "bank"
    BOTH = "both"
    NONE = ""


class At(StrEnum):
    """Where something is done."""

    ANY_OUTLET = "any-outlet"
    SOCIAL_SECURITY = "social-security"
    ISSUING_BANK = "issuing-bank"
    ONLINE = "online"
    PHONE = "phone"
    NOWHERE = ""


class Unit(StrEnum):
    """What the number of a rule counts."""

    DAYS = "days"
    WORKING_DAYS = "working-days"
    ATTEMPTS = "attempts"
    NONE = ""


class SourceKind(StrEnum):
    """What a document is: an authority's notice or leaflet, or somebody else's article."""

    NOTICE = "notice"
    LEAFLET = "leaflet"
    ARTICLE = "article"


class Purpose(StrEnum):
    """What a channel serves for: to get one's own credential, or to add a relative."""

    ACTIVATE = "activate"
    FAMILY = "family"


@dataclass(frozen=True, slots=True)
class Text:
    """The same thing said in both languages."""

    zh: NonBlank
    en: NonBlank

    def in_language(self, language: Language) -> str:
        """Return it in one of the languages."""
        return self.en if language == "en" else self.zh


SourceKeys: TypeAlias = Annotated[tuple[Annotated[str, known("sources")], ...], some("sources")]


@dataclass(frozen=True, slots=True)
class Fact(Text):
    """A statement, with the keys of the documents that say so."""

    sources: SourceKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document that facts come from."""

    key: Annotated[NonBlank, new("sources")]
    kind: SourceKind = SourceKind.ARTICLE
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Something that rules can be about."""

    key: Annotated[NonBlank, new("topics")]
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A problem or a topic, without what regions say of it.

    Attributes:
        slug: its name in addresses.
        part: the part of the card it is about.
        services: codes of the services that solve it; () if no counter does.
        credential_helps: whether the electronic credential makes a trip unnecessary.
        topics: keys of the topics that matter to it.
        related: slugs of guides to read next.
        says_zh: what people say, in Chinese.
        says_en: what people say, in English.
    """

    slug: Annotated[Slug, new("slugs")]
    kind: GuideKind = GuideKind.PROBLEM
    part: Part = Part.NONE
    services: tuple[Annotated[str, known("services")], ...]
    credential_helps: StrictBool
    topics: tuple[Annotated[str, known("topics")], ...]
    related: tuple[Annotated[str, known("guides")], ...]
    title: Text
    summary: Text
    says_zh: tuple[NonBlank, ...]
    says_en: tuple[NonBlank, ...]

    @property
    def says(self) -> tuple[str, ...]:
        """What people say, in both languages."""
        return (*self.says_zh, *self.says_en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a region advises on a guide.

    Attributes:
        at: where it is done.
        advice: what to do, in this order.
        in_person: what to bring when one goes oneself.
        by_proxy: what somebody else brings; () if that is not known.
        without_trip: how to do without a trip.
    """

    guide: Annotated[str, known("guides"), new("answers")]
    at: At = At.NOWHERE
    advice: Annotated[
        tuple[Fact, ...], fits(bool, _("The advice is missing."), _("Say what to do."))
    ]
    in_person: tuple[Fact, ...]
    by_proxy: tuple[Fact, ...]
    without_trip: tuple[Fact, ...]


def _counted(number: int | None, info: ValidationInfo) -> int | None:
    # A unit that is wrong itself is not there.
    if "unit" in info.data and (number is None) != (info.data["unit"] is Unit.NONE):
        raise WrongValueError(_("Number and unit come together."), _("Add what is missing."))
    return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a region rules on a topic.

    Attributes:
        at: where it is done.
        unit: what the number counts.
        number: the figure in it: days allowed, wrong PINs; None if none.
        code: an initial PIN, "" if the rule has none.
    """

    topic: Annotated[str, known("topics"), new("rules")]
    at: At = At.NOWHERE
    text: Fact
    unit: Unit = Unit.NONE
    number: Annotated[
        Annotated[int, Field(strict=True, gt=0)] | None,
        Field(validate_default=True),
        AfterValidator(_counted),
    ] = None
    code: str = ""


@with_config(extra="forbid")
@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """What a region answers to guides and rules on topics.

    Attributes:
        adcode: its GB/T 2260 code (a province's ends in 0000, a city's in 00), 100000 for the
            set that holds where a region has nothing of its own.
        scope: whom it concerns.
        says: what people call the region.
    """

    adcode: Annotated[Adcode, new("adcodes")]
    slug: Annotated[Slug, new("slugs")]
    name: Text
    scope: Text
    says: tuple[NonBlank, ...]
    answer: tuple[Answer, ...] = ()
    rule: tuple[Rule, ...] = ()

    @property
    def answers(self) -> Mapping[str, Answer]:
        """The answers by the guide's slug, in the file's order."""
        return {one.guide: one for one in self.answer}

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The rules by the topic's key, in the file's order."""
        return {one.topic: one for one in self.rule}


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way to the electronic credential; `regions` is empty for the whole country."""

    key: Annotated[NonBlank, new("channels")]
    purpose: Purpose = Purpose.ACTIVATE
    name: Text
    regions: tuple[Adcode, ...]
    steps: tuple[Text, ...]
    sources: SourceKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotline:
    """A number to call; `tel` is what a phone dials, `operator` a bank's code, "" if unknown."""

    number: NonBlank
    tel: Telephone
    name: Text
    bank: StrictBool = False
    operator: Annotated[str, known("operators")] = ""
    regions: tuple[Adcode, ...]
    sources: SourceKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """All that was read, in the files' order; `rule_sets` by region code."""

    sources: Mapping[str, Source]
    topics: Mapping[str, Text]
    guides: Mapping[str, Guide]
    rule_sets: Mapping[str, RuleSet]
    channels: tuple[Channel, ...]
    hotlines: tuple[Hotline, ...]
