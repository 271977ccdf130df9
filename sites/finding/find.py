"""One question → one answer."""

from typing import Final
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper

from sites.finding.answer import Answer, PointRow
from sites.finding.backends import backend_for
from sites.finding.backends.backend import SpatialBackend
from sites.finding.cursor import ByDistance, End, InList, read_cursor, write_cursor
from sites.finding.notes import notes_on, uncertain_order_note
from sites.finding.query import PointQuery
from sites.finding.resolve import resolve
from sites.finding.rows import (
    COLUMNS,
    StoredRow,
    UnknownReferenceError,
    point_row,
    uncertain_in_order,
)
from sites.finding.selection import Selection
from sites.finding.statements import POINT_TABLE
from sites.models import ServicePoint
from sites.reference.catalog import Catalog, Language, catalog, read_catalog
from sites.reference.version import Versions, reading_connection, stored_versions

_ONE_SQL: Final = f"SELECT {COLUMNS}, NULL FROM {POINT_TABLE} AS p WHERE p.public_id = %s"


def find_points(query: PointQuery) -> Answer:
    """Return the answer to a question.

    Raises `InvalidQuery` for a name in it that does not exist or means several things, a value
    out of range, and a cursor of another question. A question that nothing fits has an answer
    too: an empty one, with notes that say why.
    """
    connection = reading_connection()
    backend = backend_for(connection)
    # The version is read before the rows: it may be older than they are, never newer.
    at = stored_versions()
    known = catalog(query.language, at)
    try:
        return answer(query, known, at, connection, backend)
    except UnknownReferenceError:
        return answer(query, _as_of_now(known), at, connection, backend)


def answer(
    query: PointQuery,
    known: Catalog,
    at: Versions,
    connection: BaseDatabaseWrapper,
    backend: SpatialBackend,
) -> Answer:
    """Return the answer that a search index gives; raises what `find_points` does."""
    resolved = resolve(query, known)
    after = read_cursor(resolved)
    selection = Selection(
        query=resolved, known=known, at=at, connection=connection, backend=backend
    )
    # One more than asked for tells whether there is a next page.
    found = selection.rows(query.limit + 1, after)
    shown = found[: query.limit]
    points = [point_row(stored, known, resolved.near_precision) for stored in shown]
    uncertain = uncertain_in_order(points) if resolved.near is not None else 0
    return Answer(
        query=resolved,
        data_version=at.public,
        points=points,
        total=selection.total() if query.with_total else None,
        next_cursor=(write_cursor(_end(shown[-1]), resolved) if len(found) > query.limit else None),
        notes=(
            *(notes_on(selection, found_any=bool(points)) if after is None else ()),
            *uncertain_order_note(uncertain, query.language),
        ),
    )


def get_point(public_id: UUID, language: Language, known: Catalog | None = None) -> PointRow | None:
    """Return one point by its public id, be it closed; None if there has never been one.

    `known` are the reference data where they have been read before: in a transaction they would be
    read anew.
    """
    connection = reading_connection()
    known = known or catalog(language)
    to_column = ServicePoint._meta.get_field("public_id").get_db_prep_value
    with connection.cursor() as cursor:
        cursor.execute(_ONE_SQL, [to_column(public_id, connection)])
        stored = cursor.fetchone()
    if stored is None:
        return None
    try:
        return point_row(stored, known)
    except UnknownReferenceError:
        return point_row(stored, _as_of_now(known))


def _as_of_now(known: Catalog) -> Catalog:
    """Return the reference data read anew: something was added between them and the rows."""
    return read_catalog(known.alias, known.language)


def _end(stored: StoredRow) -> End:
    """Return the place of a row in the order that it was read in."""
    point_id, _public_id, region, serial = stored[:4]
    chord2 = stored[-1]
    if chord2 is None:
        return InList(region, serial, point_id)
    return ByDistance(chord2, point_id)
