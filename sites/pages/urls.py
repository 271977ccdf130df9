"""The addresses of the residents' pages."""

from django.urls import path

from sites.pages.views import about_page, list_page, point_page

app_name = "pages"
urlpatterns = [
    path("", list_page, name="list"),
    path("about/", about_page, name="about"),
    path("points/<uuid:public_id>/", point_page, name="point"),
]
