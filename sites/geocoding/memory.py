"""What providers have answered before: nobody is asked twice for the same address."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final, TypeAlias

from django.conf import settings
from django.utils import timezone

from sites.geocoding.provider_answers import AddressQuery, Answer, Located, NotFound
from sites.models import GeocodeOutcome, GeocodeRecord
from sites.models.geocode_record import LONGEST_TEXT

Remembered: TypeAlias = dict[AddressQuery, dict[str, Answer]]
"""Answers by question and provider."""

_UNIQUE: Final = ["address", "region", "town", "provider"]
_ANSWER: Final = [
    "outcome",
    "longitude",
    "latitude",
    "precision",
    "original_longitude",
    "original_latitude",
    "original_datum",
    "label",
    "answered_at",
]


def recall(queries: Collection[AddressQuery]) -> Remembered:
    """Return what is remembered for the questions, of every provider; one query.

    Answers older than ``GEOCODER_MEMORY_DAYS`` are forgotten.
    """
    oldest = timezone.now() - timedelta(days=settings.GEOCODER_MEMORY_DAYS)
    wanted = set(queries)
    found: Remembered = {}
    for row in GeocodeRecord.objects.filter(
        region__in={query.region for query in wanted},
        address__in={query.address for query in wanted},
        answered_at__gte=oldest,
    ):
        query = AddressQuery(region=row.region, address=row.address, town=row.town or None)
        if query in wanted:
            found.setdefault(query, {})[row.provider] = _answer(row)
    return found


def remember(answers: Remembered) -> None:
    """Store answers, in place of those that the same providers gave before.

    A question too long to be an address is not remembered.
    """
    now = timezone.now()
    rows = []
    for query, by_provider in answers.items():
        if len(query.address) > LONGEST_TEXT:
            continue
        for provider, answer in by_provider.items():
            row = GeocodeRecord(
                provider=provider,
                region=query.region,
                address=query.address,
                town=query.town or "",
                outcome=GeocodeOutcome.NOT_FOUND,
                answered_at=now,
            )
            if isinstance(answer, Located):
                row.outcome = GeocodeOutcome.LOCATED
                row.label = answer.label[:LONGEST_TEXT]
                row.set_position(answer.position)
            rows.append(row)
    GeocodeRecord.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=_UNIQUE, update_fields=_ANSWER
    )


def _answer(row: GeocodeRecord) -> Answer:
    position = row.position
    return NotFound() if position is None else Located(position=position, label=row.label)
