"""A list or one row as JSON, GeoJSON (RFC 7946) or CSV (RFC 4180)."""

import csv
import io
from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer
from typing_extensions import override

from sites.api.columns import Record, Row
from sites.api.listing import Listing
from sites.text.csv_safe import csv_safe


class JSONRenderer(BaseRenderer):
    """JSON: the rows under `results`."""

    media_type = "application/json"
    format = "json"
    charset = None

    @override
    def render(
        self,
        data: Listing | Mapping[str, Any],
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the list, or any other mapping, as UTF-8."""
        if isinstance(data, Listing):
            data = {**data.about(), "results": data.rows}
        return orjson.dumps(data)


class GeoJSONRenderer(BaseRenderer):
    """GeoJSON: rows as features; a row without a place has the geometry null."""

    media_type = "application/geo+json"
    format = "geojson"
    charset = None

    @override
    def render(
        self,
        data: Listing,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the list as a FeatureCollection in UTF-8, axes in the order east, north."""
        properties = data.record.properties
        features = [_feature(row, properties, data.record) for row in data.rows]
        return orjson.dumps({"type": "FeatureCollection", **data.about(), "features": features})


class CSVRenderer(BaseRenderer):
    """CSV with a header line.

    It begins with a byte order mark: without one, the spreadsheet programs that most offices use
    read Chinese text as GB18030 and show rubbish.
    """

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    @override
    def render(
        self,
        data: Listing,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the list as UTF-8 with a byte order mark, one line per row."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        columns = tuple(data.record.columns)
        writer.writerow(columns)
        writer.writerows([_cell(row[name]) for name in columns] for row in data.rows)
        return text.getvalue().encode("utf-8-sig")


def _feature(row: Row, properties: tuple[str, ...], record: Record) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": record.identity(row),
        "geometry": record.geometry(row),
        "properties": {name: row[name] for name in properties},
    }


def _cell(value: object) -> object:
    """Return what a cell shows: lists joined with ``|``, nothing for null, no live formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return value
    text = "|".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return csv_safe(text)
