"""Query parameters, one by one: given once or not at all, read or told wrong."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, Self, TypeVar

from django.utils.translation import gettext as _

from sites.finding.errors import InvalidQuery, ParameterError, unknown_value

_T = TypeVar("_T")
# More codes than there are services; a body may hold half a million.
_MOST_CODES: Final = 50
_Choice = TypeVar("_Choice", bound=str)


class WrongValueError(ValueError):
    """A value that does not parse; the message is for people."""


class ParameterReader:
    """Reads parameters one by one and collects what is wrong with them."""

    def __init__(
        self, parameters: Mapping[str, Sequence[str]], errors: list[ParameterError] | None = None
    ) -> None:
        self._parameters = parameters
        self._errors = [] if errors is None else errors

    def among(self, names: Collection[str]) -> Self:
        """Return a reader of these parameters alone; what it finds wrong is noted here."""
        known = {name: values for name, values in self._parameters.items() if name in names}
        return type(self)(known, self._errors)

    def finish(self) -> None:
        """Raise `InvalidQuery` if anything was wrong."""
        if self._errors:
            raise InvalidQuery(tuple(self._errors))

    def refuse_unknown(self, known: Collection[str]) -> None:
        """Note an error for each parameter that is not known: none is ever ignored."""
        for name in self._parameters:
            if name not in known:
                self.wrong(name, _("There is no such parameter."), known)

    def require(self, names: Collection[str]) -> None:
        """Note an error for each of the names that is not given."""
        for name in sorted(names):
            if not self.given(name):
                self.wrong(name, _("This parameter is needed."))

    def given(self, name: str) -> bool:
        """Return whether the parameter has a value."""
        return any(value.strip() for value in self._parameters.get(name, ()))

    def wrong(self, name: str, message: str, valid: Collection[str] = ()) -> None:
        """Note an error of a parameter."""
        value = ",".join(self._parameters.get(name, ()))
        values = tuple(map(str, valid))
        error = ParameterError(name=name, value=value, message=message, valid=values)
        self._errors.append(error)

    def read(self, name: str, parse: Callable[[str], _T], valid: Collection[str] = ()) -> _T | None:
        """Return the parsed value, None if it is not given or wrong; errors list what is valid."""
        values = [value for value in map(str.strip, self._parameters.get(name, ())) if value]
        if not values:
            return None
        if len(values) > 1:
            self.wrong(name, _("Give this parameter once."), valid)
            return None
        try:
            return parse(values[0])
        except WrongValueError as error:
            self.wrong(name, str(error), valid)
            return None

    def choice(self, name: str, valid: Sequence[_Choice]) -> _Choice | None:
        """Return the value of a parameter that has few, None if it is not given or another."""
        value = self.read(name, str, valid)
        if value is None or value in valid:
            return next((one for one in valid if one == value), None)
        self._errors.append(unknown_value(name, value, valid))
        return None

    def codes(self, name: str) -> tuple[str, ...]:
        """Return the codes of a parameter that may have several, each once."""
        texts = ",".join(self._parameters.get(name, ())).split(",")
        codes = tuple(dict.fromkeys(filter(None, map(str.strip, texts))))
        if len(codes) > _MOST_CODES:
            self.wrong(name, _("Give at most %(max)s values.") % {"max": _MOST_CODES})
            return ()
        return codes
