"""The parameters that are this door's own: how the answer is to leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, get_args

from django.utils.translation import gettext as _

from sites.finding import InvalidQuery, Language, ParameterError, PointQuery, parse_query
from sites.geo.datum import Datum

Parameters: TypeAlias = Mapping[str, Sequence[str]]

DATUMS: Final = tuple(datum.value for datum in Datum)
# The default comes first.
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
_TOTAL: Final = ("true", "false")
# What an error repeats of a request: enough to recognise it.
_SHOWN: Final = 80
_OF_EVERY_ADDRESS: Final = frozenset({"format", "datum"})


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """How the answer is to leave the house.

    Attributes:
        datum: of the positions in the answer.
        with_total: whether all matches are to be counted.
    """

    datum: Datum
    with_total: bool = False


def one_of(
    parameters: Parameters, name: str, valid: Sequence[str]
) -> tuple[str | None, tuple[ParameterError, ...]]:
    """Return the value of a parameter that has few, None if it is not given; and its error."""
    values = [value for value in map(str.strip, parameters.get(name, ())) if value]
    if not values:
        return None, ()
    if len(values) == 1 and values[0] in valid:
        return values[0], ()
    message = _("Give this parameter once.") if len(values) > 1 else _("There is no such value.")
    return None, (refused(name, ",".join(values), message, valid),)


def needed_text(parameters: Parameters, name: str) -> tuple[str, tuple[ParameterError, ...]]:
    """Return the text of a parameter that must be given once; and its error."""
    values = [value for value in map(str.strip, parameters.get(name, ())) if value]
    if len(values) == 1:
        return values[0], ()
    message = _("Give this parameter once.") if values else _("This parameter is needed.")
    return "", (refused(name, ",".join(values), message, ()),)


def parse_search(
    parameters: Parameters, required: frozenset[str]
) -> tuple[PointQuery, OutputOptions]:
    """Return what is searched for, and how the answer is to leave.

    Raises `InvalidQuery` that names every wrong, unknown or missing parameter.
    """
    output, errors = _parse_output_options(parameters)
    also = _OF_EVERY_ADDRESS | {"total"}
    try:
        query = parse_query(parameters, also=also, required=required)
    except InvalidQuery as invalid:
        raise InvalidQuery((*invalid.errors, *errors)) from None
    require(errors)
    return query, output


def parse_reading(
    parameters: Parameters,
    filters: frozenset[str],
    *,
    also: frozenset[str] = frozenset(),
) -> tuple[PointQuery, OutputOptions]:
    """Return the language and those conditions that an address which does not search takes.

    Raises `InvalidQuery` as `parse_search` does; every filter but those named is unknown here, and
    so is what the address does not read itself (`also`).
    """
    output, wrong = _parse_output_options(parameters)
    taken = filters | {"language"}
    known = tuple(sorted(taken | also | _OF_EVERY_ADDRESS))
    errors = (*refuse_unknown(parameters, known), *wrong)
    asked = {name: parameters[name] for name in taken if name in parameters}
    try:
        query = parse_query(asked)
    except InvalidQuery as invalid:
        raise InvalidQuery((*invalid.errors, *errors)) from None
    require(errors)
    return query, output


def refuse_unknown(parameters: Parameters, known: Sequence[str]) -> tuple[ParameterError, ...]:
    """Return an error for each parameter that is not known: none is ever ignored."""
    return tuple(
        refused(name, ",".join(values), _("There is no such parameter."), known)
        for name, values in parameters.items()
        if name not in known
    )


def require(errors: tuple[ParameterError, ...]) -> None:
    """Raise `InvalidQuery` if there is an error."""
    if errors:
        raise InvalidQuery(errors)


def refused(name: str, value: str, message: str, valid: Sequence[str]) -> ParameterError:
    """Return an error of a parameter; of a long value it repeats the beginning."""
    return ParameterError(
        name=name[:_SHOWN], value=value[:_SHOWN], message=message, valid=tuple(valid)
    )


def _parse_output_options(
    parameters: Parameters,
) -> tuple[OutputOptions, tuple[ParameterError, ...]]:
    datum, wrong_datum = one_of(parameters, "datum", DATUMS)
    total, wrong_total = one_of(parameters, "total", _TOTAL)
    return OutputOptions(Datum(datum or Datum.WGS84), total == "true"), (*wrong_datum, *wrong_total)
