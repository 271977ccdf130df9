"""What the database keeps by itself: the search index of positions, and a log that only grows.

None of this is in Django's model state. On SQLite a later migration that alters one of the two
tables rebuilds it, which drops its triggers and the partial index: such a migration has to run
`remove` and then `build` at its end, of this migration and of 0017.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# For the points at the end of a list by distance, and for the note about them.
UNLOCATED_INDEX = """
    CREATE INDEX point_unlocated ON service_sites_servicepoint (region_id, serial, id)
    WHERE is_active AND latitude IS NULL
"""

SQLITE_BUILD = [
    """
    CREATE VIRTUAL TABLE service_sites_point_rtree USING rtree(id, west, east, south, north)
    """,
    """
    INSERT INTO service_sites_point_rtree (id, west, east, south, north)
    SELECT id, longitude, longitude, latitude, latitude FROM service_sites_servicepoint
    WHERE is_active AND longitude IS NOT NULL
    """,
    # The DELETE is for INSERT OR REPLACE, which takes the old row away without a delete trigger.
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
    # Only updates: Django empties tables with DELETE here (`flush`), with TRUNCATE on PostgreSQL.
    """
    CREATE TRIGGER point_change_append_only BEFORE UPDATE ON service_sites_pointchange BEGIN
        SELECT RAISE(ABORT, 'the log of changes is only added to');
    END
    """,
    UNLOCATED_INDEX,
]
SQLITE_REMOVE = [
    "DROP INDEX IF EXISTS point_unlocated",
    "DROP TRIGGER IF EXISTS point_change_append_only",
    "DROP TRIGGER IF EXISTS point_rtree_delete",
    "DROP TRIGGER IF EXISTS point_rtree_update",
    "DROP TRIGGER IF EXISTS point_rtree_insert",
    "DROP TABLE IF EXISTS service_sites_point_rtree",
]

POSTGRESQL_BUILD = [
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
    UNLOCATED_INDEX,
]
POSTGRESQL_REMOVE = [
    "DROP INDEX IF EXISTS point_unlocated",
    "DROP TRIGGER IF EXISTS point_change_append_only ON service_sites_pointchange",
    "DROP FUNCTION IF EXISTS point_change_append_only()",
]

BUILD = {"sqlite": SQLITE_BUILD, "postgresql": POSTGRESQL_BUILD}
REMOVE = {"sqlite": SQLITE_REMOVE, "postgresql": POSTGRESQL_REMOVE}


def build(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the index and the triggers."""
    for statement in BUILD.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


def remove(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take away what `build` made."""
    for statement in REMOVE.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("service_sites", "0001_initial")]

    operations = [migrations.RunPython(build, remove)]
