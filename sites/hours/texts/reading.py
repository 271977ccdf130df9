"""A text about opening hours → a schedule for each service, or the reason why nobody can tell."""

from typing import NamedTuple

from sites.hours.schedule import DAY_MINUTES, Schedule
from sites.hours.texts.assembly import make_schedule
from sites.hours.texts.clock import Range
from sites.hours.texts.errors import HoursTextError
from sites.hours.texts.parser import read_statements
from sites.hours.texts.statements import Statement, Verb
from sites.hours.texts.tokens import tokenise

__all__ = ["Reading", "read_hours"]


class Reading(NamedTuple):
    """The schedule of one service, and what the text says besides (停止取号)."""

    service: str
    """As written, 对私 being 个人; empty if the text is about the outlet as a whole."""
    schedule: Schedule
    notes: tuple[str, ...] = ()


def read_hours(text: str) -> tuple[Reading, ...]:
    """Return the schedules that a text tells, in the order of its services.

    What is not understood is not guessed: raises `HoursTextError` with what it is about. Linear in
    the length of the text, and no other error for any text.
    """
    statements, notes = read_statements(tokenise(text))
    services = tuple(dict.fromkeys(one.label for one in statements if one.label))
    if not services:
        return (Reading("", make_schedule(statements), tuple(notes)),)
    if any(one.verb is Verb.HOURS and not one.label for one in statements):
        raise HoursTextError("ambiguous", services[0])
    schedules = [make_schedule(said) for said in _by_service(statements, services)]
    return tuple(
        Reading(service, schedule, tuple(notes))
        for service, schedule in zip(services, schedules, strict=True)
    )


def _by_service(statements: list[Statement], services: tuple[str, ...]) -> list[list[Statement]]:
    """Return for each service what is said of it, and of all of them."""
    first = next(number for number, one in enumerate(statements) if one.label)
    starts = [
        number
        for number, one in enumerate(statements)
        if one.label and one.verb is Verb.BARE and one.subject is None
    ]
    is_one_sentence = not any(
        statements[number].is_behind_stop for number in starts if number > first
    )
    last = starts[-1]
    shared: list[Statement] = []
    is_shared = False
    for number, one in enumerate(statements):
        if not one.label:
            shared.append(one)
        elif number > last and one.verb is not Verb.HOURS and one.subject is not None:
            is_shared |= one.is_behind_stop
            of_last = one.label == statements[last].label and not one.is_of_one
            if of_last and (
                one.is_for_all or _is_general(one, statements, is_shared, is_one_sentence)
            ):
                shared.append(one)
        elif one.is_for_all and one.verb is not Verb.HOURS:
            shared.append(one)
    groups = []
    for service in services:
        own = [one for one in statements if one.label == service]
        group = [one for one in own if one not in shared]
        from_others = [one for one in shared if not _is_round_the_clock(own) or one in own]
        said = {*group, *from_others}
        groups.append([one for one in statements if one in said])
    return groups


def _is_general(
    one: Statement, statements: list[Statement], is_shared: bool, is_one_sentence: bool
) -> bool:
    """Return whether what is said behind the last service holds for all."""
    if one.verb is Verb.BARE:
        hours = [other for other in statements if other.verb is Verb.HOURS]
        return all(other.subject is None for other in hours)
    if one.is_in_bracket:
        return one.is_beside_days
    return is_shared or is_one_sentence


def _is_round_the_clock(own: list[Statement]) -> bool:
    return any(one.ranges == [Range(0, DAY_MINUTES)] for one in own if one.verb is Verb.HOURS)
