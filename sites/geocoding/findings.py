"""What can be wrong with a position: the findings, by name."""

from dataclasses import dataclass
from typing import Self, TypedDict

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override


class FindingKind(TextChoices):
    """The checks that a position can fail."""

    OUTSIDE_REGION = "outside_region", _("outside the district")
    FAR_FROM_TOWN = "far_from_town", _("too far from the town's centre")
    SWAPPED = "swapped", _("longitude and latitude exchanged")
    ON_TOWN_CENTER = "on_town_center", _("at a town's centre, but said to be finer")
    ON_OTHER_OUTLET = "on_other_outlet", _("exactly where an outlet with another address is")
    WRONG_DATUM = "wrong_datum", _("off by the shift between two datums")
    DISAGREEMENT = "disagreement", _("far from what another provider found")
    FORMER_ADDRESS = "former_address", _("belongs to the address before")


class StoredFinding(TypedDict):
    """The JSON form of a `Finding`."""

    kind: str
    metres: float | None
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One failed check.

    Attributes:
        kind: which check.
        metres: by how much, None where no distance is known.
        about: the town, address or provider that the position was held against, if any.
    """

    kind: FindingKind
    metres: float | None = None
    about: str = ""

    @override
    def __str__(self) -> str:
        details = [self.about] if self.about else []
        if self.metres is not None:
            kilometres = {"kilometres": self.metres / 1_000}
            details.append(gettext("%(kilometres).1f km") % kilometres)
        return f"{self.kind.label} ({', '.join(details)})" if details else str(self.kind.label)

    @classmethod
    def from_json(cls, stored: StoredFinding) -> Self:
        """Return the finding that `to_json` wrote."""
        return cls(kind=FindingKind(stored["kind"]), metres=stored["metres"], about=stored["about"])

    def to_json(self) -> StoredFinding:
        """Return the form kept in the database; metres are whole ones."""
        metres = None if self.metres is None else float(round(self.metres))
        return {"kind": self.kind.value, "metres": metres, "about": self.about}
