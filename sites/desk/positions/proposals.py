"""Positions that may be wrong, in the desk: what speaks against each, accepted or dismissed."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.access import Right, scope_of
from sites.desk.bases import ReadOnlyAdmin, ScopedFilter
from sites.geocoding.proposals import (
    ProposalClosedError,
    accept,
    dismiss,
    findings_of,
    is_pin,
    open_proposals,
)
from sites.models import PositionProposal


class ProposalAdmin(ReadOnlyAdmin[PositionProposal]):
    """The open proposals; whoever may change service points decides on them."""

    list_display = (
        "point",
        "address",
        "town",
        "place",
        "precision",
        "provider",
        "finding_texts",
        "shown_instead",
    )
    list_display_links = None
    list_filter = (("point__region", ScopedFilter), "provider", "precision")
    list_per_page = 100
    search_fields = ("point__search_text",)
    actions = ("accept_selected", "dismiss_selected")

    @override
    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the person may read them."""
        return request.user.has_perm(Right.VIEW_PROPOSALS) or self.has_decide_permission(request)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Return whether the person may change service points."""
        return request.user.has_perm(Right.CHANGE_POINTS)

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[PositionProposal]:
        """Return the proposals that wait for a person."""
        return scope_of(request.user).restrict(open_proposals())

    @admin.display(description=_("address"))
    def address(self, proposal: PositionProposal) -> str:
        """Return the outlet's address."""
        return proposal.point.address

    @admin.display(description=_("town"))
    def town(self, proposal: PositionProposal) -> str:
        """Return the name of the outlet's town."""
        return proposal.point.town.name if proposal.point.town else ""

    @admin.display(description=_("proposed position"))
    def place(self, proposal: PositionProposal) -> str:
        """Return longitude and latitude, WGS-84 degrees."""
        return f"{proposal.longitude:.6f}, {proposal.latitude:.6f}"

    @admin.display(description=_("failed checks"))
    def finding_texts(self, proposal: PositionProposal) -> str:
        """Return what speaks against the position."""
        return "；".join(map(str, findings_of(proposal)))

    @admin.display(description=_("shown instead"))
    def shown_instead(self, proposal: PositionProposal) -> str:
        """Return how precise the position is that the outlet has while this one is in doubt."""
        if is_pin(proposal):
            return gettext("itself: a pin stays until somebody decides")
        return proposal.point.get_precision_display() or gettext("no position is shown")

    @admin.action(description=_("Accept: the position is right, and final"), permissions=["decide"])
    def accept_selected(self, request: HttpRequest, proposals: QuerySet[PositionProposal]) -> None:
        """Record the chosen positions as the person's decisions."""
        _decide(request, proposals, accept)

    @admin.action(
        description=_("Dismiss: a pin is taken off, and this position is not proposed again"),
        permissions=["decide"],
    )
    def dismiss_selected(self, request: HttpRequest, proposals: QuerySet[PositionProposal]) -> None:
        """Put the chosen positions aside."""
        _decide(request, proposals, dismiss)


def _decide(
    request: HttpRequest,
    proposals: QuerySet[PositionProposal],
    decide: Callable[[int, AbstractBaseUser | AnonymousUser], None],
) -> None:
    """Decide on each proposal, and say how many there were and which were not open any more."""
    decided = 0
    for proposal in proposals:
        try:
            decide(proposal.pk, request.user)
        except ProposalClosedError:
            text = gettext("%(outlet)s: already decided") % {"outlet": proposal.point.name}
            messages.warning(request, text)
        else:
            decided += 1
    if decided:
        text = ngettext("%(count)d position decided", "%(count)d positions decided", decided)
        messages.success(request, text % {"count": decided})
