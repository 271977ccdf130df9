"""What every list of the API is before it becomes JSON, GeoJSON or CSV."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sites.api.columns import Record, Row
from sites.geo.datum import Datum


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of rows with what a program needs to know about it.

    Attributes:
        record: what each row consists of.
        rows: positions in degrees of `datum`.
        data_version: the state of the public data.
        datum: of all positions in the rows.
        count: all matches, None if they were not counted.
        next_url: absolute address of the next page, None on the last.
        notes: what was left out and why, ready to render.
    """

    record: Record
    rows: Sequence[Row]
    data_version: int
    datum: Datum
    count: int | None = None
    next_url: str | None = None
    notes: Sequence[dict[str, Any]] = ()

    def about(self) -> dict[str, Any]:
        """Return the members that stand beside the rows in JSON and in GeoJSON."""
        return {
            "data_version": self.data_version,
            "datum": self.datum.value,
            "count": self.count,
            "next": self.next_url,
            "notes": self.notes,
        }

    def headers(self) -> dict[str, str]:
        """Return what a format without room for such members tells in headers."""
        headers = {}
        if self.next_url is not None:
            headers["Link"] = f'<{self.next_url}>; rel="next"'
        if self.notes:
            headers["Answer-Notes"] = ", ".join(
                note["code"] if note["count"] is None else f"{note['code']};count={note['count']}"
                for note in self.notes
            )
        return headers
