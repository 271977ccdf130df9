"""Sentences for people that somebody else translates, and why a file is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence: its message id, and what stands in it by name."""

    text: str
    values: Mapping[str, str | int] = field(default_factory=dict)


def say(text: str, /, **values: str | int) -> Said:
    """Return a sentence; the catalogue of translations takes its text up."""
    return Said(text, values)


class Refusal(Exception):  # noqa: N818 - it is a finding, as often right as not
    """Why a file is not read.

    Attributes:
        problem: what is wrong with it.
        remedy: what to do about it.
    """

    def __init__(self, problem: Said, remedy: Said) -> None:
        super().__init__(problem.text % problem.values)
        self.problem = problem
        self.remedy = remedy


def damaged() -> Refusal:
    """Return that the file is no sound file of its kind."""
    return Refusal(say("The file is damaged."), say("Open it in its program and save it anew."))


def too_much() -> Refusal:
    """Return that reading the file would cost more than any table needs."""
    return Refusal(
        say("The file unpacks to far more than a table of outlets needs."),
        say("Copy the table into a new workbook and save that."),
    )


def has_password() -> Refusal:
    """Return that nobody but its owner can read the file."""
    return Refusal(say("The file has a password."), say("Save it without a password."))
