"""An outlet is added: what somebody says of it, and what its name and address tell besides."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from sites.changes.fields import PlainValue, position_to_plain
from sites.changes.serials import free_serials, holders_of
from sites.corrections.correct import Correction, Problem, doubled, serial_taken
from sites.corrections.duplicates import Doubles, near_doubles_of
from sites.geocoding.offline import offline_position
from sites.importing.context import RegionContext
from sites.importing.towns import read_town, told_otherwise
from sites.models import Region, ServicePoint


def plan_addition(region: Region, said: Mapping[str, PlainValue]) -> Correction:
    """Return what adding an outlet comes to of which somebody says the plain values of some fields.

    Name and address have to be among them. What is not is read as a table's row is: town, operator,
    kind, services and position, and it gets the next free serial. The caller's transaction holds
    the region from here on, so that nobody else adds the same outlet or takes its serial.
    """
    region = Region.objects.select_for_update().get(pk=region.pk)
    return _Addition(region, said).plan()


class _Addition:
    """One outlet while its addition is planned."""

    def __init__(self, region: Region, said: Mapping[str, PlainValue]) -> None:
        self._context = RegionContext.load(region)
        self._holders = holders_of(region.pk)
        self._point = ServicePoint(region=region)
        self._said = dict(said)
        self._name, self._address = str(said["name"]), str(said["address"])
        self._problems: list[Problem] = []
        self._remarks: list[str] = []

    def plan(self) -> Correction:
        """Return the addition."""
        self._look_for_holder()
        read: dict[str, PlainValue] = {"serial": next(free_serials(self._holders))}
        read |= self._operator()
        read |= {"services": list(self._context.default_services), "is_active": True}
        if not self._said.get("services", read["services"]):
            self._remarks.append(_("The notice promises no service there: tick what is done."))
        read = {name: value for name, value in read.items() if name not in self._said}
        read |= self._place()
        self._look_for_doubles()
        said = {name: value for name, value in self._said.items() if name not in read}
        return Correction(
            point=self._point,
            said=said,
            read=read,
            problems=tuple(self._problems),
            remarks=tuple(self._remarks),
        )

    def _look_for_holder(self) -> None:
        """Refuse the serial of another outlet."""
        serial = self._said.get("serial")
        if serial is None or not self._said.get("is_active", True):
            return
        if holder := self._holders.get(int(str(serial))):
            self._problems.append(serial_taken(holder))

    def _operator(self) -> dict[str, PlainValue]:
        """Return the operator and the kind of its outlets, as far as the name tells them."""
        code = self._said.get("operator")
        operators = {one.code: one for one in self._context.operators.values()}
        operator = operators[str(code)] if code else self._context.marks.operator_of(self._name)
        if operator is None:
            text = _("The name does not say which known operator runs the outlet: choose it.")
            self._problems.append(Problem(field="operator", text=text))
            return {}
        return {"operator": operator.code, "kind": operator.kind}

    def _place(self) -> dict[str, PlainValue]:
        """Return the town that the address names, unless another one is said, and the position."""
        reading = read_town(self._address, self._name, self._context)
        key = self._said.get("town", reading.town)
        is_said = key != reading.town
        refusal = reading.elsewhere if is_said else reading.refusal
        if refusal is not None:
            text = f"{refusal.problem} {refusal.remedy}"
            self._problems.append(Problem(field="address", text=text))
        if is_said:
            self._remarks += told_otherwise(key, reading, self._context)
        else:
            self._remarks += (*reading.doubts, *reading.remarks)
        town = self._context.towns[str(key)] if key is not None else None
        position = position_to_plain(offline_position(self._point.region, town))
        return {"position": position} if is_said else {"town": key, "position": position}

    def _look_for_doubles(self) -> None:
        """Refuse an outlet that is there already; tell which ones may be the same."""
        region = self._point.region
        if double := Doubles(region).of(self._point, self._name, self._address):
            self._problems.insert(0, doubled(double))
            return
        phone = str(self._said.get("phone", ""))
        for near in near_doubles_of(region, self._name, self._address, phone):
            text = _("Is it the same as “%(name)s”, %(address)s, %(phone)s? Then correct that one.")
            said = {"name": near.name, "address": near.address, "phone": near.phone or "—"}
            self._remarks.append(text % said)
