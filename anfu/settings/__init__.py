"""Settings: `embedded` (SQLite, one machine), `server` (PostgreSQL by DATABASE_URL), `test`."""

import os


def module() -> str:
    """The settings module for this process: the server's where a database is named, else the embedded one's."""
    return "anfu.settings.server" if os.environ.get("DATABASE_URL") else "anfu.settings.embedded"
