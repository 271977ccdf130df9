"""What the desk has a list and a form of."""

from django.contrib.auth.models import Group, User

from sites.desk.accounts.admin import GroupAdmin, UserAdmin
from sites.desk.clients import ClientAdmin
from sites.desk.history.admin import ChangeAdmin
from sites.desk.imports.admin import ImportAdmin
from sites.desk.points.admin import PointAdmin
from sites.desk.points.bulk import BulkEditAdmin
from sites.desk.positions.proposals import ProposalAdmin
from sites.desk.reference import OperatorAdmin, RegionAdmin, ServiceAdmin, TownAdmin
from sites.desk.reports.admin import ReportAdmin
from sites.desk.site import desk
from sites.models import (
    ApiClient,
    BulkEdit,
    ImportRun,
    Operator,
    PointChange,
    PositionProposal,
    Region,
    Report,
    Service,
    ServicePoint,
    Town,
)

__all__ = ["desk"]

desk.register(ServicePoint, PointAdmin)
desk.register(Report, ReportAdmin)
desk.register(BulkEdit, BulkEditAdmin)
desk.register(PositionProposal, ProposalAdmin)
desk.register(PointChange, ChangeAdmin)
desk.register(ImportRun, ImportAdmin)
desk.register(Region, RegionAdmin)
desk.register(Town, TownAdmin)
desk.register(Service, ServiceAdmin)
desk.register(Operator, OperatorAdmin)
desk.register(ApiClient, ClientAdmin)
desk.register(User, UserAdmin)
desk.register(Group, GroupAdmin)
