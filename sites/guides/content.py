"""What guides consist of, in both languages, as it was read from the files."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Literal, TypeAlias, TypeVar

Language: TypeAlias = Literal["zh-hans", "en"]
_S = TypeVar("_S")


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

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return it in one of the languages."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement, with the keys of the documents that say so (at least one)."""

    text: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A document that facts come from."""

    key: str
    kind: SourceKind
    title: Text


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
        says: what people say, in both languages.
    """

    slug: str
    kind: GuideKind
    part: Part
    services: tuple[str, ...]
    credential_helps: bool
    topics: tuple[str, ...]
    related: tuple[str, ...]
    title: Text
    summary: Text
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice(Generic[_S]):
    """What to do, in statements of one kind: as they were read, or as a door shows them.

    Attributes:
        advice: what to do, in this order.
        in_person: what to bring when one goes oneself.
        by_proxy: what somebody else brings; () if that is not known.
        without_trip: how to do without a trip.
    """

    advice: tuple[_S, ...]
    in_person: tuple[_S, ...]
    by_proxy: tuple[_S, ...]
    without_trip: tuple[_S, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Advice[Fact]):
    """What a region advises on a guide, and where that is done."""

    guide: str
    at: At


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a region rules on a topic.

    Attributes:
        at: where it is done.
        number: the figure in it, counted in `unit`: days allowed, wrong PINs; None if none.
        code: an initial PIN, "" if the rule has none.
    """

    topic: str
    at: At
    fact: Fact
    number: int | None
    unit: Unit
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """Answers by guide and rules by topic of a region.

    Attributes:
        adcode: its GB/T 2260 code (a province's ends in 0000, a city's in 00), 100000 for the
            set that holds where a region has nothing of its own.
        scope: whom it concerns.
        says: what people call the region.
    """

    adcode: str
    slug: str
    name: Text
    scope: Text
    says: tuple[str, ...]
    answers: Mapping[str, Answer]
    rules: Mapping[str, Rule]


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way to the electronic credential; `regions` is empty for the whole country."""

    key: str
    purpose: Purpose
    name: Text
    regions: tuple[str, ...]
    steps: tuple[Text, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotline:
    """A number to call; `tel` is what a phone dials, `operator` a bank's code, "" if unknown."""

    number: str
    tel: str
    name: Text
    is_bank: bool
    operator: str
    regions: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """All that was read, in the files' order; `rule_sets` by region code."""

    sources: Mapping[str, Source]
    topics: Mapping[str, Text]
    guides: Mapping[str, Guide]
    rule_sets: Mapping[str, RuleSet]
    channels: tuple[Channel, ...]
    hotlines: tuple[Hotline, ...]
