"""What is wrong with a question."""

from dataclasses import dataclass
from typing import Final

_SHOWN: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterError:
    """One wrong parameter.

    Attributes:
        name: the parameter.
        value: what was given (shortened).
        message: what is wrong and what to do, for people, in the active language.
        valid: the valid values where they can be listed.
        valid_names: what these values are called, for people; () where they say it themselves.
    """

    name: str
    value: str
    message: str
    valid: tuple[str, ...] = ()
    valid_names: tuple[str, ...] = ()

    @property
    def possible(self) -> tuple[str, ...]:
        """The valid values as people read them."""
        return self.valid_names or self.valid


class InvalidQuery(ValueError):  # noqa: N818 - the word a reader of `except InvalidQuery` expects
    """A question that cannot be asked; `errors` names every wrong parameter."""

    def __init__(self, errors: tuple[ParameterError, ...]) -> None:
        super().__init__("; ".join(f"{error.name}: {error.message}" for error in errors))
        self.errors = errors


def shortened(value: str) -> str:
    """Return a value as an error repeats it: its beginning, if it is long."""
    return value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
