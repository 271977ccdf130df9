"""Links between the languages of a page."""

from typing import Any

from django import template
from django.urls import reverse, translate_url

register = template.Library()


@register.simple_tag(takes_context=True)
def url_in_language(context: dict[str, Any], code: str) -> str:
    """Return the address of the same page, with the same filters, in another language.

    An address that has no page leads to the list, which has one in every language.
    """
    address = context["request"].get_full_path()
    translated = translate_url(address, code)
    return translated if translated != address else translate_url(reverse("pages:list"), code)


@register.simple_tag(takes_context=True)
def canonical_url(context: dict[str, Any], path: str = "") -> str:
    """Return the absolute address of the page, or of `path`, without filters."""
    request = context["request"]
    address: str = request.build_absolute_uri(path or request.path)
    return address


@register.simple_tag(takes_context=True)
def canonical_url_in_language(context: dict[str, Any], code: str, path: str = "") -> str:
    """Return the absolute address of the page, or of `path`, in another language."""
    request = context["request"]
    address: str = request.build_absolute_uri(translate_url(path or request.path, code))
    return address
