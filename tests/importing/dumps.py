"""What is stored, for comparing before and after."""

from typing import Any

from django.apps import apps

from sites.changes.fields import plain_values
from sites.models import ServicePoint
from sites.reference.stored import Reference

Dump = dict[str, list[dict[str, Any]]]


def everything() -> Dump:
    """Return every row of every table of ours, dates, provenance and data version included."""
    models = apps.get_app_config("service_sites").get_models(include_auto_created=True)
    return {
        model.__name__: list(model._default_manager.order_by("pk").values()) for model in models
    }


def public() -> dict[str, dict[str, Any]]:
    """Return the public data of all active points by public id, and where they came from."""
    reference = Reference()
    points = ServicePoint.objects.filter(is_active=True).prefetch_related("services")
    return {
        str(point.public_id): {
            **plain_values(point, reference),
            "provenance": point.provenance,
            "printed": point.printed,
            "derived": (point.x, point.y, point.z, point.search_text, point.phone_e164),
            "offered": sorted(service.code for service in point.services.all()),
        }
        for point in points
    }
