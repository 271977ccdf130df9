"""Regions, towns, services and operators in the desk: loaded from files, shown here."""

from sites.desk.bases import ReadOnlyAdmin
from sites.models import Operator, Region, Service, Town


class RegionAdmin(ReadOnlyAdmin[Region]):
    """The regions."""

    list_display = ("adcode", "name", "province", "area_code")


class TownAdmin(ReadOnlyAdmin[Town]):
    """The towns with the position of their centre."""

    list_display = ("name", "key", "region", "longitude", "latitude", "position_source")
    list_select_related = ("region",)
    search_fields = ("name", "name_en", "key")


class ServiceAdmin(ReadOnlyAdmin[Service]):
    """What is done for a card."""

    list_display = ("name", "code", "name_en")


class OperatorAdmin(ReadOnlyAdmin[Operator]):
    """Who runs outlets."""

    list_display = ("name", "code", "kind", "hotline")
    list_filter = ("kind",)
