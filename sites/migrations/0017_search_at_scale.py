"""Indexes for the search in a whole country: by operator, by what filters read, and by text.

The text index holds every run of three characters of a search text, of the last ones with the
separators behind it. On SQLite the remarks on top of 0002 hold for its triggers as well.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE_BUILD = [
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
]
SQLITE_REMOVE = [
    "DROP TRIGGER IF EXISTS point_text_delete",
    "DROP TRIGGER IF EXISTS point_text_update",
    "DROP TRIGGER IF EXISTS point_text_insert",
    "DROP TRIGGER IF EXISTS point_text_replace",
    "DROP TABLE IF EXISTS service_sites_point_text_runs",
    "DROP TABLE IF EXISTS service_sites_point_text",
]

POSTGRESQL_BUILD = [
    # So dear that a plan asks the index instead of working it out row by row. Much dearer, or safe
    # for several processes, and PostgreSQL would compile or share a plan that yields a handful.
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
]
POSTGRESQL_REMOVE = [
    "DROP INDEX IF EXISTS point_text",
    "DROP FUNCTION IF EXISTS service_sites_runs(text)",
]

BUILD = {"sqlite": SQLITE_BUILD, "postgresql": POSTGRESQL_BUILD}
REMOVE = {"sqlite": SQLITE_REMOVE, "postgresql": POSTGRESQL_REMOVE}


def build(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the text index and what keeps it."""
    for statement in BUILD.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


def remove(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take away what `build` made."""
    for statement in REMOVE.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("service_sites", "0016_given_passwords")]

    operations = [
        migrations.RemoveIndex("servicepoint", "point_list_order"),
        migrations.AddIndex(
            "servicepoint",
            models.Index(
                fields=["region", "serial", "id", "kind", "service_mask", "latitude", "longitude"],
                condition=models.Q(is_active=True),
                name="point_list_order",
            ),
        ),
        migrations.AddIndex(
            "servicepoint",
            models.Index(
                fields=["operator", "region", "serial", "id", "kind", "service_mask"],
                condition=models.Q(is_active=True),
                name="point_of_operator",
            ),
        ),
        migrations.RunPython(build, remove),
    ]
