"""A value is still right: it stays as it is, only the date of its verification moves."""

from dataclasses import replace

from django.utils import timezone

from sites.changes.author import Author
from sites.changes.fields import plain_value
from sites.changes.record import Edit, Recorded, record
from sites.models import ServicePoint
from sites.models.provenance import StoredProvenance
from sites.reference.stored import Reference


def verify(point: ServicePoint, field: str, author: Author, *, reason: str = "") -> Recorded:
    """Record that a person found a public field's stored value right; return what `record` does.

    Who set the value and when stays; who verified it and when is new, and from now on no import
    overwrites it. The caller holds the row (``select_for_update``). Raises ``ValueError`` where
    there is no value, ``KeyError`` for a field that is none.
    """
    value = plain_value(point, field, Reference())
    if value is None or value == "":
        raise ValueError("there is nothing to verify")
    edit = Edit(
        point=point, values={field: value}, provenance={field: _verified(point, field, author)}
    )
    return record([edit], author, reason=reason)


def _verified(point: ServicePoint, field: str, author: Author) -> StoredProvenance:
    now = timezone.now()
    origin = point.provenance_of(field)
    if origin is None:
        return author.provenance(now).to_json()
    return replace(origin, verified_at=now, verified_by=author.reference, locked=True).to_json()
