"""The API's list and nearest endpoints as most projects would write them: the baseline."""

from typing import Any

from django.db.models import F, QuerySet
from django.urls import path
from rest_framework import serializers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.viewsets import ReadOnlyModelViewSet
from typing_extensions import override

from sites.api.columns import SERVICE_POINT
from sites.geo.coordinate import Coordinate
from sites.geo.distance import chord2_to_metres, unit_vector
from sites.geo.precision import Precision
from sites.models import ServicePoint


class PointSerializer(serializers.ModelSerializer[ServicePoint]):
    """The same columns as the product's rows."""

    id = serializers.UUIDField(source="public_id")
    operator_name = serializers.CharField(source="operator.name")
    town = serializers.CharField(source="town.key", default=None)
    town_name = serializers.CharField(source="town.name", default=None)
    verified_at = serializers.SerializerMethodField()
    error_radius_m = serializers.SerializerMethodField()
    distance_m = serializers.SerializerMethodField()
    distance_error_m = serializers.SerializerMethodField()
    distance_is_approximate = serializers.SerializerMethodField()

    class Meta:
        model = ServicePoint
        fields = tuple(SERVICE_POINT.columns)

    def get_verified_at(self, point: ServicePoint) -> str | None:
        """Return when the phone was last said to be right."""
        fact = point.provenance.get("phone")
        return fact["verified_at"] if fact else None

    def get_error_radius_m(self, point: ServicePoint) -> float | None:
        """Return within how many metres of the position the outlet usually lies."""
        return Precision(point.precision).error_radius_m if point.precision else None

    def get_distance_m(self, point: ServicePoint) -> float | None:
        """Return the metres from the place that was asked for."""
        chord2 = getattr(point, "chord2", None)
        return None if chord2 is None else round(chord2_to_metres(chord2), 1)

    def get_distance_error_m(self, point: ServicePoint) -> float | None:
        """Return by how many metres the distance may be off."""
        if getattr(point, "chord2", None) is None:
            return None
        return self.get_error_radius_m(point)

    def get_distance_is_approximate(self, point: ServicePoint) -> bool | None:
        """Return whether the position is coarser than its street."""
        if getattr(point, "chord2", None) is None:
            return None
        return point.precision in {"village", "town", "region"}


class PointViewSet(ReadOnlyModelViewSet[ServicePoint]):
    """Every point, with what it refers to fetched beforehand."""

    serializer_class = PointSerializer
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = DefaultContentNegotiation
    queryset = (
        ServicePoint.objects.filter(is_active=True)
        .select_related("operator", "town")
        .prefetch_related("services")
        .order_by("region", "serial")
    )


class NearestViewSet(PointViewSet):
    """The ten nearest points, by the same exact order as the product's."""

    @override
    def get_queryset(self) -> QuerySet[ServicePoint]:
        """Return the points ordered by the squared chord."""
        longitude, latitude = map(float, self.request.GET["near"].split(","))
        x, y, z = unit_vector(Coordinate(longitude, latitude))
        dx, dy, dz = F("x") - x, F("y") - y, F("z") - z
        chord2: Any = dx * dx + dy * dy + dz * dz
        located = super().get_queryset().filter(latitude__isnull=False)
        return located.annotate(chord2=chord2).order_by("chord2")[:10]


urlpatterns = [
    path("stock/service-points/", PointViewSet.as_view({"get": "list"})),
    path("stock/service-points/nearest/", NearestViewSet.as_view({"get": "list"})),
]
