"""Chinese texts about opening hours → schedules, or the reason why nobody can tell."""

from sites.hours.texts.errors import HoursTextError
from sites.hours.texts.reading import Reading, read_hours

__all__ = ["HoursTextError", "Reading", "read_hours"]
