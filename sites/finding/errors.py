"""What is wrong with a question."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_SHOWN: Final = 80
# More than anybody reads; the reference lists have them all.
_MOST_LISTED: Final = 500
_NO_SUCH: Final[Mapping[str, Promise]] = {
    "region": gettext_lazy("There is no such region."),
    "town": gettext_lazy("There is no such town."),
    "service": gettext_lazy("There is no such service."),
    "operator": gettext_lazy("There is no such operator."),
    "kind": gettext_lazy("There is no such kind."),
    "near_precision": gettext_lazy("There is no such precision."),
    "language": gettext_lazy("There is no such language."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterError:
    """One wrong parameter of a question.

    It is no problem of a table: it has no place in a file, and what to do is to take one of the
    valid values.

    Attributes:
        name: the parameter; of a long one the beginning.
        value: what was given; of a long one the beginning.
        message: what is wrong and what to do, for people, in the active language.
        valid: the valid values where they can be listed.
        valid_names: what these values are called, for people; () where they say it themselves.
    """

    name: str
    value: str
    message: str
    valid: tuple[str, ...] = ()
    valid_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for attribute in ("name", "value"):
            object.__setattr__(self, attribute, shortened(getattr(self, attribute)))

    @property
    def possible(self) -> tuple[str, ...]:
        """The valid values as people read them."""
        return self.valid_names or self.valid


class InvalidQuery(ValueError):  # noqa: N818 - the word a reader of `except InvalidQuery` expects
    """A question that cannot be asked; `errors` names every wrong parameter."""

    def __init__(self, errors: tuple[ParameterError, ...]) -> None:
        super().__init__("; ".join(f"{error.name}: {error.message}" for error in errors))
        self.errors = errors


def unknown_value(
    name: str, value: str, valid: Collection[str] | Mapping[str, str]
) -> ParameterError:
    """Return that a parameter names nothing that there is.

    `valid` are the values that there are; where they are codes, each with what it is called. They
    are left out where they are too many to be read: a country has 2,850 regions.
    """
    if len(valid) > _MOST_LISTED:
        valid = ()
    return ParameterError(
        name=name,
        value=value,
        message=str(_NO_SUCH.get(name, _("There is no such value."))),
        valid=tuple(map(str, valid)),
        valid_names=tuple(valid.values()) if isinstance(valid, Mapping) else (),
    )


def shortened(value: str) -> str:
    """Return a value as an error repeats it: its beginning, if it is long."""
    return value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
