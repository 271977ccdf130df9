"""Who may do what, and for which regions: roles, rights and the scope of a member of staff."""

from sites.access.roles import ROLES, Right, Role
from sites.access.scope import REGION_PATHS, RegionScope, scope_of

__all__ = ["REGION_PATHS", "ROLES", "RegionScope", "Right", "Role", "scope_of"]
