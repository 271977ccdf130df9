"""Query parameters → a question, and back."""

import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from math import isfinite
from typing import Final

from django.utils.translation import gettext as _

from sites.addresses.codes import is_code
from sites.finding.errors import InvalidQuery, ParameterError, shortened
from sites.finding.parameter_reader import ParameterReader, WrongValueError
from sites.finding.query import DEFAULT_LIMIT, MAX_LIMIT, PointQuery
from sites.finding.search_words import MAX_TEXT_LENGTH
from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from sites.geo.precision import Precision
from sites.hours.evaluation import SHANGHAI
from sites.reference.catalog import LANGUAGES

PARAMETERS: Final = (
    "region",
    "town",
    "service",
    "operator",
    "kind",
    "q",
    "bbox",
    "near",
    "near_precision",
    "radius",
    "open_at",
    "open",
    "closed",
    "limit",
    "cursor",
    "language",
)
# About a metre: no outlet and no person is located better, and the position of a person is
# not kept finer than the answer needs.
_NEAR_DECIMALS: Final = 5
_OPEN: Final = ("open", "not_closed")
_WITH_TIME: Final = re.compile(r"[\dW-]+[T ]\d", re.ASCII | re.IGNORECASE)
_LOST_PLUS: Final = re.compile(r"([T ]\d[\d:.]*) (\d\d:?\d\d)$", re.ASCII | re.IGNORECASE)
_NUMBER: Final = re.compile(r"[+-]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})([eE][+-]?\d{1,3})?", re.ASCII)


def parse_query(
    parameters: Mapping[str, Sequence[str]],
    *,
    filters: Collection[str] = PARAMETERS,
    also: frozenset[str] = frozenset(),
    required: frozenset[str] = frozenset(),
) -> PointQuery:
    """Return the question that query parameters ask; an empty value is the same as none.

    Args:
        parameters: all values of each parameter, in their order. `service` may be repeated or
            hold several codes with commas; the others may be given once.
        filters: those of `PARAMETERS` that the door takes; the others are unknown to it.
        also: further names that the door reads itself.
        required: names that must be given.

    Raises `InvalidQuery` that names every unknown, repeated, missing or unreadable parameter.
    Whether the names of towns, services and so on exist is checked by `find_points`.
    """
    reader = ParameterReader(parameters)
    query = read_query(reader, filters=filters, also=also, required=required)
    reader.finish()
    return query


def read_query(
    reader: ParameterReader,
    *,
    filters: Collection[str] = PARAMETERS,
    also: frozenset[str] = frozenset(),
    required: frozenset[str] = frozenset(),
) -> PointQuery:
    """Return the question as `parse_query` does, for a door that reads more from the same reader.

    What is wrong is noted there: without `finish` a wrong parameter counts as none.
    """
    taken = [name for name in PARAMETERS if name in filters]
    reader.refuse_unknown((*taken, *sorted(also)))
    reader.require(required)

    asked = reader.among(taken)
    query = PointQuery(
        region=asked.read("region", _name),
        town=asked.read("town", _name),
        services=asked.codes("service"),
        operator=asked.read("operator", _name),
        kind=asked.read("kind", _name),
        open_at=asked.read("open_at", _moment),
        or_unknown=asked.choice("open", _OPEN) == _OPEN[1],
        text=asked.read("q", _text) or "",
        bbox=asked.read("bbox", _box),
        near=asked.read("near", _near),
        near_precision=asked.choice("near_precision", tuple(Precision)),
        radius_m=asked.read("radius", _metres),
        limit=asked.read("limit", _limit) or DEFAULT_LIMIT,
        cursor=asked.read("cursor", str),
        language=asked.choice("language", LANGUAGES) or LANGUAGES[0],
    )
    if query.radius_m is not None and not reader.given("near"):
        reader.wrong("radius", _("A radius needs a place: give near as well."))
    if query.near_precision is not None and not reader.given("near"):
        reader.wrong("near_precision", _("A precision needs a place: give near as well."))
    return query


def require_code(query: PointQuery) -> None:
    """Raise `InvalidQuery` for a region that has not the form of a code, stored or not.

    For what holds in regions without outlets, too.
    """
    if query.region is not None and not is_code(query.region):
        message = _("Give the six digits of its code.")
        error = ParameterError(name="region", value=query.region, message=message)
        raise InvalidQuery((error,))


def filter_parameters(query: PointQuery) -> dict[str, str]:
    """Return the parameters of the query's conditions, as `parse_query` reads them.

    Without limit, cursor and language, which are the door's business, and without `near`: where
    a person is does not belong into a link.
    """
    box = query.bbox
    values = {
        "region": query.region,
        "town": query.town,
        "service": ",".join(query.services),
        "operator": query.operator,
        "kind": query.kind,
        "open_at": query.open_at and query.open_at.isoformat(timespec="minutes"),
        "open": query.or_unknown and _OPEN[1],
        "closed": query.closed and "true",
        "q": query.text,
        "bbox": box and f"{box.west!r},{box.south!r},{box.east!r},{box.north!r}",
        "radius": query.radius_m is not None and f"{query.radius_m!r}",
    }
    return {name: value for name, value in values.items() if value}


def _name(text: str) -> str:
    if len(text) > MAX_TEXT_LENGTH:
        raise WrongValueError(_("Give at most %(max)s characters.") % {"max": MAX_TEXT_LENGTH})
    return text


def _text(text: str) -> str:
    return _name(" ".join(text.split()))


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text.strip()) or not isfinite(value := float(text)):
        raise WrongValueError(_("“%(text)s” is not a number.") % {"text": shortened(text)})
    return value


def _numbers(text: str, count: int, form: str) -> list[float]:
    parts = text.split(",")
    if len(parts) != count:
        raise WrongValueError(_("Give it as %(form)s, in degrees (WGS-84).") % {"form": form})
    return [_number(part) for part in parts]


def _near(text: str) -> Coordinate:
    longitude, latitude = _numbers(text, 2, "longitude,latitude")
    try:
        return Coordinate(round(longitude, _NEAR_DECIMALS), round(latitude, _NEAR_DECIMALS))
    except ValueError as error:
        raise WrongValueError(
            _("The longitude lies between -180 and 180, the latitude between -90 and 90.")
        ) from error


def _box(text: str) -> Box:
    west, south, east, north = _numbers(text, 4, "west,south,east,north")
    try:
        return Box(west, south, east, north)
    except ValueError as error:
        raise WrongValueError(
            _(
                "Longitudes lie between -180 and 180, latitudes between -90 and 90, "
                "the south not above the north."
            )
        ) from error


def _moment(text: str) -> datetime:
    """Return a moment to its minute, without an offset that of the country."""
    # A plus sign in an address stands for a blank.
    written = _LOST_PLUS.sub(r"\1+\2", text)
    local = None
    # A day alone would be read as its midnight, when nothing is open.
    if _WITH_TIME.match(written):
        with suppress(ValueError, OverflowError):
            moment = datetime.fromisoformat(written)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
            local = moment.astimezone(SHANGHAI).replace(second=0, microsecond=0)
    if local is None:
        raise WrongValueError(_("Give a day and a time, such as 2026-10-10T09:30 (Beijing time)."))
    return local


def _metres(text: str) -> float:
    value = _number(text)
    if value < 0:
        raise WrongValueError(_("Give a distance in metres, zero or more."))
    return value


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= MAX_LIMIT):
        raise WrongValueError(_("Give a whole number from 1 to %(max)s.") % {"max": MAX_LIMIT})
    return int(text)
