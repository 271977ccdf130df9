"""Who makes a change."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User

from sites.models import ApiClient, ImportRun, Provenance, SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """A staff member, a trusted program, an import or a geocoder.

    What they say is recorded under their name.
    """

    source: SourceKind
    reference: str
    user: User | None = None
    import_run: ImportRun | None = None

    @classmethod
    def staff(
        cls, user: AbstractBaseUser | AnonymousUser, *, import_run: ImportRun | None = None
    ) -> Self:
        """Return the author for a logged-in staff member; ``TypeError`` for anybody else.

        With `import_run`, what they say comes as a table and can be undone together.
        """
        if not isinstance(user, User):
            raise TypeError("only a logged-in member of staff changes public data")
        return cls(
            source=SourceKind.STAFF, reference=user.get_username(), user=user, import_run=import_run
        )

    @classmethod
    def importer(cls, run: ImportRun) -> Self:
        """Return the author for an import that has been stored."""
        return cls(
            source=SourceKind.IMPORT, reference=str(run.pk), import_run=run, user=run.applied_by
        )

    @classmethod
    def program(cls, client: ApiClient) -> Self:
        """Return the author for a program that people trust to write for them."""
        return cls(source=SourceKind.PROGRAM, reference=client.name)

    @classmethod
    def geocoder(cls, provider: str) -> Self:
        """Return the author for a provider of positions."""
        return cls(source=SourceKind.GEOCODER, reference=provider)

    def provenance(self, at: datetime) -> Provenance:
        """Return the provenance of a value that this author sets at that time.

        What a person says, themselves or through a program of theirs, counts as verified and is
        locked: it outranks what machines find.
        """
        said_by_person = self.source in {SourceKind.STAFF, SourceKind.PROGRAM}
        return Provenance(
            source=self.source,
            reference=self.reference,
            set_at=at,
            verified_at=at if said_by_person else None,
            verified_by=self.reference if said_by_person else "",
            locked=said_by_person,
        )
