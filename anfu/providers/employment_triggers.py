"""Full time at one employer only (domain.md g): the database refuses a second employment in the same days.

No constraint that both databases know compares periods, so triggers do. On PostgreSQL the person's row is locked first:
two institutions that hire at once then come one after the other, and the second is refused. Made again after every
migration, since rebuilding a table on SQLite drops them.
"""

from typing import Any

from django.db import connection

REFUSAL = "full time at one employer only"
_CLASH = """
    SELECT 1 FROM providers_employment e
    WHERE e.professional_id = NEW.professional_id AND e.id <> NEW.id AND e.full_time AND e.retracted_at IS NULL
      AND e.valid_from < COALESCE(NEW.valid_to, '9999-12-31') AND COALESCE(e.valid_to, '9999-12-31') > NEW.valid_from
"""
# A new row has no key yet in SQLite's BEFORE INSERT, so there the check comes after, which undoes the row as well.
_SQLITE = tuple(
    f"""
    CREATE TRIGGER IF NOT EXISTS providers_full_time_{verb.lower()} AFTER {verb} ON providers_employment
    WHEN NEW.full_time AND NEW.retracted_at IS NULL AND EXISTS ({_CLASH})
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """  # nosec B608
    for verb in ("INSERT", "UPDATE")
)
_POSTGRESQL = (
    f"""
    CREATE OR REPLACE FUNCTION providers_check_full_time() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.full_time AND NEW.retracted_at IS NULL THEN
            PERFORM 1 FROM providers_professional WHERE id = NEW.professional_id FOR UPDATE;
            IF EXISTS ({_CLASH}) THEN
                RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'check_violation';
            END IF;
        END IF;
        RETURN NEW;
    END $$
    """,  # nosec B608
    """
    CREATE OR REPLACE TRIGGER providers_full_time BEFORE INSERT OR UPDATE ON providers_employment
    FOR EACH ROW EXECUTE FUNCTION providers_check_full_time()
    """,
)


def create(*_: Any, **__: Any) -> None:
    """Put the triggers in place; harmless where they are there."""
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)
