"""The addresses of every door."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from sites.pages.offline import service_worker
from sites.pages.search_engines import robots, sitemap

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("sites.api.urls")),
    path("desk/", include("sites.desk.urls", namespace="desk")),
    # At the root: a service worker serves what lies below its own address.
    path("service-worker.js", service_worker, name="service_worker"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    # Without a prefix in Chinese; the address alone decides the language, so caches stay simple.
    *i18n_patterns(
        path("", include("sites.maps.urls")),
        path("", include("sites.pages.urls")),
        path("", include("sites.check_table.urls")),
        prefix_default_language=False,
    ),
]
