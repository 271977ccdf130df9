"""The names in a question → what the reference data calls them."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from sites.finding.errors import InvalidQuery, ParameterError, unknown_value
from sites.finding.open_schedules import FIRST_YEAR, is_asked_for
from sites.finding.query import MAX_LIMIT, PointQuery
from sites.finding.search_words import MAX_TEXT_LENGTH
from sites.models import Kind
from sites.reference.catalog import Catalog


def resolve(query: PointQuery, known: Catalog) -> PointQuery:
    """Return the query with its town as a key and the region that this town lies in.

    Raises `InvalidQuery` that names every unknown region, town, service, operator and kind with
    the valid ones, a town name that means several, and values out of range.
    """
    errors = list(_out_of_range(query))
    regions = {region.adcode: region.name for region in known.regions}
    region_known = query.region is None or query.region in regions
    if query.region is not None and not region_known:
        errors.append(unknown_value("region", query.region, regions))
    for code in query.services:
        if code not in known.service_masks:
            services = {service.code: service.name for service in known.services}
            errors.append(unknown_value("service", code, services))
    if query.operator is not None and query.operator not in known.operator_by_code:
        operators = {operator.code: operator.name for operator in known.operators}
        errors.append(unknown_value("operator", query.operator, operators))
    if query.kind is not None and query.kind not in Kind.values:
        kinds = {kind.value: str(kind.label) for kind in Kind}
        errors.append(unknown_value("kind", query.kind, kinds))
    if query.town is not None and region_known:
        query = _with_town(query, query.town, known, errors)
    if errors:
        raise InvalidQuery(tuple(errors))
    return query


def _with_town(
    query: PointQuery, town: str, known: Catalog, errors: list[ParameterError]
) -> PointQuery:
    """Return the query with town key and region; adds to `errors` if the name does not say."""
    found = known.towns_called(town, query.region)
    if len(found) == 1:
        (entry,) = found
        return replace(query, town=entry.key, region=entry.region)
    if found:
        candidates = tuple(f"{entry.region} {entry.key} {entry.name}" for entry in found)
        message = _("Several towns have this name: give the region too, or the town's key.")
        errors.append(ParameterError(name="town", value=town, message=message, valid=candidates))
    else:
        only = known.regions[0].adcode if len(known.regions) == 1 else ""
        towns = known.towns_of(query.region or only)
        errors.append(unknown_value("town", town, {entry.key: entry.name for entry in towns}))
    return query


def _out_of_range(query: PointQuery) -> Iterable[ParameterError]:
    """Yield the values that no question can have, however it was made."""
    if not 1 <= query.limit <= MAX_LIMIT:
        message = _("Give a whole number from 1 to %(max)s.") % {"max": MAX_LIMIT}
        yield ParameterError(name="limit", value=str(query.limit), message=message)
    if query.open_at is not None and not is_asked_for(query.open_at):
        message = _("Give a day from %(first)d to the end of next year.") % {"first": FIRST_YEAR}
        yield ParameterError(name="open_at", value=query.open_at.isoformat(), message=message)
    if query.closed and query.open_at is not None:
        message = _("What has closed for good is not open at any time: leave out one of the two.")
        yield ParameterError(name="closed", value="true", message=message)
    if query.or_unknown and query.open_at is None:
        message = _("This needs a moment: give open_at as well.")
        yield ParameterError(name="open", value="not_closed", message=message)
    if query.closed and (query.near is not None or query.bbox is not None):
        message = _("Closed outlets are listed by district and number: leave out near and bbox.")
        yield ParameterError(name="closed", value="true", message=message)
    if query.radius_m is not None:
        value = str(query.radius_m)
        if query.near is None:
            message = _("A radius needs a place: give near as well.")
            yield ParameterError(name="radius", value=value, message=message)
        if not query.radius_m >= 0:
            message = _("Give a distance in metres, zero or more.")
            yield ParameterError(name="radius", value=value, message=message)
    if len(query.text) > MAX_TEXT_LENGTH:
        message = _("Give at most %(max)s characters.") % {"max": MAX_TEXT_LENGTH}
        yield ParameterError(name="q", value=query.text, message=message)
