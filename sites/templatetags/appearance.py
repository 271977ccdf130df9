"""What templates ask about the look of a page."""

from typing import Any

from django import template

from sites.web.appearance import is_easy

register = template.Library()


@register.simple_tag(takes_context=True)
def easy_view(context: dict[str, Any]) -> bool:
    """Return whether the page is made for the easy view (长辈版)."""
    return is_easy(context["request"])
