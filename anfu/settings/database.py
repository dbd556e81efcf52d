"""The two databases, set up so that nothing acknowledged is lost and no writer meets a deadlock."""

import os
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

# FULL, since NORMAL loses acknowledged commits at a power cut; IMMEDIATE, since deferred writers deadlock. The
# journal is carried over every 64 MB: every 4, as it would be, bulk writing writes each page of an index many times.
PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-64000;"
    "PRAGMA temp_store=MEMORY;PRAGMA wal_autocheckpoint=16000;PRAGMA journal_size_limit=67108864;"
    "PRAGMA mmap_size=1073741824"
)


def sqlite(path: Path) -> dict[str, Any]:
    """The embedded database in one file."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS},
    }


def postgresql(url: str, *, pool: bool = True) -> dict[str, Any]:
    """A PostgreSQL server, by its URL; ImproperlyConfigured where it is none."""
    if not url.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured("DATABASE_URL 要写成 postgres://用户:密码@主机:端口/库名，现在不是。")
    config: dict[str, Any] = environ.Env.db_url_config(url)
    config["CONN_MAX_AGE"] = 0  # the pool forbids persistent connections
    # Triggers note what connections with this setting write (`core.ledger.state`); the name tells processes apart.
    ours = f"-c anfu.platform=on -c application_name=anfu-{os.getpid()}"
    config["OPTIONS"] = {**config.get("OPTIONS", {}), "options": ours + _limits()}
    if pool:
        config["OPTIONS"] |= {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}}
    return config


def _limits() -> str:
    """Of processes that answer people (`anfu.site.wsgi`): no statement holds the server for longer; jobs may."""
    seconds = float(os.environ.get("ANFU_STATEMENT_SECONDS") or 0)
    if not seconds:
        return ""
    limit = round(seconds * 1000)
    return f" -c statement_timeout={limit} -c idle_in_transaction_session_timeout={2 * limit}"
