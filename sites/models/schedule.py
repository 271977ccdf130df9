"""Opening hours that have been read, each different schedule once."""

from django.db import models
from typing_extensions import override


class StoredSchedule(models.Model):
    """A schedule of `sites.hours`, as its one JSON text; rows are only ever added.

    Few outlets of a country have hours that no other has: what is asked of schedules is asked once
    for all outlets that have it.
    """

    # SHA-256 of the text, which may be longer than an index takes.
    digest = models.CharField(max_length=64, unique=True)
    content = models.TextField()

    @override
    def __str__(self) -> str:
        return self.content
