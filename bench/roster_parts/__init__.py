"""The processes of the roster benchmark: writing the file, our import, the peer's."""

import os
from datetime import date

from anfu.core.loading import nothing_to_collect
from anfu.settings import module

SEED = int(os.environ.get("BENCH_SEED", "7"))
TODAY = date.fromisoformat(os.environ.get("BENCH_TODAY", "2026-11-01"))


def start() -> None:
    """Django as `anfu work` sets it up, with an up-to-date database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", module())
    import django

    with nothing_to_collect():
        django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
