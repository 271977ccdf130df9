"""What the database keeps by itself: the indexes of the search, and a log that only grows.

None of this is in Django's model state. Migrations and tests share it; the product never imports it.

It is frozen, since an installation has what stood here when it was migrated. Whoever wants another
index or trigger leaves these alone, adds a `Structure` beside them, and writes a migration that drops
the one and creates the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


@dataclass(frozen=True)
class Structure:
    """Indexes and triggers that belong together, as statements by the database's vendor."""

    creating: Mapping[str, Sequence[str]]
    dropping: Mapping[str, Sequence[str]]


class CreateStructures(Operation):
    """Create structures, of what is stored."""

    reduces_to_sql = True

    def __init__(self, *structures: Structure, only_on: str = "") -> None:
        """Keep what to create, on one vendor's databases or (blank) on all."""
        self.structures = structures
        self.only_on = only_on

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change no model."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for structure in self.structures:
            self._execute(schema_editor, structure.creating)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for structure in self.structures:
            self._execute(schema_editor, structure.dropping)

    def _execute(
        self, schema_editor: BaseDatabaseSchemaEditor, statements: Mapping[str, Sequence[str]]
    ) -> None:
        vendor = schema_editor.connection.vendor
        if self.only_on in {"", vendor}:
            for statement in statements[vendor]:
                schema_editor.execute(statement)


class DropStructures(CreateStructures):
    """Drop structures, or what there is of them."""

    database_forwards = CreateStructures.database_backwards
    database_backwards = CreateStructures.database_forwards


def altering(*operations: Operation, keep: Sequence[Structure]) -> list[Operation]:
    """Return operations that alter a table, between those that keep its structures.

    SQLite makes the table anew, without triggers and without indexes that Django does not know.
    """
    return [
        DropStructures(*keep, only_on="sqlite"),
        *operations,
        CreateStructures(*keep, only_on="sqlite"),
    ]


# For the points at the end of a list by distance, and for the note about them.
_UNLOCATED: Final = """
    CREATE INDEX point_unlocated ON service_sites_servicepoint (region_id, serial, id)
    WHERE is_active AND latitude IS NULL
"""

# On SQLite an R*Tree of the points that have a position; elsewhere a b-tree of Django's does.
POSITION_INDEX: Final = Structure(
    creating={
        "sqlite": [
            """
            CREATE VIRTUAL TABLE service_sites_point_rtree USING rtree(id, west, east, south, north)
            """,
            """
            INSERT INTO service_sites_point_rtree (id, west, east, south, north)
            SELECT id, longitude, longitude, latitude, latitude FROM service_sites_servicepoint
            WHERE is_active AND longitude IS NOT NULL
            """,
            # The DELETE is for INSERT OR REPLACE, which takes the old row away without a delete
            # trigger.
            """
            CREATE TRIGGER point_rtree_insert AFTER INSERT ON service_sites_servicepoint BEGIN
                DELETE FROM service_sites_point_rtree WHERE id = NEW.id;
                INSERT INTO service_sites_point_rtree (id, west, east, south, north)
                SELECT NEW.id, NEW.longitude, NEW.longitude, NEW.latitude, NEW.latitude
                WHERE NEW.is_active AND NEW.longitude IS NOT NULL;
            END
            """,
            """
            CREATE TRIGGER point_rtree_update
            AFTER UPDATE OF id, is_active, longitude, latitude ON service_sites_servicepoint
            WHEN OLD.id IS NOT NEW.id OR OLD.is_active IS NOT NEW.is_active
                OR OLD.longitude IS NOT NEW.longitude OR OLD.latitude IS NOT NEW.latitude
            BEGIN
                DELETE FROM service_sites_point_rtree WHERE id = OLD.id;
                INSERT INTO service_sites_point_rtree (id, west, east, south, north)
                SELECT NEW.id, NEW.longitude, NEW.longitude, NEW.latitude, NEW.latitude
                WHERE NEW.is_active AND NEW.longitude IS NOT NULL;
            END
            """,
            """
            CREATE TRIGGER point_rtree_delete AFTER DELETE ON service_sites_servicepoint BEGIN
                DELETE FROM service_sites_point_rtree WHERE id = OLD.id;
            END
            """,
            _UNLOCATED,
        ],
        "postgresql": [_UNLOCATED],
    },
    dropping={
        "sqlite": [
            "DROP INDEX IF EXISTS point_unlocated",
            "DROP TRIGGER IF EXISTS point_rtree_delete",
            "DROP TRIGGER IF EXISTS point_rtree_update",
            "DROP TRIGGER IF EXISTS point_rtree_insert",
            "DROP TABLE IF EXISTS service_sites_point_rtree",
        ],
        "postgresql": ["DROP INDEX IF EXISTS point_unlocated"],
    },
)

