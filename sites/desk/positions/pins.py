"""The page on which a person puts the pin of an outlet right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from sites.access import Right, scope_of
from sites.changes.author import Author
from sites.changes.record import Edit
from sites.corrections import move_pin, pinned, unpinned
from sites.desk.history.words import origin_texts
from sites.desk.positions.pin_form import DATUM_LABELS, PinForm, pair_text
from sites.desk.positions.pin_map import neighbours_of, pin_map_data
from sites.desk.site import desk
from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum, convert
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.offline import offline_position
from sites.geocoding.pins import Pin, pin_findings
from sites.geocoding.places import RegionPlaces, stored_outline
from sites.importing.positions.export import map_addresses
from sites.models import DataVersion, ServicePoint

SAVE, CLEAR, TO_TOWN = "save", "clear", "to_town"
_LISTED_NEIGHBOURS: Final = 8


@desk.view_for(Right.CHANGE_POINTS)
def edit_pin(request: HttpRequest, key: int) -> HttpResponse:
    """Return the page of an outlet's pin; a POST moves, clears or releases it."""
    known = scope_of(request.user).restrict(ServicePoint.objects.select_related("region", "town"))
    # Before the point: what is changed in between is too new for this page, never unseen.
    seen = DataVersion.current()
    if request.method != "POST":
        return _PinPage(request, get_object_or_404(known, pk=key), seen).respond()
    with transaction.atomic():
        point = get_object_or_404(known.select_for_update(of=("self",)), pk=key)
        return _PinPage(request, point, seen).respond()


@dataclass(slots=True)
class _PinPage:
    """One request for the page of a pin."""

    request: HttpRequest
    point: ServicePoint
    seen: int

    def respond(self) -> HttpResponse:
        """Return the page, or the way back to it after something was saved."""
        places = RegionPlaces.of(self.point.region, stored_outline(self.point.region_id))
        if self.request.method != "POST":
            return self._page(places, PinForm(point=self.point, seen=self.seen))
        action = self.request.POST.get("action", SAVE)
        if action not in {SAVE, CLEAR, TO_TOWN}:
            raise BadRequest("there is no such action")
        form = PinForm(self.request.POST, point=self.point, is_placing=action == SAVE)
        if not form.is_valid():
            return self._page(places, form)
        edit = None if form.is_yielding else self._edit(action, form)
        if edit is None:
            messages.info(self.request, _("Nothing was changed."))
            return self._back()
        warnings = self._warnings(places, action, form)
        if not form.is_confirmed(action, warnings):
            return self._page(places, form, action, warnings)
        move_pin(edit, Author.staff(self.request.user), reason=form.cleaned_data["reason"])
        desk.get_model_admin(ServicePoint).log_change(
            self.request, self.point, [{"changed": {"fields": ["position"]}}]
        )
        messages.success(self.request, _("The position was saved."))
        return self._back()

    def _edit(self, action: str, form: PinForm) -> Edit | None:
        """Return what is to be recorded, None if it is stored already."""
        if action == TO_TOWN:
            return unpinned(self.point)
        return pinned(self.point, form.cleaned_data["position"] if action == SAVE else None)

    def _warnings(self, places: RegionPlaces, action: str, form: PinForm) -> list[str]:
        if action == CLEAR:
            return [_("Without a position the outlet is on no map and in no search nearby.")]
        if action == TO_TOWN:
            stored = form.stored
            is_loss = stored is not None and stored.precision.finer_than(Precision.TOWN)
            return [_("The town's centre is coarser than the position that is stored.")] * is_loss
        position = form.cleaned_data["position"]
        pin = Pin(point=self.point, town=self._town(), position=position)
        (findings,) = pin_findings(places, [pin])
        return [str(finding) for finding in findings]

    def _page(
        self,
        places: RegionPlaces,
        form: PinForm,
        action: str = SAVE,
        warnings: Sequence[str] = (),
    ) -> HttpResponse:
        stored = form.stored
        center = self._center(places, stored)
        known = scope_of(self.request.user).restrict(ServicePoint.objects.all())
        neighbours = neighbours_of(self.point, center, known)
        amap, tianditu = map_addresses(self.point, self.point.region, stored)
        return desk.page(
            self.request,
            "pin.html",
            _("Position of %(name)s") % {"name": self.point.name},
            model=ServicePoint,
            point=self.point,
            form=form,
            warnings=warnings,
            action=action,
            token=form.token(action, warnings) if warnings else "",
            origin=origin_texts(self.point, ["position"]).get("position", ""),
            pairs=_pairs(stored),
            has_town_center=offline_position(self.point.region, self.point.town) is not None,
            neighbours=neighbours[:_LISTED_NEIGHBOURS],
            links={"amap": amap, "tianditu": tianditu},
            map_data=pin_map_data(places, stored, self._town(), neighbours),
        )

    def _back(self) -> HttpResponse:
        return redirect("desk:service_sites_servicepoint_pin", self.point.pk)

    def _town(self) -> str | None:
        return self.point.town.key if self.point.town is not None else None

    def _center(self, places: RegionPlaces, stored: Position | None) -> Coordinate | None:
        if stored is not None:
            return stored.coordinate
        town = self._town()
        return places.towns[town].center if town is not None else None


def _pairs(position: Position | None) -> list[tuple[str, str]]:
    """Return the stored pair in each datum, for copying into map services."""
    pairs = [(str(DATUM_LABELS[Datum.WGS84]), pair_text(position))]
    if position is not None:
        place = position.coordinate
        for datum in (Datum.GCJ02, Datum.BD09):
            pair = convert(place.longitude, place.latitude, Datum.WGS84, datum)
            pairs.append((str(DATUM_LABELS[datum]), f"{pair[0]:.6f}, {pair[1]:.6f}"))
    return pairs
