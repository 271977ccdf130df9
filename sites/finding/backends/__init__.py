"""Search indexes: one interface, one for each kind of database."""

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

from sites.finding.backends.backend import SpatialBackend
from sites.finding.backends.plain import Plain
from sites.finding.backends.rtree import RTree

_PLAIN: Final = Plain()
_BY_VENDOR: Final[dict[str, SpatialBackend]] = {"sqlite": RTree()}


def backend_for(connection: BaseDatabaseWrapper) -> SpatialBackend:
    """Return the search index that this kind of database has."""
    return _BY_VENDOR.get(connection.vendor, _PLAIN)


__all__ = [
    "backend",
]
