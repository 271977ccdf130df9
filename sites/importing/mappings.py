"""What people have said about headers, by region: it holds wherever a table is read."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from django.contrib.auth.models import User
from django.utils import timezone

from sites.importing.columns import FURTHER, OUTLETS, SERVICES, Columns
from sites.importing.files.grids import titles_of
from sites.importing.read_table import Table
from sites.models import HeaderMapping, Region

_TICKED: Final = f"{SERVICES}{FURTHER}"


def columns_for(region: Region) -> Columns:
    """Return the columns of a table of outlets, with what was said about headers in the region."""
    stored = HeaderMapping.objects.filter(region=region)
    return OUTLETS.mapped({tuple(mapping.titles): mapping.places for mapping in stored})


def remember_columns(
    region: Region, titles: Sequence[str], places: Mapping[str, int], user: User | None = None
) -> None:
    """Remember what the columns of a header hold; ``ValueError`` if one that is needed lacks.

    `user` says so; None for a command.
    """
    if missing := set(OUTLETS.required) - places.keys():
        raise ValueError(f"without a place: {', '.join(sorted(missing))}")
    titles = titles_of(titles)
    key = sha256(json.dumps(titles, ensure_ascii=False).encode()).hexdigest()
    said = {"titles": titles, "places": dict(places), "said_at": timezone.now(), "said_by": user}
    HeaderMapping.objects.update_or_create(region=region, key=key, defaults=said)


def remember_headers(region: Region, table: Table) -> None:
    """Remember what the columns of a table hold, for the next one with the same headers.

    A table that has its phones in other cells is known by that, and not by its header.
    """
    for part in table.parts:
        header = part.headers[0]
        places = {
            column: at[0]
            for column, at in header.places.items()
            if column in OUTLETS.titles or column.startswith(_TICKED)
        }
        if places.keys() >= set(OUTLETS.required):
            remember_columns(region, part.grid.rows[header.first], places)
