"""`FacetSet` follows the versions by itself, whoever writes them and however.

The triggers are made again after every migration, since rebuilding a table on SQLite drops them.
"""

from typing import Any

from django.db import connection

_SQLITE = (
    """
    CREATE TRIGGER IF NOT EXISTS registry_facets_inserted AFTER INSERT ON registry_enterpriseversion
    WHEN NOT EXISTS (SELECT 1 FROM registry_facetset WHERE packed = NEW.facets)
    BEGIN INSERT OR IGNORE INTO registry_facetset (packed) VALUES (NEW.facets); END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS registry_facets_updated AFTER UPDATE ON registry_enterpriseversion
    WHEN NEW.facets <> OLD.facets
    BEGIN INSERT OR IGNORE INTO registry_facetset (packed) VALUES (NEW.facets); END
    """,
)
# In order, so that two writers with the same new combinations wait for each other and never cross.
_POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION registry_note_facets() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO registry_facetset (packed)
        SELECT DISTINCT n.facets FROM written n
        WHERE NOT EXISTS (SELECT 1 FROM registry_facetset s WHERE s.packed = n.facets)
        ORDER BY n.facets ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$
    """,
    "DROP TRIGGER IF EXISTS registry_facets_inserted ON registry_enterpriseversion",
    """
    CREATE TRIGGER registry_facets_inserted AFTER INSERT ON registry_enterpriseversion
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION registry_note_facets()
    """,
    "DROP TRIGGER IF EXISTS registry_facets_updated ON registry_enterpriseversion",
    """
    CREATE TRIGGER registry_facets_updated AFTER UPDATE ON registry_enterpriseversion
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION registry_note_facets()
    """,
)
_FILL = """
    INSERT INTO registry_facetset (packed)
    SELECT DISTINCT v.facets FROM registry_enterpriseversion v
    WHERE NOT EXISTS (SELECT 1 FROM registry_facetset s WHERE s.packed = v.facets)
"""


def create(*_: Any, **__: Any) -> None:
    """Make the triggers, and note the combinations that are there already."""
    statements = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    with connection.cursor() as cursor:
        for statement in (*statements, _FILL):
            cursor.execute(statement)
