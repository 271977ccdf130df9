"""The roles of the staff and the rights that each of them holds, as data.

Migrations make a group of each role with these rights; a test compares the two. Where a right
counts is up to the region, too: see `sites.access.scope`.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Right(StrEnum):
    """What a member of staff may do: the names of Django's permissions, for `has_perm`."""

    VIEW_POINTS = "service_sites.view_servicepoint"
    CHANGE_PHONES = "service_sites.change_phone"
    """Phone and note, and to say that they are still right."""
    CHANGE_POINTS = "service_sites.change_servicepoint"
    """All data of a point: also its position, the review of proposals and of all reports."""
    ADD_POINTS = "service_sites.add_servicepoint"
    VIEW_CHANGES = "service_sites.view_pointchange"
    VIEW_IMPORTS = "service_sites.view_importrun"
    IMPORT = "service_sites.add_importrun"
    """To upload a table, to apply it and to undo it."""
    VIEW_REPORTS = "service_sites.view_report"
    VIEW_PROPOSALS = "service_sites.view_positionproposal"
    VIEW_REGIONS = "service_sites.view_region"
    VIEW_TOWNS = "service_sites.view_town"
    VIEW_OPERATORS = "service_sites.view_operator"
    VIEW_SERVICES = "service_sites.view_service"
    EVERY_REGION = "service_sites.every_region"
    """The other rights count in every region, whichever are assigned."""
    MANAGE_STAFF = "service_sites.manage_staff"
    """Accounts, their roles and regions; never a superuser's."""
    MANAGE_CLIENTS = "service_sites.manage_clients"
    """The tokens of programs that write."""

    @property
    def codename(self) -> str:
        """The name without the app's label, as it is stored."""
        return self.value.partition(".")[2]


class Role(StrEnum):
    """The names of the groups, as staff read them."""

    PHONES = "电话维护员"
    DATA = "数据管理员"
    OBSERVER = "观察员"
    ADMINISTRATOR = "系统管理员"


_PHONES: Final = frozenset({Right.VIEW_POINTS, Right.CHANGE_PHONES, Right.VIEW_CHANGES})
_READING: Final = frozenset(
    {
        Right.VIEW_POINTS,
        Right.VIEW_CHANGES,
        Right.VIEW_IMPORTS,
        Right.VIEW_REPORTS,
        Right.VIEW_PROPOSALS,
        Right.VIEW_REGIONS,
        Right.VIEW_TOWNS,
        Right.VIEW_OPERATORS,
        Right.VIEW_SERVICES,
    }
)
_DATA: Final = _PHONES | _READING | {Right.CHANGE_POINTS, Right.ADD_POINTS, Right.IMPORT}

# Whoever hands out roles could take each of them: the administrators hold all rights openly.
ROLES: Final[Mapping[Role, frozenset[Right]]] = MappingProxyType(
    {
        Role.PHONES: _PHONES,
        Role.DATA: _DATA,
        Role.OBSERVER: _READING,
        Role.ADMINISTRATOR: frozenset(Right),
    }
)
