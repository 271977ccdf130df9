"""Query parameters → a question, and back."""

import re
from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from typing import Final, TypeVar, cast, get_args

from django.utils.translation import gettext as _

from sites.finding.errors import InvalidQuery, ParameterError, shortened
from sites.finding.query import DEFAULT_LIMIT, MAX_LIMIT, PointQuery
from sites.finding.search_words import MAX_TEXT_LENGTH
from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from sites.geo.precision import Precision
from sites.reference.catalog import Language

_T = TypeVar("_T")

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
    "limit",
    "cursor",
    "language",
)
LANGUAGES: Final[tuple[str, ...]] = get_args(Language)
PRECISIONS: Final = tuple(precision.value for precision in Precision)
# What to choose from, for the parameters that have a fixed set of values.
_VALID: Final = {"language": LANGUAGES, "near_precision": PRECISIONS}
# About a metre: no outlet and no person is located better, and the position of a person is
# not kept finer than the answer needs.
_NEAR_DECIMALS: Final = 5
_NUMBER: Final = re.compile(r"[+-]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})([eE][+-]?\d{1,3})?", re.ASCII)


class _WrongError(ValueError):
    """A value that does not parse; the message is for people."""


def parse_query(
    parameters: Mapping[str, Sequence[str]],
    *,
    also: frozenset[str] = frozenset(),
    required: frozenset[str] = frozenset(),
) -> PointQuery:
    """Return the question that query parameters ask; an empty value is the same as none.

    Args:
        parameters: all values of each parameter, in their order. `service` may be repeated or
            hold several codes with commas; the others may be given once.
        also: further names that the door reads itself.
        required: names that must be given.

    Raises `InvalidQuery` that names every unknown, repeated, missing or unreadable parameter.
    Whether the names of towns, services and so on exist is checked by `find_points`.
    """
    reader = _Reader(parameters)
    reader.refuse_unknown(also)
    reader.require(required)
    query = PointQuery(
        region=reader.read("region", _name),
        town=reader.read("town", _name),
        services=reader.codes("service"),
        operator=reader.read("operator", _name),
        kind=reader.read("kind", _name),
        text=reader.read("q", _text) or "",
        bbox=reader.read("bbox", _box),
        near=reader.read("near", _near),
        near_precision=reader.read("near_precision", _precision),
        radius_m=reader.read("radius", _metres),
        limit=reader.read("limit", _limit) or DEFAULT_LIMIT,
        cursor=reader.read("cursor", str),
        language=reader.read("language", _language) or "zh-hans",
    )
    if query.radius_m is not None and not reader.given("near"):
        reader.wrong("radius", _("A radius needs a place: give near as well."))
    if query.near_precision is not None and not reader.given("near"):
        reader.wrong("near_precision", _("A precision needs a place: give near as well."))
    if reader.errors:
        raise InvalidQuery(tuple(reader.errors))
    return query


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
        "q": query.text,
        "bbox": box and f"{box.west!r},{box.south!r},{box.east!r},{box.north!r}",
        "radius": query.radius_m is not None and f"{query.radius_m!r}",
    }
    return {name: value for name, value in values.items() if value}


class _Reader:
    """Reads parameters one by one and collects what is wrong with them."""

    def __init__(self, parameters: Mapping[str, Sequence[str]]) -> None:
        self.errors: list[ParameterError] = []
        self._parameters = parameters

    def refuse_unknown(self, also: frozenset[str]) -> None:
        """Note an error for each name that neither we nor the door know."""
        for name, values in self._parameters.items():
            if name not in PARAMETERS and name not in also:
                self.errors.append(
                    ParameterError(
                        name=shortened(name),
                        value=shortened(values[0] if values else ""),
                        message=_("There is no such parameter."),
                        valid=(*PARAMETERS, *sorted(also)),
                    )
                )

    def require(self, names: frozenset[str]) -> None:
        """Note an error for each of the names that is not given."""
        for name in sorted(names):
            if not self.given(name):
                self.wrong(name, _("This parameter is needed."))

    def given(self, name: str) -> bool:
        """Return whether the parameter has a value."""
        return any(value.strip() for value in self._parameters.get(name, ()))

    def wrong(self, name: str, message: str, valid: tuple[str, ...] = ()) -> None:
        """Note an error of a parameter."""
        value = ",".join(self._parameters.get(name, ()))
        self.errors.append(
            ParameterError(name=name, value=shortened(value), message=message, valid=valid)
        )

    def read(self, name: str, parse: Callable[[str], _T]) -> _T | None:
        """Return the parsed value, None if it is not given or wrong."""
        values = [value for value in map(str.strip, self._parameters.get(name, ())) if value]
        if not values:
            return None
        if len(values) > 1:
            self.wrong(name, _("Give this parameter once."))
            return None
        try:
            return parse(values[0])
        except _WrongError as error:
            self.wrong(name, str(error), _VALID.get(name, ()))
            return None

    def codes(self, name: str) -> tuple[str, ...]:
        """Return the codes of a parameter that may have several, each once."""
        texts = ",".join(self._parameters.get(name, ())).split(",")
        return tuple(dict.fromkeys(filter(None, map(str.strip, texts))))


def _name(text: str) -> str:
    if len(text) > MAX_TEXT_LENGTH:
        raise _WrongError(_("Give at most %(max)s characters.") % {"max": MAX_TEXT_LENGTH})
    return text


def _text(text: str) -> str:
    return _name(" ".join(text.split()))


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text.strip()) or not isfinite(value := float(text)):
        raise _WrongError(_("“%(text)s” is not a number.") % {"text": shortened(text)})
    return value


def _numbers(text: str, count: int, form: str) -> list[float]:
    parts = text.split(",")
    if len(parts) != count:
        raise _WrongError(_("Give it as %(form)s, in degrees (WGS-84).") % {"form": form})
    return [_number(part) for part in parts]


def _near(text: str) -> Coordinate:
    longitude, latitude = _numbers(text, 2, "longitude,latitude")
    try:
        return Coordinate(round(longitude, _NEAR_DECIMALS), round(latitude, _NEAR_DECIMALS))
    except ValueError as error:
        raise _WrongError(
            _("The longitude lies between -180 and 180, the latitude between -90 and 90.")
        ) from error


def _box(text: str) -> Box:
    west, south, east, north = _numbers(text, 4, "west,south,east,north")
    try:
        return Box(west, south, east, north)
    except ValueError as error:
        raise _WrongError(
            _(
                "Longitudes lie between -180 and 180, latitudes between -90 and 90, "
                "the south not above the north."
            )
        ) from error


def _metres(text: str) -> float:
    value = _number(text)
    if value < 0:
        raise _WrongError(_("Give a distance in metres, zero or more."))
    return value


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= MAX_LIMIT):
        raise _WrongError(_("Give a whole number from 1 to %(max)s.") % {"max": MAX_LIMIT})
    return int(text)


def _precision(text: str) -> Precision:
    try:
        return Precision(text)
    except ValueError as error:
        raise _WrongError(_("There is no such precision.")) from error


def _language(text: str) -> Language:
    if text not in LANGUAGES:
        raise _WrongError(_("There is no such language."))
    return cast("Language", text)
