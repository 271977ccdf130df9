"""What is asked of a provider, and what it can answer.

"It is not there" and "I cannot say" are different: the first is the answer `NotFound`, the second
the exception `ProviderUnavailable`.
"""

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from sites.geo.position import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressQuery:
    """The question: a value, so that equal questions have equal answers.

    Attributes:
        region: GB/T 2260 code of the district that the address belongs to.
        address: the address, normalised by `sites.text.normalise`.
        town: key of the town that is known for it, None if no one knows.
    """

    region: str
    address: str
    town: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A place was found; `label` is what the provider calls it."""

    position: Position
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFound:
    """The provider answered, and knows no such place."""


Answer: TypeAlias = Located | NotFound


class ProviderUnavailable(Exception):  # noqa: N818 - an outcome, and the word for it
    """The provider gave no answer that could be trusted: down, slow, refusing or garbled.

    `retry_after_s` is the pause in seconds that it asks for, None if it asks for none.
    """

    def __init__(self, reason: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after_s = retry_after_s


class ProviderNotConfigured(Exception):  # noqa: N818 - says what is the case
    """A setting that the provider cannot do without is missing or wrong; the text names it."""


class Provider(Protocol):
    """Somebody who turns addresses of one region into positions."""

    @property
    def name(self) -> str:
        """The short name that is stored as the source of its positions."""
        ...

    def answer(self, query: AddressQuery) -> Answer:
        """Return what the provider knows; raises `ProviderUnavailable` if it cannot say."""
        ...
