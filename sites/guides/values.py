"""What a value in the files of the guides has to be, beyond its type."""

import re
from collections.abc import Callable, Collection
from typing import Annotated, TypeAlias, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, Field, ValidationInfo

from sites.addresses.codes import is_code

_T = TypeVar("_T")
Keys: TypeAlias = dict[str, list[str]]
"""What is known so far, by kind: what the values of later tables may name."""


class WrongValueError(ValueError):
    """What is wrong with a value, and what to do about it."""

    def __init__(self, problem: str | Promise, remedy: str | Promise) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


def one_of(known: Collection[str]) -> str:
    """Return the remedy for a value that is none of those that are known."""
    return _("Known are: %(values)s.") % {"values": ", ".join(value or '""' for value in known)}


def known(kind: str) -> AfterValidator:
    """Return the rule that a value is a key of this kind."""

    def check(value: str, info: ValidationInfo[Keys]) -> str:
        keys = info.context[kind]
        if value not in keys:
            raise WrongValueError(_("There is no “%(value)s”.") % {"value": value}, one_of(keys))
        return value

    return AfterValidator(check)


def new(kind: str) -> AfterValidator:
    """Return the rule that a value is no key of this kind yet; it is one from then on."""

    def check(value: str, info: ValidationInfo[Keys]) -> str:
        keys = info.context[kind]
        if value in keys:
            raise WrongValueError(_("“%(value)s” comes twice.") % {"value": value}, _("Keep one."))
        keys.append(value)
        return value

    return AfterValidator(check)


def some(kind: str) -> AfterValidator:
    """Return the rule that a list has at least one key of this kind."""

    def check(values: tuple[str, ...], info: ValidationInfo[Keys]) -> tuple[str, ...]:
        if not values:
            raise WrongValueError(_("At least one is needed."), one_of(info.context[kind]))
        return values

    return AfterValidator(check)


def fits(test: Callable[[_T], object], problem: Promise, remedy: Promise) -> AfterValidator:
    """Return the rule that a value passes a test."""

    def check(value: _T) -> _T:
        if not test(value):
            raise WrongValueError(problem, remedy)
        return value

    return AfterValidator(check)


NonBlank: TypeAlias = Annotated[str, Field(pattern=r"\S")]
Slug: TypeAlias = Annotated[
    NonBlank,
    fits(
        re.compile(r"[a-z0-9]+(-[a-z0-9]+)*").fullmatch,
        _("This cannot stand in an address."),
        _("Use small letters, figures and single hyphens."),
    ),
]
Adcode: TypeAlias = Annotated[
    NonBlank, fits(is_code, _("This is no code of a region."), _("Write its six digits."))
]
Telephone: TypeAlias = Annotated[
    NonBlank,
    fits(
        re.compile(r"\+?\d{3,15}", re.ASCII).fullmatch,
        _("A phone cannot dial this."),
        _("Write digits, + in front."),
    ),
]
