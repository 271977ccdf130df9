"""Keys from outside: what addresses and forms call an outlet, a region, a town or a row.

The app registers the converters when it starts. A key in another form is at no address: the same
answer as wherever there is nothing. Whether somebody has the key the view says.
"""

from typing import Final

from django.db.models import BigIntegerField
from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter, UUIDConverter

# The largest key that every database's integers have.
LARGEST_KEY: Final = BigIntegerField.MAX_BIGINT


class PublicIdConverter(UUIDConverter):
    """A UUID as anybody writes it: with small or capital letters (RFC 9562, 4)."""

    regex = f"(?i:{UUIDConverter.regex})"


class AdcodeConverter(StringConverter):
    """The GB/T 2260 code of a region."""

    regex = "[0-9]{6}"


class TownKeyConverter(StringConverter):
    """The key of a town, or a name in its place, which leads to the list of towns."""

    regex = r"[-\w]+"


class RowKeyConverter(IntConverter):
    """The key of a row in the desk; a number beyond all keys is one that no row has."""

    def to_python(self, value: str) -> int:
        """Return the number, at most the largest key."""
        return min(super().to_python(value), LARGEST_KEY)


def row_key(text: str) -> int | None:
    """Return the key of a row that a form or a query names, None for a text that is no key."""
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(LARGEST_KEY)):
        return None
    key = int(text)
    return key if key <= LARGEST_KEY else None


register_converter(PublicIdConverter, "public_id")
register_converter(AdcodeConverter, "adcode")
register_converter(TownKeyConverter, "town_key")
register_converter(RowKeyConverter, "row_key")
