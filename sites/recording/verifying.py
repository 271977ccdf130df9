"""A value is still right: it stays as it is, only the date of its verification moves."""

from dataclasses import replace

from django.utils import timezone

from sites.models import ServicePoint
from sites.recording.author import Author
from sites.recording.fields import Reference, plain_value
from sites.recording.points import Edit, Recorded, record


def verify(point: ServicePoint, field: str, author: Author, *, reason: str = "") -> Recorded:
    """Record that an author found a public field's stored value right.

    Who set it and when stays; from now on no import overwrites it. The caller holds the row. Raises
    ``ValueError`` where there is no value, ``KeyError`` for a field that is none.
    """
    value = plain_value(point, field, Reference.load())
    if value is None or value == "":
        raise ValueError("there is nothing to verify")
    now, origin = timezone.now(), point.provenance_of(field)
    said = replace(origin, verified_at=now, locked=True) if origin else author.provenance(now)
    edit = Edit(point=point, values={field: value}, provenance={field: said.to_json()})
    return record([edit], author, reason=reason)
