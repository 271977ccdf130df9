"""What is stored, one file per entity; constraints live in the database."""

from sites.models.data_version import DataVersion
from sites.models.import_run import ImportRun
from sites.models.operator import Kind, Operator
from sites.models.point_change import ChangeKind, PointChange
from sites.models.provenance import Provenance, SourceKind
from sites.models.region import Region
from sites.models.service import Service
from sites.models.service_point import ServicePoint
from sites.models.town import Town

__all__ = [
    "ChangeKind",
    "DataVersion",
    "ImportRun",
    "Kind",
    "Operator",
    "PointChange",
    "Provenance",
    "Region",
    "Service",
    "ServicePoint",
    "SourceKind",
    "Town",
]
