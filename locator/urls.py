"""The addresses of every door."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
