"""Every fault, on SQLite and PostgreSQL, and the planted ones that must be found: `make faults ROUNDS=3`; prints a table."""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from tests.faults.harness import kth, scenarios
from tests.faults.harness.oracle import Oracle
from tests.faults.harness.server import Server
from tests.faults.harness.site import WSGI, Site

BAD = ("lost", "half", "twice", "ledger", "rows", "damaged")
Act = Callable[[Site, Oracle], int]


@dataclass(frozen=True)
class Case:
    """One fault; `wsgi` names a planted build, which must be found out."""

    name: str
    act: Act
    wsgi: str = WSGI
    small_disk: bool = False

    @property
    def planted(self) -> bool:
        """Whether the fault is ours."""
        return self.wsgi != WSGI


def cases(seconds: float, most: int) -> list[Case]:
    """What is done on either database."""
    kills = partial(scenarios.random_kills, seconds=seconds)
    full = Case("disk full", partial(scenarios.disk_full, seconds=seconds), small_disk=True)
    found = [
        Case("kill -9 of web and worker", kills),
        Case("one action, killed at each k-th call", partial(kth.actions, most=most, first=1_000_000)),
        Case(
            "one import, killed at each 5th call",
            partial(kth.imports, most=most // 4, first=2_000_000, step=5),
        ),
        *([full] if shutil.which("mount") else []),
        *(
            [Case("clock set back", partial(scenarios.clock_back, seconds=seconds))]
            if Path(scenarios.FAKETIME).exists()
            else []
        ),
    ]
    plants = ("early", "halves", "twice")
    return found + [
        Case(f"planted: {n}", kills, f"tests.faults.harness.planted.{n}:application") for n in plants
    ]


def run(case: Case, base: Site, folder: Path) -> dict[str, Any]:
    """One case over a copy of the prepared home (on PostgreSQL over the one); what the check says, with `rounds`."""
    home = base.home if base.url else folder / "var"
    folder.mkdir()
    home.mkdir(exist_ok=True)
    if case.small_disk and not scenarios.mounted(home, "48m"):
        return {}
    try:
        if not base.url:
            shutil.copytree(base.home, home, dirs_exist_ok=True)
        site, oracle = Site(home, base.url, case.wsgi), Oracle(folder / "oracle.log")
        oracle.path.touch()
        try:
            rounds = case.act(site, oracle)
        finally:
            site.stop()
        site.tell("finish")
        return site.tell("checked", str(oracle.path)) | {"rounds": rounds}
    finally:
        if case.small_disk:
            subprocess.run(["umount", "-l", str(home)], check=True)


def line(case: Case, database: str, told: dict[str, Any]) -> bool:
    """Print the case's row; whether it is as it must be."""
    if not told:
        print(f"| {case.name} | {database} | not run: no tmpfs |" + " |" * 6, flush=True)
        return True
    bad = [name for name in BAD if told[name]] + ([] if told["database"] == "ok" else ["database"])
    right = bool(bad) == case.planted
    verdict = ("found: " if case.planted else "") + (", ".join(bad) or "holds")
    counts = [
        told["rounds"],
        told["tried"],
        told["acknowledged"],
        *(len(told[name]) for name in BAD[:3]),
        verdict,
    ]
    print(
        f"| {case.name} | {database} | " + " | ".join(map(str, counts)) + f" |{'' if right else ' WRONG'}",
        flush=True,
    )
    if bad and not case.planted:
        print({name: told[name][:3] for name in BAD if told[name]}, file=sys.stderr)
    return right


def on(database: str, asked: argparse.Namespace, folder: Path) -> bool:
    """All cases on one database."""
    folder.mkdir()
    server = None
    base = Site(folder / "base")
    base.home.mkdir()
    found = cases(asked.seconds, asked.most)
    if database == "postgresql":
        (folder / "pg").mkdir()
        server = Server(folder / "pg")
        base.url = server.start()
        found = [case for case in found if not (case.planted or case.small_disk)]
        found.append(
            Case(
                "PostgreSQL stopped",
                partial(scenarios.server_restarts(server.restart), seconds=asked.seconds),
            )
        )
    try:
        base.tell("made")
        chosen = [case for case in found if not asked.only or asked.only in case.name]
        return all([line(case, database, run(case, base, folder / str(n))) for n, case in enumerate(chosen)])
    finally:
        if server:
            server.stop()


def main() -> int:
    """Print the table; 1 where something was lost, half done or twice, or a planted fault was not found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="of load for each fault")
    parser.add_argument("--most", type=int, default=400, help="k of the k-th call at the most")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--only", default="", help="a part of a fault's name")
    asked = parser.parse_args()
    print(
        f"| fault ({date.today()}) | database | rounds | tried | acknowledged | lost | half done | twice | verdict |"
    )
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory(prefix="faults-", ignore_cleanup_errors=True) as folder:
        chosen = asked.database or ["sqlite", "postgresql"]
        return int(not all([on(database, asked, Path(folder) / database) for database in chosen]))


if __name__ == "__main__":
    sys.exit(main())
