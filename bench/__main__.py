"""Every benchmark, one after the other: `python -m bench` (full size) or `python -m bench --rows 10000`."""

import argparse
import subprocess
import sys

SIZES = ["10000", "100000", "1000000"]


def commands(rows: str | None) -> list[list[str]]:
    """The benchmarks with their sizes."""
    return [
        ["bench.classify", "--rows", rows or SIZES[-1]],
        ["bench.roster_import", "--rows", rows or SIZES[-1]],
        ["bench.coverage", *([rows] if rows else SIZES)],
        ["bench.enterprise_list", "--rows", *([rows] if rows else SIZES)],
        ["bench.contracts", "--rows", *([rows] if rows else SIZES[:2])],
        ["bench.market"],
        ["bench.directory"],
        ["bench.ledger_cost"],
        ["bench.tampering"],
    ]


def main() -> int:
    """Run them all; the exit code is the number of those that failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", help="one size for all, instead of the full ones")
    failed = 0
    for module, *options in commands(parser.parse_args().rows):
        print(f"\n## {module} {' '.join(options)}", flush=True)
        failed += subprocess.run([sys.executable, "-m", module, *options], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
