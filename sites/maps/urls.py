"""The addresses of the map."""

from django.urls import path

from sites.maps.views import map_page, skeleton_script

app_name = "maps"
urlpatterns = [
    path("map/", map_page, name="map"),
    path("map/skeleton-<slug:digest>.js", skeleton_script, name="skeleton"),
]
