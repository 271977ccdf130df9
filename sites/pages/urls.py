"""The addresses of the residents' pages."""

from django.urls import path

from sites.pages.views import list_page, point_page

app_name = "pages"
urlpatterns = [
    path("", list_page, name="list"),
    path("points/<uuid:public_id>/", point_page, name="point"),
]
