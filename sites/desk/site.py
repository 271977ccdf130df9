"""The desk: Django's admin under its own name, with what staff need and nothing else."""

from django.contrib.admin import AdminSite
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy as _

from sites.desk.logs import ChangeAdmin, ImportAdmin
from sites.desk.people import GroupAdmin, UserAdmin
from sites.desk.points import PointAdmin
from sites.desk.proposals import ProposalAdmin
from sites.desk.reference import OperatorAdmin, RegionAdmin, ServiceAdmin, TownAdmin
from sites.desk.reports import ReportAdmin
from sites.models import (
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


class DeskSite(AdminSite):
    """The admin site of the staff."""

    site_header = _("Staff desk of the service points")
    site_title = _("Staff desk")
    index_title = _("What would you like to do?")


desk = DeskSite(name="desk")
desk.register(ServicePoint, PointAdmin)
desk.register(Report, ReportAdmin)
desk.register(PositionProposal, ProposalAdmin)
desk.register(PointChange, ChangeAdmin)
desk.register(ImportRun, ImportAdmin)
desk.register(Region, RegionAdmin)
desk.register(Town, TownAdmin)
desk.register(Service, ServiceAdmin)
desk.register(Operator, OperatorAdmin)
desk.register(User, UserAdmin)
desk.register(Group, GroupAdmin)
