"""A page of the desk beside Django's own lists and forms."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.functional import Promise

if TYPE_CHECKING:
    from sites.desk.bases import ModelAdmin


def desk_page(
    admin: "ModelAdmin[Any]",
    request: HttpRequest,
    template: str,
    title: str | Promise,
    *,
    status: int = 200,
    **context: Any,
) -> TemplateResponse:
    """Return a page of the desk in its frame; the way to it leads over the admin's list.

    `template` is one of ``service_sites/desk/`` that extends ``_page.html``.
    """
    frame = {**admin.admin_site.each_context(request), "title": title, "opts": admin.opts}
    name = f"service_sites/desk/{template}"
    return TemplateResponse(request, name, {**frame, **context}, status=status)
