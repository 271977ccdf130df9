"""The addresses of the desk: its own pages, then the lists and forms of Django's admin."""

from django.urls import include, path

from sites.desk import clients
from sites.desk.accounts.login import enter_code, manage_second_factor
from sites.desk.accounts.passwords import own_password
from sites.desk.accounts.sessions import session_view
from sites.desk.admin import desk
from sites.desk.history import pages as history
from sites.desk.home import home
from sites.desk.imports import pages as imports
from sites.desk.points import bulk, call_sheet
from sites.desk.points.phones import check_phone
from sites.desk.positions import tables
from sites.desk.positions.pins import edit_pin
from sites.desk.reports.decide import decide_report

# Django's own templates know the admin by this name.
app_name = "admin"


_PAGES = [
    path("apiclient/add/", clients.add_client, name="service_sites_apiclient_add"),
    path(
        "apiclient/<row_key:key>/revoke/",
        clients.revoke_client,
        name="service_sites_apiclient_revoke",
    ),
    path("bulkedit/<row_key:key>/undo/", bulk.undo_bulk, name="service_sites_bulkedit_undo"),
    path("importrun/new/", imports.upload_table, name="service_sites_importrun_new"),
    path(
        "importrun/outlets.<str:kind>",
        imports.points_table,
        name="service_sites_importrun_outlets",
    ),
    path(
        "importrun/tables/<row_key:draft>/",
        imports.draft_page,
        name="service_sites_importrun_draft",
    ),
    path(
        "importrun/tables/<row_key:draft>/remarks.<str:kind>",
        imports.remarks_table,
        name="service_sites_importrun_remarks",
    ),
    path("importrun/jobs/<row_key:job>/", imports.job_page, name="service_sites_importrun_job"),
    path("importrun/<row_key:key>/undo/", imports.undo_import, name="service_sites_importrun_undo"),
    path("pointchange/", history.log, name="service_sites_pointchange_changelist"),
    path("pointchange/changes.csv", history.log_csv, name="service_sites_pointchange_export"),
    path(
        "pointchange/<row_key:key>/revert/",
        history.revert_change,
        name="service_sites_pointchange_revert",
    ),
    path("report/<row_key:key>/decide/", decide_report, name="service_sites_report_decide"),
    path("servicepoint/bulk/", bulk.bulk_edit, name="service_sites_servicepoint_bulk"),
    path("servicepoint/calls/", call_sheet.calls, name="service_sites_servicepoint_calls"),
    path(
        "servicepoint/calls.csv", call_sheet.calls_csv, name="service_sites_servicepoint_calls_csv"
    ),
    path(
        "servicepoint/<row_key:key>/call/", call_sheet.call, name="service_sites_servicepoint_call"
    ),
    path("servicepoint/check-phone/", check_phone, name="service_sites_servicepoint_check_phone"),
    path(
        "servicepoint/positions/",
        tables.position_table,
        name="service_sites_servicepoint_position_table",
    ),
    path(
        "servicepoint/positions.csv",
        tables.positions_csv,
        name="service_sites_servicepoint_positions",
    ),
    path("servicepoint/<row_key:key>/position/", edit_pin, name="service_sites_servicepoint_pin"),
]
urlpatterns = [
    path("", home, name="index"),
    path("session/", session_view, name="session"),
    path("code/", enter_code, name="enter_code"),
    path("second-factor/", manage_second_factor, name="second_factor"),
    path("password_change/", own_password, name="password_change"),
    path("service_sites/", include(_PAGES)),
    *desk.get_urls(),
]
