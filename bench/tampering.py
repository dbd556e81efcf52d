"""Nine ways to bend the ledger, many random cases each: how many are found: `python -m bench.tampering --cases 1000`."""

import argparse
import os
import sys
import time
from datetime import date

import django


def main(count: int) -> int:
    """Print how many cases of each way were made and found; 1 where one was not."""
    from anfu.core.ledger.anfu_verify import Verdict
    from anfu.core.tests.tamper_cases import LEDGERS, cases, found_rightly, verdict
    from anfu.core.tests.tampering import WAYS

    start, total, right = time.perf_counter(), 0, 0
    print(f"| way ({date.today()}) | cases | found, first bad entry named |\n|---|---|---|")
    for way in WAYS:
        found = sum(found_rightly(way, bent, at) for bent, at in cases(way, count))
        total, right = total + count, right + found
        print(f"| {way.__name__} | {count} | {found} |", flush=True)
    passed = sum(verdict(kept) == Verdict(len(kept.entries)) for kept in LEDGERS)
    print(f"| true ledgers, which pass | {len(LEDGERS)} | {passed} |")
    print(f"\n{right} of {total} found in {time.perf_counter() - start:.0f} s")
    return int(right < total or passed < len(LEDGERS))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anfu.settings.test")
    django.setup()
    sys.exit(main(parser.parse_args().cases))
