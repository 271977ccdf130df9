"""Regions, towns, services and operators in the desk: loaded from files, shown here."""

from typing import Any, TypeVar

from django.db.models import Model
from django.http import HttpRequest
from typing_extensions import override

from sites.access import Right
from sites.desk.bases import ReadOnlyAdmin
from sites.models import Operator, Region, Service, Town

_ModelT = TypeVar("_ModelT", bound=Model)


class _ReferenceAdmin(ReadOnlyAdmin[_ModelT]):
    """What outlets refer to: their pages lead here, the lists are for those with the right."""

    @override
    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the person has the right, or sees outlets and comes to one row."""
        is_led_here = obj is not None and request.user.has_perm(Right.VIEW_POINTS)
        return is_led_here or super().has_view_permission(request, obj)


class RegionAdmin(_ReferenceAdmin[Region]):
    """The regions."""

    list_display = ("adcode", "name", "province", "area_code")


class TownAdmin(_ReferenceAdmin[Town]):
    """The towns with the position of their centre."""

    list_display = ("name", "key", "region", "longitude", "latitude", "position_source")
    list_select_related = ("region",)
    search_fields = ("name", "name_en", "key")


class ServiceAdmin(_ReferenceAdmin[Service]):
    """What is done for a card."""

    list_display = ("name", "code", "name_en")


class OperatorAdmin(_ReferenceAdmin[Operator]):
    """Who runs outlets."""

    list_display = ("name", "code", "kind", "hotline")
    list_filter = ("kind",)
