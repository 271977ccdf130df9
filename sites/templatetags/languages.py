"""Links between the languages of a page."""

from typing import Any

from django import template
from django.urls import translate_url

register = template.Library()


@register.simple_tag(takes_context=True)
def url_in_language(context: dict[str, Any], code: str) -> str:
    """Return the address of the same page, with the same filters, in another language."""
    return translate_url(context["request"].get_full_path(), code)
