"""The answer: what every door renders."""

from dataclasses import dataclass
from typing import TypedDict

from sites.finding.query import PointQuery


class PointRow(TypedDict):
    """One service point as every door shows it; positions in WGS-84 degrees."""

    id: str
    serial: int
    name: str
    kind: str
    operator: str
    operator_name: str
    region: str
    town: str | None
    town_name: str | None
    address: str
    postcode: str
    phone: str
    phone_e164: str
    services: list[str]
    note: str
    longitude: float | None
    latitude: float | None
    precision: str | None
    position_source: str | None
    # When somebody last said that the phone number is right, ISO 8601 with offset.
    verified_at: str | None
    # Metres within which the true place usually lies of the position; None without one.
    error_radius_m: float | None
    # Great-circle metres from the query's `near`; None without it or without a position.
    distance_m: float | None
    # Metres by which the distance may be off: the error radii of both its ends.
    distance_error_m: float | None
    # Whether one of its ends is coarser than its street; None without a distance.
    distance_is_approximate: bool | None
    # `sites.models.Status` value: how the outlet stands, or what became of it.
    status: str
    # The first and the last day of that, ISO 8601 days in China; None if not known.
    status_since: str | None
    status_until: str | None
    # Why, for residents; "" if nobody said.
    status_reason: str
    # The id of the outlet that took its place.
    successor: str | None
    # Opening hours as printed; "" if they are not known.
    hours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something that a person should know about an answer.

    Attributes:
        code: for programs: ``unknown_town_left_out``, ``no_position_left_out``,
            ``unknown_hours_left_out``, ``nothing_found``,
            ``alternative`` (a further way out of an empty answer).
        message: for people, in the query's language.
        count: how many points it speaks of, None where that means nothing.
        alternative: the parameters of a question that has an answer, {} if it has no conditions,
            None if no question is offered; without limit and language, and without `near`, which
            the asker keeps.
    """

    code: str
    message: str
    alternative: dict[str, str] | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The points that answer a query, in stable order, with what was left out and why.

    Attributes:
        query: the question, with the town resolved to its key and region.
        data_version: the state of the public data that was asked.
        points: nearest first if the query has `near` (points without a position last), else by
            region and serial.
        total: all matches, None unless the query asked for it.
        next_cursor: continues after the last point, None at the end.
        notes: what was left out, or why nothing was found and what is nearest to the question.
    """

    query: PointQuery
    data_version: int
    points: list[PointRow]
    total: int | None
    next_cursor: str | None
    notes: tuple[Note, ...]
