"""What is stored, one file per entity; constraints live in the database."""

from sites.models.api_client import ApiClient, ClientScope, SentRequest
from sites.models.bulk_edit import BulkEdit
from sites.models.changed_field import ChangedField
from sites.models.data_version import DataVersion
from sites.models.geocode_record import GeocodeOutcome, GeocodeRecord
from sites.models.given_password import GivenPassword
from sites.models.import_draft import DraftLine, DraftState, HeaderMapping, ImportDraft
from sites.models.import_job import ImportJob, JobKind, JobState
from sites.models.import_run import ImportKind, ImportRun
from sites.models.log_head import LogHead
from sites.models.operator import Kind, Operator
from sites.models.phone_call import CallResult, PhoneCall
from sites.models.point_change import ChangeKind, PointChange
from sites.models.position_proposal import PositionProposal, ProposalState
from sites.models.provenance import Provenance, SourceKind
from sites.models.provider_pace import ProviderPace
from sites.models.region import Region
from sites.models.report import Report, ReportField, ReportState
from sites.models.schedule import StoredSchedule
from sites.models.service import Service
from sites.models.service_point import ServicePoint
from sites.models.staff_region import StaffRegion
from sites.models.status import STORED_STATUSES, Status
from sites.models.town import Town

__all__ = [
    "STORED_STATUSES",
    "ApiClient",
    "BulkEdit",
    "CallResult",
    "ChangeKind",
    "ChangedField",
    "ClientScope",
    "DataVersion",
    "DraftLine",
    "DraftState",
    "GeocodeOutcome",
    "GeocodeRecord",
    "GivenPassword",
    "HeaderMapping",
    "ImportDraft",
    "ImportJob",
    "ImportKind",
    "ImportRun",
    "JobKind",
    "JobState",
    "Kind",
    "LogHead",
    "Operator",
    "PhoneCall",
    "PointChange",
    "PositionProposal",
    "ProposalState",
    "Provenance",
    "ProviderPace",
    "Region",
    "Report",
    "ReportField",
    "ReportState",
    "SentRequest",
    "Service",
    "ServicePoint",
    "SourceKind",
    "StaffRegion",
    "Status",
    "StoredSchedule",
    "Town",
    "geocode_record",
    "operator",
    "provenance",
    "report",
    "service_point",
]
