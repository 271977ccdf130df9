"""The address of the check."""

from django.urls import path

from sites.check_table.views import table_page

app_name = "check_table"
urlpatterns = [path("check-table/", table_page, name="table")]
