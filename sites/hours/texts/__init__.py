"""Chinese texts about opening hours → schedules, or the reason why nobody can tell."""

from sites.hours.texts.reading import Reading, read_hours
from sites.hours.texts.tokens import HoursTextError

__all__ = ["HoursTextError", "Reading", "read_hours"]
