"""Where the value of one public field came from, and how far it can be trusted."""

from dataclasses import dataclass
from datetime import datetime
from typing import NotRequired, Self, TypedDict

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    """Who set a value."""

    IMPORT = "import", _("import")
    STAFF = "staff", _("staff member")
    GEOCODER = "geocoder", _("geocoder")
    PROGRAM = "program", _("program")


class StoredProvenance(TypedDict):
    """The JSON form of a `Provenance`; times are ISO 8601 with offset."""

    source: str
    reference: str
    set_at: str
    verified_at: str | None
    verified_by: NotRequired[str]
    locked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """The provenance of one field's value.

    Attributes:
        source: who set the value.
        reference: which one of them: the number of the import, a user name, the name of
            a provider or of a program.
        set_at: when the value became what it is; saving the same value again does not move it.
        verified_at: when somebody last said that the value is right; None if nobody has.
        verified_by: the user name of who said so, where it is known.
        locked: a person decided on the value, so that no import and no geocoder overwrites it.
    """

    source: SourceKind
    reference: str
    set_at: datetime
    verified_at: datetime | None = None
    verified_by: str = ""
    locked: bool = False

    @classmethod
    def from_json(cls, stored: StoredProvenance) -> Self:
        """Return the provenance that `to_json` wrote."""
        verified_at = stored["verified_at"]
        return cls(
            source=SourceKind(stored["source"]),
            reference=stored["reference"],
            set_at=datetime.fromisoformat(stored["set_at"]),
            verified_at=datetime.fromisoformat(verified_at) if verified_at else None,
            verified_by=stored.get("verified_by", ""),
            locked=stored["locked"],
        )

    def to_json(self) -> StoredProvenance:
        """Return the form kept in the database."""
        stored: StoredProvenance = {
            "source": self.source.value,
            "reference": self.reference,
            "set_at": self.set_at.isoformat(),
            "verified_at": self.verified_at.isoformat() if self.verified_at else None,
            "locked": self.locked,
        }
        if self.verified_by:
            stored["verified_by"] = self.verified_by
        return stored
