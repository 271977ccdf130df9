"""Plain values in words, for people: names in place of codes."""

from uuid import UUID

from django.utils.translation import gettext as _

from sites.changes.fields import PlainValue
from sites.models import Kind, ServicePoint, Status
from sites.models.service_point import precision_name
from sites.reference.stored import Reference


def _name_of(public_id: str) -> str:
    """Return the name of an outlet; of what somebody typed and is no id, itself."""
    try:
        named = ServicePoint.objects.filter(public_id=UUID(public_id))
    except ValueError:
        return public_id
    return named.values_list("name", flat=True).first() or public_id


def value_text(field: str, value: PlainValue, region: str, reference: Reference) -> str:
    """Return a plain value as text; a code without reference data stays as it is."""
    if value is None or value == "":
        text = "—"
    elif isinstance(value, bool):
        text = _("yes") if value else _("no")
    elif isinstance(value, list):
        text = "、".join(str(reference.services.get(code, code)) for code in value)
    elif isinstance(value, dict):
        precision = precision_name(value["precision"])
        text = f"{value['longitude']:.5f}, {value['latitude']:.5f} ({precision})"
    elif field == "town":
        text = str(reference.towns_of(region).get(str(value), value))
    elif field == "operator":
        text = str(reference.operators.get(str(value), value))
    elif field == "kind":
        text = str(dict(Kind.choices).get(str(value), value))
    elif field == "status":
        text = str(dict(Status.choices).get(str(value), value))
    elif field == "successor":
        text = _name_of(str(value))
    else:
        text = str(value)
    return text
