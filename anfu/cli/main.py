"""The verbs of `anfu`, gathered."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import django
import typer
from django.core.exceptions import ImproperlyConfigured

from anfu.core.loading import nothing_to_collect
from anfu.settings import module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", module())
app = typer.Typer(no_args_is_help=True, add_completion=False, help="安服命令行：与网站同一套数据和规则。")


def _gather() -> None:
    from anfu.cli import (
        backup,
        coverage,
        demo,
        experts,
        first_admin,
        importing,
        ledger,
        market,
        providers,
        retention,
        serve,
        targeting,
    )
    from anfu.core.intake.kinds import kinds

    # What a party loads for itself it loads on its page or over the API.
    for kind in (each for each in kinds() if not each.party):
        app.add_typer(importing.group(kind.code), name=kind.code)
    for name, group in {
        "experts": experts.app,
        "targeting": targeting.app,
        "providers": providers.app,
        "market": market.app,
        "ledger": ledger.app,
        "retention": retention.app,
        "demo": demo.app,
    }.items():
        app.add_typer(group, name=name)
    app.command("coverage")(coverage.coverage)
    app.command("backup-key")(backup.backup_key)
    app.command("backup")(backup.backup)
    app.command("restore")(backup.restore)
    app.command("first-admin")(first_admin.first_admin)
    app.command("serve")(serve.serve)
    app.command("work")(serve.work)
    app.command("prepare")(serve.prepare)


@contextmanager
def _plain_settings() -> Iterator[None]:
    """Settings that cannot hold end the program with one line that says which."""
    try:
        yield
    except ImproperlyConfigured as wrong:
        sys.exit(str(wrong))
    except OSError as problem:
        sys.exit(f"数据文件夹不存在，或者不能写：{problem.filename}。请用 ANFU_HOME 指定一个能写的文件夹。")


def run() -> None:
    """Set Django up once, then do what was asked."""
    try:
        with _plain_settings(), nothing_to_collect():
            django.setup()
            _gather()
        app()
    except BrokenPipeError:
        sys.exit(1)


if __name__ == "__main__":
    run()
