"""The address of the check."""

from django.urls import path

from sites.validating.views import table_page

app_name = "validating"
urlpatterns = [path("check-table/", table_page, name="table")]