# Every run of three characters of a search text, of the last ones with the separators behind it.
TEXT_INDEX: Final = Structure(
    creating={
        "sqlite": [
            # The runs of a row are told to it again when they go: it keeps no copy of the text.
            """
            CREATE VIRTUAL TABLE service_sites_point_text
            USING fts5(search_text, content='', tokenize='trigram case_sensitive 1', detail=none, columnsize=0)
            """,
            """
            CREATE VIRTUAL TABLE service_sites_point_text_runs
            USING fts5vocab(service_sites_point_text, row)
            """,
            """
            INSERT INTO service_sites_point_text (rowid, search_text)
            SELECT id, search_text || '||' FROM service_sites_servicepoint
            """,
            # For INSERT OR REPLACE, which takes the old row away without a delete trigger.
            """
            CREATE TRIGGER point_text_replace BEFORE INSERT ON service_sites_servicepoint BEGIN
                INSERT INTO service_sites_point_text (service_sites_point_text, rowid, search_text)
                SELECT 'delete', id, search_text || '||' FROM service_sites_servicepoint WHERE id = NEW.id;
            END
            """,
            """
            CREATE TRIGGER point_text_insert AFTER INSERT ON service_sites_servicepoint BEGIN
                INSERT INTO service_sites_point_text (rowid, search_text)
                VALUES (NEW.id, NEW.search_text || '||');
            END
            """,
            """
            CREATE TRIGGER point_text_update AFTER UPDATE OF id, search_text ON service_sites_servicepoint
            WHEN OLD.id IS NOT NEW.id OR OLD.search_text IS NOT NEW.search_text
            BEGIN
                INSERT INTO service_sites_point_text (service_sites_point_text, rowid, search_text)
                VALUES ('delete', OLD.id, OLD.search_text || '||');
                INSERT INTO service_sites_point_text (rowid, search_text)
                VALUES (NEW.id, NEW.search_text || '||');
            END
            """,
            """
            CREATE TRIGGER point_text_delete AFTER DELETE ON service_sites_servicepoint BEGIN
                INSERT INTO service_sites_point_text (service_sites_point_text, rowid, search_text)
                VALUES ('delete', OLD.id, OLD.search_text || '||');
            END
            """,
        ],
        "postgresql": [
            # So dear that a plan asks the index instead of working it out row by row. Much dearer,
            # or safe for several processes, and PostgreSQL would compile or share a plan that
            # yields a handful.
            """
            CREATE FUNCTION service_sites_runs(text) RETURNS tsvector
            LANGUAGE sql IMMUTABLE STRICT COST 1000 AS $$
                SELECT array_to_tsvector(array_agg(a || b || c))
                FROM unnest(
                    string_to_array($1 || '||', NULL),
                    (string_to_array($1 || '||', NULL))[2:],
                    (string_to_array($1 || '||', NULL))[3:]
                ) AS run (a, b, c)
                WHERE c IS NOT NULL
            $$
            """,
            """
            CREATE INDEX point_text ON service_sites_servicepoint USING gin (service_sites_runs(search_text))
            WHERE is_active
            """,
        ],
    },
    dropping={
        "sqlite": [
            "DROP TRIGGER IF EXISTS point_text_delete",
            "DROP TRIGGER IF EXISTS point_text_update",
            "DROP TRIGGER IF EXISTS point_text_insert",
            "DROP TRIGGER IF EXISTS point_text_replace",
            "DROP TABLE IF EXISTS service_sites_point_text_runs",
            "DROP TABLE IF EXISTS service_sites_point_text",
        ],
        "postgresql": [
            "DROP INDEX IF EXISTS point_text",
            "DROP FUNCTION IF EXISTS service_sites_runs(text)",
        ],
    },
)

# The log takes additions and nothing else.
LOG_TRIGGERS: Final = Structure(
    creating={
        "sqlite": [
            """
            CREATE TRIGGER point_change_append_only BEFORE UPDATE ON service_sites_pointchange BEGIN
                SELECT RAISE(ABORT, 'the log of changes is only added to');
            END
            """,
            """
            CREATE TRIGGER point_change_stays BEFORE DELETE ON service_sites_pointchange BEGIN
                SELECT RAISE(ABORT, 'the log of changes is only added to');
            END
            """,
            # For INSERT OR REPLACE, which takes the old row away without a delete trigger.
            """
            CREATE TRIGGER point_change_is_new BEFORE INSERT ON service_sites_pointchange
            WHEN EXISTS (SELECT 1 FROM service_sites_pointchange WHERE id = NEW.id)
            BEGIN
                SELECT RAISE(ABORT, 'the log of changes is only added to');
            END
            """,
        ],
        "postgresql": [
            """
            CREATE FUNCTION point_change_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'the log of changes is only added to' USING ERRCODE = '23514';
            END $$
            """,
            """
            CREATE TRIGGER point_change_append_only
            BEFORE UPDATE OR DELETE ON service_sites_pointchange
            FOR EACH ROW EXECUTE FUNCTION point_change_append_only()
            """,
            """
            CREATE FUNCTION point_change_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'the log of changes is only added to' USING ERRCODE = '23514';
            END $$
            """,
            """
            CREATE TRIGGER point_change_stays
            BEFORE TRUNCATE ON service_sites_pointchange
            FOR EACH STATEMENT EXECUTE FUNCTION point_change_stays()
            """,
        ],
    },
    dropping={
        "sqlite": [
            "DROP TRIGGER IF EXISTS point_change_append_only",
            "DROP TRIGGER IF EXISTS point_change_stays",
            "DROP TRIGGER IF EXISTS point_change_is_new",
        ],
        "postgresql": [
            "DROP TRIGGER IF EXISTS point_change_append_only ON service_sites_pointchange",
            "DROP TRIGGER IF EXISTS point_change_stays ON service_sites_pointchange",
            "DROP FUNCTION IF EXISTS point_change_stays()",
            "DROP FUNCTION IF EXISTS point_change_append_only()",
        ],
    },
)
