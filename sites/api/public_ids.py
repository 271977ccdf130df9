"""Public ids in addresses."""

from django.urls.converters import UUIDConverter


class PublicIdConverter(UUIDConverter):
    """A UUID as anybody writes it: with small or capital letters (RFC 9562, 4)."""

    regex = f"(?i:{UUIDConverter.regex})"
