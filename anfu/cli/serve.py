"""Running the site and its worker."""

import logging
import signal
import sys
import threading
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from django.db import connection

from anfu.cli.output import as_table, console, plain_errors
from anfu.core import clock, jobs, running
from anfu.core.durability import refuse_careless_database
from anfu.core.ledger.rollback import refuse_older_database
from anfu.site.serving import group
from anfu.site.serving.prepare import prepare as bring_up

Accepted = Annotated[str, typer.Option(help="数据库比检查点旧时，写明理由后照样启动；理由记入台账")]


def prepare(accept_rollback: Accepted = "") -> None:
    """Bring the database and the static files up to this version."""
    with plain_errors():
        bring_up(accept_rollback)


logger = logging.getLogger("anfu.jobs")


def serve(
    port: Annotated[int, typer.Option(help="端口")] = 8000,
    host: Annotated[str, typer.Option(help="地址")] = "127.0.0.1",
    workers: Annotated[int, typer.Option(help="网页进程数")] = 2,
    demo: Annotated[bool, typer.Option("--demo", help="空库时载入演示城市")] = False,
    roster: Annotated[Path | None, typer.Option(help="载入这份名册（csv、xlsx）")] = None,
    accept_rollback: Accepted = "",
) -> None:
    """Start web and worker together; Ctrl-C stops both."""
    with plain_errors():
        group.refuse_taken_port(host, port)
        bring_up(accept_rollback)
        accounts = _load(demo=demo, roster=roster)
        sys.exit(
            group.run(
                group.web_command(host, port, workers),
                group.worker_command(),
                up=partial(group.answers, host, port),
                tell=partial(_tell, f"http://{host}:{port}/", accounts),
            )
        )


def work() -> None:
    """Do queued jobs and what comes round by the clock, until told to stop."""
    with plain_errors():
        running.hold()
        refuse_careless_database()
        refuse_older_database()
    stopping = threading.Event()

    def stop(signum: int, frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    ticking = threading.Thread(target=_tick_until, args=(stopping,), daemon=True)
    ticking.start()
    while not stopping.is_set():
        if jobs.run_next() is None:
            stopping.wait(1)
    ticking.join(group.GRACE)


def _tick_until(stopping: threading.Event) -> None:
    """What comes round by the clock, beside a job that may take an hour: checkpoints must not wait for it."""
    while not stopping.wait(1):
        try:
            jobs.tick(clock.now())
        except Exception:
            logger.exception("the clock's work failed; it is tried again")
            connection.close()


def _load(*, demo: bool, roster: Path | None) -> list[tuple[str, ...]]:
    if roster is not None:
        from anfu.cli.roster import load_once

        load_once(roster)
    elif demo:
        from anfu.cli.demo import load_once as load_demo

        load_demo()
    from anfu.demo.accounts import table

    return table() if demo or roster else []


def _tell(address: str, accounts: list[tuple[str, ...]]) -> None:
    if accounts:
        as_table("演示账号（只用于试用）", ["账号", "密码", "角色", "单位"], accounts)
    console.print(f"安服已在 [bold]{address}[/bold] 运行，按 Ctrl-C 停止。")
