"""Rows that tests start from: each function stores one and returns it; arguments replace defaults.

What they refer to by code (operators, services, towns, roles) is reference data, stored before.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from django.contrib.auth.models import Group, Permission, User

from sites.access import ROLES, Role
from sites.changes.author import Author
from sites.changes.fields import PlainValue, position_to_plain
from sites.changes.record import Edit, record
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.models import Region, ServicePoint, StaffRegion

# What a fixture `make_point` is: the function below with defaults of the room.
MakePoint: TypeAlias = Callable[..., ServicePoint]
JIANGJIN: Final = "500116"
HECHUAN: Final = "500117"
PASSWORD: Final = "a long enough one"
# What a service point of the social-security administration has other than a bank.
OFFICE: Final[Mapping[str, Any]] = {
    "kind": "office",
    "operator": "social-security",
    "services": ["reissue", "unlock", "activation"],
}


def at(
    pair: tuple[float, float], precision: Precision = Precision.STREET, source: str = "amap"
) -> Position:
    """Return the position of a pair of WGS-84 degrees."""
    return Position.located(*pair, precision=precision, source=source)


def new_point(
    *, region: str = JIANGJIN, position: Position | None = None, **values: PlainValue
) -> Edit:
    """Return the edit that adds a service point: a bank in no town, with the next serial.

    `values` are the plain values of public fields.
    """
    defaults: dict[str, PlainValue] = {
        "serial": ServicePoint.objects.count() + 1,
        "name": "农商行油溪支行",
        "kind": "bank",
        "operator": "cqrcb",
        "address": "油溪镇建新路46号",
        "town": None,
        "phone": "47564298",
        "services": ["reissue", "unlock"],
        "is_active": True,
    }
    if position is not None:
        defaults["position"] = position_to_plain(position)
    return Edit(point=ServicePoint(region_id=region), values=defaults | values)


def make_point(*, author: Author | None = None, **values: Any) -> ServicePoint:
    """Record a service point (see `new_point`), by a machine unless an author is given."""
    edit = new_point(**values)
    record([edit], author or Author.geocoder("test"))
    edit.point.refresh_from_db()
    return edit.point


def say(user: User, serial: int, /, **values: Any) -> None:
    """Record what a person says of the service point that has a serial, or had it: plain values."""
    point = ServicePoint.objects.filter(serial=serial).latest("is_active")
    record([Edit(point=point, values=values)], Author.staff(user))


def make_region(**columns: Any) -> Region:
    """Store another district than the one that the product is shipped with."""
    defaults: dict[str, Any] = {
        "adcode": HECHUAN,
        "name": "合川区",
        "name_en": "Hechuan",
        "province": "重庆市",
        "province_en": "Chongqing",
        "area_code": "023",
        "west": 105.9,
        "south": 29.8,
        "east": 106.7,
        "north": 30.4,
    }
    return Region.objects.create(**defaults | columns)


def make_staff(
    name: str,
    role: str = "",
    *,
    regions: Sequence[str] = (JIANGJIN,),
    superuser: bool = False,
) -> User:
    """Store a member of staff with a role, who works for regions.

    A role comes with its permissions, also where a test has emptied the database of roles.
    """
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True, is_superuser=superuser)
    if role:
        group, made = Group.objects.get_or_create(name=role)
        if made:
            codenames = [right.codename for right in ROLES[Role(role)]]
            group.permissions.set(Permission.objects.filter(codename__in=codenames))
        user.groups.add(group)
        StaffRegion.objects.bulk_create(StaffRegion(user=user, region_id=one) for one in regions)
    return user
