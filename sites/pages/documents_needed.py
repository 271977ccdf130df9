"""The documents needed at a counter, service by service, as the guides say it."""

from collections.abc import Collection
from dataclasses import dataclass

from sites.finding import Catalog
from sites.guides import GuideAnswer, get_guide, list_guides


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsNeeded:
    """What to bring for one service.

    Attributes:
        service: its code.
        name: its name in the page's language.
        guide: the slug of the guide that says so.
        in_person: what one brings oneself.
        by_proxy: what somebody else brings, () if that is not known.
        without_trip: how to do without a trip, () if one cannot.
    """

    service: str
    name: str
    guide: str
    in_person: tuple[str, ...]
    by_proxy: tuple[str, ...]
    without_trip: tuple[str, ...]


def documents_needed(
    codes: Collection[str], region: str, catalog: Catalog
) -> tuple[DocumentsNeeded, ...]:
    """Return what to bring for each of the services, in the order of the catalogue.

    A service of which no guide says it is left out. `region` is a GB/T 2260 code.
    """
    found = []
    for service in catalog.services:
        answer = _guide_for(service.code, region, catalog) if service.code in codes else None
        if answer is not None:
            found.append(
                DocumentsNeeded(
                    service=service.code,
                    name=service.name,
                    guide=answer.guide.slug,
                    in_person=tuple(one.text for one in answer.in_person),
                    by_proxy=tuple(one.text for one in answer.by_proxy),
                    without_trip=tuple(one.text for one in answer.without_trip),
                )
            )
    return tuple(found)


def _guide_for(code: str, region: str, catalog: Catalog) -> GuideAnswer | None:
    """Return the first guide, in the editors' order, that is about this service alone."""
    for entry in list_guides(catalog.language):
        if entry.services == (code,):
            answer = get_guide(entry.slug, region, catalog.language)
            if answer is not None and answer.in_person:
                return answer
    return None
