"""What a person wants changed in every chosen outlet."""

from dataclasses import asdict, dataclass
from typing import Any

from sites.changes.fields import PlainValue
from sites.models import ServicePoint
from sites.reference.stored import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkChange:
    """The codes of services to add and to take away, of the operator, and whether active.

    In addresses the text `replace` becomes `by`. An outlet whose address is another one then moves;
    `take_pins_off` says that pins of such outlets do not stay. What is empty or None stays as it
    is.
    """

    add_services: tuple[str, ...] = ()
    remove_services: tuple[str, ...] = ()
    operator: str = ""
    is_active: bool | None = None
    replace: str = ""
    by: str = ""
    take_pins_off: bool = False

    def wanted(self, point: ServicePoint, reference: Reference) -> dict[str, PlainValue]:
        """Return what the point's fields are to be; the kind of an outlet follows its operator."""
        wanted: dict[str, PlainValue] = {}
        if self.add_services or self.remove_services:
            held = {*reference.codes(point.service_mask), *self.add_services}
            mask = reference.mask([code for code in held if code not in self.remove_services])
            wanted["services"] = list(reference.codes(mask))
        if self.operator:
            wanted["operator"] = self.operator
            wanted["kind"] = reference.operators[self.operator].kind
        if self.is_active is not None:
            wanted["is_active"] = self.is_active
        if self.replace:
            wanted["address"] = point.address.replace(self.replace, self.by)
        return wanted

    def to_json(self) -> dict[str, Any]:
        """Return the form kept in the database."""
        return asdict(self)
