"""One account, one duty: the database itself refuses a membership of another duty, and a change of the account's.

Between tables no CHECK can hold, so triggers do; they are made again after every migration, since rebuilding a table
on SQLite drops them.
"""

from typing import Any

from django.db import connection

REFUSAL = "an account has one duty for life"
_SQLITE = (
    *(
        f"""
        CREATE TRIGGER IF NOT EXISTS people_duty_{verb.lower()} BEFORE {verb} ON people_membership
        WHEN NOT EXISTS (SELECT 1 FROM people_user WHERE id = NEW.user_id AND duty = NEW.duty)
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
        """  # noqa: S608  # nosec B608
        for verb in ("INSERT", "UPDATE")
    ),
    f"""
    CREATE TRIGGER IF NOT EXISTS people_duty_kept BEFORE UPDATE ON people_user WHEN NEW.duty <> OLD.duty
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """,
)
_POSTGRESQL = (
    f"""
    CREATE OR REPLACE FUNCTION people_check_duty() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM people_user WHERE id = NEW.user_id AND duty = NEW.duty) THEN
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
    """,  # noqa: S608  # nosec B608
    f"""
    CREATE OR REPLACE FUNCTION people_keep_duty() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.duty <> OLD.duty THEN
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER people_duty_checked BEFORE INSERT OR UPDATE ON people_membership
    FOR EACH ROW EXECUTE FUNCTION people_check_duty()
    """,
    """
    CREATE OR REPLACE TRIGGER people_duty_kept BEFORE UPDATE ON people_user
    FOR EACH ROW EXECUTE FUNCTION people_keep_duty()
    """,
)


def create(*_: Any, **__: Any) -> None:
    """Put the triggers in place; harmless where they are there."""
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)
