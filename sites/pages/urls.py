"""The addresses of the residents' pages."""

from django.urls import path

from sites.pages.appearance import switch_view
from sites.pages.guides import guide_page, guides_page
from sites.pages.offline import manifest, offline_page
from sites.pages.point import point_page
from sites.pages.reports import find_report_page, report_page, report_state_page
from sites.pages.sheets import answer_sheet, region_sheet, town_sheet
from sites.pages.towns import town_page, towns_page
from sites.pages.views import about_page, list_page

app_name = "pages"
urlpatterns = [
    path("", list_page, name="list"),
    path("about/", about_page, name="about"),
    path("guides/", guides_page, name="guides"),
    path("guides/<slug:slug>/", guide_page, name="guide"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("offline/", offline_page, name="offline"),
    path("points/<public_id:public_id>/", point_page, name="point"),
    path("points/<public_id:public_id>/report/", report_page, name="report"),
    path("reports/", find_report_page, name="find_report"),
    path("reports/<str:code>/", report_state_page, name="report_state"),
    path("view/", switch_view, name="view"),
    path("towns/", towns_page, name="towns"),
    path("towns/<town_key:town>/", town_page, name="town"),
    path("towns/<town_key:town>/print/", town_sheet, name="town_sheet"),
    path("towns/<adcode:region>/<town_key:town>/", town_page, name="town"),
    path("towns/<adcode:region>/<town_key:town>/print/", town_sheet, name="town_sheet"),
    path("print/", answer_sheet, name="region_sheet"),
    path("print/<adcode:region>/", region_sheet, name="region_sheet"),
]
