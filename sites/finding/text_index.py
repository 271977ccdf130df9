"""The points that may contain words, by an index over all runs of three characters.

The database keeps the index (`TEXT_INDEX` in `sites/migrations/sql/`). It knows which points have
each of the runs that a fragment consists of, not whether they stand together: the condition on the
search text decides.
A fragment of one or two characters, and so most names of places, is the beginning of some runs.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from django.db.backends.base.base import BaseDatabaseWrapper

from sites.finding.statements import ACTIVE, ALL_POINTS, POINT_TABLE, Source

_RUN: Final = 3
# A fragment that so many runs begin with stands in points everywhere.
_MANY_RUNS: Final = 200
_NOTHING: Final = Source(ALL_POINTS.tables, (), ACTIVE.also("1 = 0"))
_SQLITE_INDEX: Final = "service_sites_point_text"
_SQLITE_RUNS: Final = "service_sites_point_text_runs"

_Index: TypeAlias = Callable[[BaseDatabaseWrapper, Sequence[str]], Source | None]


def points_with(connection: BaseDatabaseWrapper, fragments: Sequence[str]) -> Source | None:
    """Return the active points that may contain all fragments.

    None if the database has no such index, or if it would not leave out much.
    """
    index = _BY_VENDOR.get(connection.vendor)
    return index(connection, fragments) if index else None


def _in_sqlite(connection: BaseDatabaseWrapper, fragments: Sequence[str]) -> Source | None:
    """Return them by the full-text index, which has to be told each run."""
    wanted = []
    for fragment in fragments:
        if len(fragment) >= _RUN:
            wanted += [f'"{run}"' for run in _runs(fragment)]
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT term FROM {_SQLITE_RUNS} WHERE term >= %s AND term < %s LIMIT %s",
                (fragment, fragment[:-1] + chr(ord(fragment[-1]) + 1), _MANY_RUNS + 1),
            )
            beginning_so = [f'"{run}"' for (run,) in cursor.fetchall()]
        if not beginning_so:
            return _NOTHING
        if len(beginning_so) <= _MANY_RUNS:
            wanted.append(f"({' OR '.join(beginning_so)})")
    if not wanted:
        return None
    # In SQLite a CROSS JOIN fixes the order: first the index, then the rows.
    tables = (
        f"(SELECT rowid AS id FROM {_SQLITE_INDEX}"
        f" WHERE {_SQLITE_INDEX} MATCH %s) AS i CROSS JOIN {POINT_TABLE} AS p"
    )
    return Source(tables, (" AND ".join(wanted),), ACTIVE.also("p.id = i.id"))


def _in_postgresql(_connection: BaseDatabaseWrapper, fragments: Sequence[str]) -> Source:
    """Return them by the inverted index, which finds runs by their beginning, too."""
    wanted = []
    for fragment in fragments:
        is_short = len(fragment) < _RUN
        wanted += [f"'{fragment}':*"] if is_short else [f"'{run}'" for run in _runs(fragment)]
    condition = "service_sites_runs(p.search_text) @@ CAST(%s AS tsquery)"
    return Source(ALL_POINTS.tables, (), ACTIVE.also(condition, " & ".join(wanted)))


def _runs(fragment: str) -> Iterator[str]:
    """Yield each run of three characters of a fragment once."""
    runs = (fragment[start : start + _RUN] for start in range(len(fragment) - _RUN + 1))
    yield from dict.fromkeys(runs)


_BY_VENDOR: Final[dict[str, _Index]] = {"sqlite": _in_sqlite, "postgresql": _in_postgresql}
