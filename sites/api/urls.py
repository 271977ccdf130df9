"""The addresses of the API, to be included below ``api/``."""

from django.urls import path, re_path
from django.views.generic import TemplateView

from sites.api.catalogs import OperatorsView, RegionsView, ServicesView, TownsView
from sites.api.corrections import VerificationView
from sites.api.docs import SchemaView
from sites.api.fallback import NowhereView
from sites.api.guides import GuidesView, GuideView
from sites.api.index import IndexView
from sites.api.locate import LocateView
from sites.api.points import NearestView, ServicePointsView, ServicePointView

app_name = "api"

urlpatterns = [
    path("", IndexView.as_view(schema=None), name="root"),
    path("v1/", IndexView.as_view(), name="index"),
    path("v1/service-points/", ServicePointsView.as_view(), name="service-points"),
    path("v1/service-points/nearest/", NearestView.as_view(), name="nearest"),
    path(
        "v1/service-points/<public_id:public_id>/",
        ServicePointView.as_view(),
        name="service-point",
    ),
    path(
        "v1/service-points/<public_id:public_id>/verify/",
        VerificationView.as_view(),
        name="verification",
    ),
    path("v1/locate/", LocateView.as_view(), name="locate"),
    path("v1/regions/", RegionsView.as_view(), name="regions"),
    path("v1/towns/", TownsView.as_view(), name="towns"),
    path("v1/services/", ServicesView.as_view(), name="services"),
    path("v1/operators/", OperatorsView.as_view(), name="operators"),
    path("v1/guides/", GuidesView.as_view(), name="guides"),
    path("v1/guides/<slug:slug>/", GuideView.as_view(), name="guide"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", TemplateView.as_view(template_name="service_sites/api/docs.html"), name="docs"),
    # Last: what is not there is told as a problem document, not as a page.
    re_path(r"", NowhereView.as_view()),
]
