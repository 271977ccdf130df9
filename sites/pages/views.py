"""The pages for residents: the list, one outlet, and where the data come from."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from sites.finding import catalog, get_point
from sites.pages.outlet import outlet_context
from sites.web.answer_page import answer_response
from sites.web.question import page_language
from sites.web.responses import conditional_response


# The POST only reads: it keeps a resident's position out of the address. With no session and no
# change behind it there is nothing to forge, and a token would make every page personal.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def list_page(request: HttpRequest) -> HttpResponseBase:
    """Return the list of the outlets that answer the question."""
    return answer_response(request, "service_sites/list.html")


@require_safe
def about_page(request: HttpRequest) -> HttpResponseBase:
    """Return the page that names the sources of the data, their licences and limits."""

    def content() -> str:
        context = {"region_name": catalog(page_language()).only_region_name}
        return render_to_string("service_sites/about.html", context, request)

    return conditional_response(request, content, name="about")


@require_safe
def point_page(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Return the page of one outlet; 404 if there is none with that id."""
    language = page_language()
    row = get_point(public_id, language)
    if row is None:
        raise Http404(_("There is no service point at this address (any more)."))

    def content() -> str:
        path = reverse("pages:point", args=[row["id"]])
        context = outlet_context(row, catalog(language), request.build_absolute_uri(path))
        context["canonical_path"] = path
        return render_to_string("service_sites/point.html", context, request)

    return conditional_response(request, content, name="point")
