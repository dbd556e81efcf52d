"""How fast a roster is judged and written, beside django-import-export on the same columns and tables.

`python -m bench.roster_import --rows 1000000` writes a made-up roster, takes it into an empty database with everything
that the product does on the way (search, presumption, figures), takes it in again, and lets the peer take in the
first `--peer-rows` rows. Each is a process of its own, with a database of its own. SQLite, or DATABASE_URL's server,
whose database must be empty.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

TODAY, SEED = date(2026, 11, 1), 7
LIMIT_MIB = 1536
NEEDED_TIMES, NEEDED_AGAIN = 10, 3


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--peer-rows", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _child(home, "bench.roster_parts.write", home / "peer.csv", given.peer_rows)
        _child(home, "bench.roster_parts.write", home / "ours.csv", given.rows)
        peer = _child(home / "peer", "bench.roster_parts.peer", home / "peer.csv")
        ours = _child(home / "ours", "bench.roster_parts.ours", home / "ours.csv")
    _print(given.rows, given.peer_rows, ours, peer)


def _child(home: Path, module: str, *arguments: object) -> dict[str, float]:
    """What the module prints as JSON, run as a process with its own data folder."""
    environment = os.environ | {
        "ANFU_HOME": str(home),
        "BENCH_TODAY": TODAY.isoformat(),
        "BENCH_SEED": str(SEED),
    }
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout.splitlines()[-1])


def _print(rows: int, peer_rows: int, ours: dict[str, float], peer: dict[str, float]) -> None:
    first = ours["judge"] + ours["apply"]
    times = (rows / first) / (peer_rows / peer["seconds"])
    again = first / ours["again"]
    print("| what | measured | needed |")
    print("|---|---|---|")
    print(f"| dry run, {rows:,} rows | {ours['judge']:.1f} s, {rows / ours['judge']:,.0f} rows/s | |")
    print(f"| writing | {ours['apply']:.1f} s, {rows / ours['apply']:,.0f} rows/s | |")
    print(f"| longest wait of another writer beside it | {ours['waited']:.2f} s | ≤ 1 s |")
    print(f"| longest batch | {ours['longest']:.2f} s | |")
    print(f"| both | {rows / first:,.0f} rows/s | |")
    print(f"| django-import-export, {peer_rows:,} rows, both | {peer_rows / peer['seconds']:,.0f} rows/s | |")
    print(f"| times the peer | {times:.1f} | ≥ {NEEDED_TIMES} |")
    print(f"| the same file again | {ours['again']:.1f} s, {again:.1f} × as fast | ≥ {NEEDED_AGAIN} |")
    print(f"| most memory | {ours['mib']:,.0f} MiB | ≤ {LIMIT_MIB:,} |")


if __name__ == "__main__":
    main()
