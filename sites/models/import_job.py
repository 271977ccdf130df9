"""Work on an import that may take long: checking a table, applying it, undoing it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.models.import_draft import ImportDraft
from sites.models.import_run import ImportRun


class JobKind(models.TextChoices):
    """What is done."""

    CHECK = "check", _("checking the table")
    APPLY = "apply", _("applying the table")
    UNDO = "undo", _("undoing the import")


class JobState(models.TextChoices):
    """How far it is."""

    WAITING = "waiting", _("waiting")
    WORKING = "working", _("working")
    DONE = "done", _("done")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")


class ImportJob(models.Model):
    """One piece of work, done at once or in the background.

    `owner` is drawn anew by each process that works on it: only the last one may finish it.
    `beat_at` says when the job last moved; `done` of `total` rows are checked. `message` is what a
    person reads about a refusal or a failure, `left` what stands in the way of undoing.
    """

    kind = models.CharField(max_length=6, choices=JobKind.choices)
    draft = models.ForeignKey(ImportDraft, on_delete=models.CASCADE, null=True, related_name="jobs")
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, null=True, related_name="jobs")
    consent = models.JSONField(default=dict)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=7, choices=JobState.choices, default=JobState.WAITING)
    owner = models.CharField(max_length=32, blank=True)
    is_writing = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    left = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    beat_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("work on an import")
        verbose_name_plural = _("work on imports")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=JobKind.values, state__in=JobState.values),
                name="import_job_known",
            ),
            models.CheckConstraint(
                condition=models.Q(draft__isnull=False, run__isnull=True)
                | models.Q(draft__isnull=True, run__isnull=False),
                name="import_job_about_one",
            ),
            # Two at a time would do the same work twice.
            models.UniqueConstraint(
                fields=["draft"],
                condition=models.Q(state__in=["waiting", "working"]),
                name="import_job_one_per_draft",
            ),
            models.UniqueConstraint(
                fields=["run"],
                condition=models.Q(state__in=["waiting", "working"]),
                name="import_job_one_per_run",
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_state_display()}"
