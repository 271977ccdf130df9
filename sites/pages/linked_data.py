"""One outlet as schema.org describes it, for search engines and assistants."""

import json
from typing import Any, Final

from sites.finding import PointRow, RegionEntry
from sites.geo.precision import Precision
from sites.models import Kind

_TYPES: Final = {
    Kind.OFFICE: "GovernmentOffice",
    Kind.BANK: "BankOrCreditUnion",
    Kind.POST: "PostOffice",
}
# Inside a script element these could end it or open a comment; JSON may write any character so.
_ESCAPES: Final = {ord(mark): f"\\u{ord(mark):04X}" for mark in "<>&"}


def linked_data(row: PointRow, region: RegionEntry | None, url: str) -> str:
    """Return an outlet as JSON-LD that is safe inside a ``script`` element.

    A position that is only roughly known is left out: there it would be taken for the door.
    """
    address = {
        "@type": "PostalAddress",
        "streetAddress": row["address"],
        "postalCode": row["postcode"],
        "addressLocality": region.name if region else "",
        "addressRegion": region.province if region else "",
        "addressCountry": "CN",
    }
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES[Kind(row["kind"])],
        "@id": url,
        "url": url,
        "name": row["name"],
        "telephone": row["phone_e164"] or row["phone"],
        "address": {name: value for name, value in address.items() if value},
    }
    precision = Precision(row["precision"]) if row["precision"] else None
    if precision is not None and not precision.is_approximate:
        described["geo"] = {
            "@type": "GeoCoordinates",
            "longitude": row["longitude"],
            "latitude": row["latitude"],
        }
    return json.dumps(described, ensure_ascii=False).translate(_ESCAPES)
