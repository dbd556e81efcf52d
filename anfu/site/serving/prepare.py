"""What must be there before the site can answer: tables, parameters, static files."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from anfu.core import running
from anfu.core.durability import refuse_careless_database
from anfu.core.ledger import rollback
from anfu.core.refusal import Refused


def prepare(accept_rollback: str = "") -> None:
    """Bring the database and the static files up to this version; Refused where the database is a newer one's.

    Refused, too, where it is older than the published checkpoints, unless `accept_rollback` says why it must be used.
    """
    Path(settings.HOME).mkdir(parents=True, exist_ok=True)
    running.hold()
    refuse_careless_database()
    refuse_newer_database()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    if accept_rollback:
        rollback.accept_rollback(accept_rollback)
    rollback.refuse_older_database()
    collect_static()


def refuse_newer_database() -> None:
    """A database that carries migrations unknown to this code must not be touched by it."""
    loader = MigrationLoader(connection)
    ours = {config for config in loader.migrated_apps}
    unknown = [
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in ours and not _known(loader, app, name)
    ]
    if unknown:
        raise Refused(f"数据库是更新的版本建的（{unknown[0]}），这个版本不能用。请换用新版本，数据没有改动。")


def _known(loader: MigrationLoader, app: str, name: str) -> bool:
    return (app, name) in loader.disk_migrations


def collect_static() -> None:
    """Gather and compress the static files, once for each build of the front end."""
    built = Path(settings.PACKAGE) / "static" / ".built"
    done = Path(settings.STATIC_ROOT) / ".collected"
    if done.exists() and built.exists() and done.stat().st_mtime >= built.stat().st_mtime:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    done.touch()
