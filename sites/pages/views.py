"""The pages of the list, and of where the data come from."""

from django.http import HttpRequest, HttpResponseBase
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from sites.finding import catalog, reference_revision
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

    return conditional_response(request, content, name="about", state=reference_revision())
