"""A table on its way in: checked and compared, but not applied. Nothing in it is public."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.models.import_run import ImportRun
from sites.models.region import Region
from sites.models.service_point import DATUM_CHOICES


class DraftState(models.TextChoices):
    """How far a table has come."""

    READING = "reading", _("being checked")
    UNREADABLE = "unreadable", _("cannot be read")
    UNMAPPED = "unmapped", _("columns not known")
    CHECKED = "checked", _("checked, not applied")
    APPLIED = "applied", _("applied")


class ImportDraft(models.Model):
    """An uploaded table with its file, what the check said, and what a person decided.

    `problem` and `remedy` say why it cannot be read. `heads` are the first rows of each of its
    tables, by which a person tells the columns. `parts` are the places, from 0, of the tables that
    were chosen among several; none for all. A supplement adds and changes, and what it lacks stays.
    `datum` is what its pairs of degrees refer to, where it does not say so itself. `summary` is
    what the check found: see `sites.importing.drafts`. The file is kept until the table is
    applied.
    """

    region = models.ForeignKey(Region, verbose_name=_("region"), on_delete=models.PROTECT)
    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    content = models.BinaryField(_("content"), default=b"")
    parts = models.JSONField(_("which tables"), default=list)
    is_supplement = models.BooleanField(_("supplement"), default=False)
    datum = models.CharField(_("datum"), max_length=5, choices=DATUM_CHOICES, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=DraftState.choices, default=DraftState.READING
    )
    problem = models.TextField(_("problem"), blank=True)
    remedy = models.TextField(_("remedy"), blank=True)
    heads = models.JSONField(_("first rows"), default=list)
    summary = models.JSONField(_("summary"), default=dict)
    uploaded_at = models.DateTimeField(_("uploaded at"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    run = models.OneToOneField(
        ImportRun,
        verbose_name=_("import"),
        on_delete=models.PROTECT,
        null=True,
        related_name="draft",
    )

    class Meta:
        verbose_name = _("uploaded table")
        verbose_name_plural = _("uploaded tables")
        ordering = ["-pk"]
        # Who may import may do all of it: there are no rights beside that one.
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=DraftState.values), name="import_draft_state_known"
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.file_name


class DraftLine(models.Model):
    """One outlet or one row of a draft: what would become of it, or what is wrong with it.

    `outcome` is one of `sites.importing.plan.Outcome`, or "error"; `group`, what it is listed
    under, is one of `sites.importing.plan.Group`, or "error". `fields` are the names of the
    fields that differ, each between bars. `changes` and `conflicts` map a field to its old and new
    plain value, `decisions` a field in conflict to what a person decided.
    """

    draft = models.ForeignKey(ImportDraft, on_delete=models.CASCADE, related_name="lines")
    place = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10)
    group = models.CharField(max_length=10, blank=True)
    row = models.PositiveIntegerField(null=True)
    serial = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200, blank=True)
    public_id = models.UUIDField(null=True)
    fields = models.CharField(max_length=200, blank=True)
    changes = models.JSONField(default=dict)
    conflicts = models.JSONField(default=dict)
    decisions = models.JSONField(default=dict)
    errors = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    has_conflict = models.BooleanField(default=False)
    has_warning = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("line of an uploaded table")
        verbose_name_plural = _("lines of an uploaded table")
        ordering = ["place"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["draft", "place"], name="draft_line_place_once"),
        ]
        indexes = [
            models.Index(fields=["draft", "outcome", "place"], name="draft_line_outcome"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.serial} {self.name}"


class HeaderMapping(models.Model):
    """What a person said the columns of a header hold: remembered for the next such table.

    `titles` are the header's normalised texts; `key` is their hash; `places` maps each column to
    its place among them, from 0. What was said to a command was said by nobody.
    """

    region = models.ForeignKey(Region, verbose_name=_("region"), on_delete=models.PROTECT)
    key = models.CharField(max_length=64)
    titles = models.JSONField(_("titles"))
    places = models.JSONField(_("columns"))
    said_at = models.DateTimeField(_("said at"))
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("said by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("mapping of columns")
        verbose_name_plural = _("mappings of columns")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["region", "key"], name="header_mapping_once"),
        ]

    @override
    def __str__(self) -> str:
        return "、".join(self.titles)
