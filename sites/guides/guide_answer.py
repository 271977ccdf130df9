"""What a door shows of a guide: one region's answer, in one language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEntry:
    """A document; `number` counts those of one answer from 1, `kind` is a `SourceKind` value."""

    number: int
    key: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A fact and the documents that say so."""

    text: str
    sources: tuple[SourceEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEntry:
    """What holds on a topic.

    Attributes:
        topic: the topic's key.
        name: the topic in words.
        at: `At` value: where it is done.
        number: days or wrong PINs, counted in `unit` (a `Unit` value); None if the rule has none.
        code: an initial PIN, "" if it has none.
        is_general: whether it is not the region's own.
    """

    topic: str
    name: str
    text: str
    at: str
    number: int | None
    unit: str
    code: str
    is_general: bool
    sources: tuple[SourceEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelEntry:
    """A way to the electronic credential; `purpose` is a `Purpose` value."""

    key: str
    purpose: str
    name: str
    steps: tuple[str, ...]
    sources: tuple[SourceEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HotlineEntry:
    """A number to call; `tel` is what a phone dials, `operator` a code or ""."""

    number: str
    tel: str
    name: str
    is_bank: bool
    operator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideRegion:
    """A region with rules of its own: GB/T 2260 code, the slug of its guide, its name.

    All others together are one, with the code 100000: there the general rules hold.
    """

    adcode: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideEntry:
    """A guide in a list; kind and part are `GuideKind` and `Part` values."""

    slug: str
    kind: str
    title: str
    summary: str
    part: str
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideAnswer:
    """A guide as it holds in one region, with the advice on it.

    Attributes:
        guide: what the list shows of it.
        region: GB/T 2260 code that was asked for.
        region_name: of the region whose rules these are.
        scope: whom they concern.
        is_general: whether the advice is general, for want of the region's own.
        at: `At` value: where it is done.
        asks_bank: whether part of it is done by the bank that issued the card.
        advice: what to do, in this order.
        in_person: what to bring when one goes oneself.
        by_proxy: what somebody else brings; () if that is not known.
        without_trip: how to do without a trip.
        rules: the region's rules on the guide's topics, the general ones where it has none.
        channels: ways to the electronic credential.
        hotlines: those of banks last.
        related: guides to read next.
        elsewhere: other regions with rules of their own on this, those without as one at the end.
        sources: all documents of the answer.
    """

    guide: GuideEntry
    region: str
    region_name: str
    scope: str
    is_general: bool
    at: str
    asks_bank: bool
    advice: tuple[Statement, ...]
    in_person: tuple[Statement, ...]
    by_proxy: tuple[Statement, ...]
    without_trip: tuple[Statement, ...]
    rules: tuple[RuleEntry, ...]
    channels: tuple[ChannelEntry, ...]
    hotlines: tuple[HotlineEntry, ...]
    related: tuple[GuideEntry, ...]
    elsewhere: tuple[GuideRegion, ...]
    sources: tuple[SourceEntry, ...]
