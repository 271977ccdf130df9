"""Who may do what, how often, and for which regions: roles, rights, limits and scopes."""

from sites.access.roles import ROLES, Right, Role
from sites.access.scope import REGION_PATHS, RegionScope, scope_of

__all__ = [
    "REGION_PATHS",
    "ROLES",
    "RegionScope",
    "Right",
    "Role",
    "accounts",
    "clients",
    "limits",
    "login_steps",
    "passwords",
    "scope_of",
    "second_factor",
]
