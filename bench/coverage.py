"""How fast the coverage page is, and how that grows: `python -m bench.coverage 10000 100000 1000000`.

Fills an embedded database of its own with made-up enterprises and relations, then asks for the page as a city
officer and as a county officer, for today and for past days. Prints p50 and p95 in milliseconds.
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

DIVISIONS = [
    "330702",
    "330703",
    "330723",
    "330726",
    "330727",
    "330781",
    "330782",
    "330783",
    "330784",
    "330791",
]
SECTORS = ["", "light", "machinery", "textiles", "commerce", "nonferrous", "metallurgy", "building_materials"]
SIZES = ["", "large", "medium", "small", "micro"]
GROUNDS = [
    "combustible_dust",
    "spraying",
    "confined_space",
    "metal_smelting",
    "ammonia",
    "dangerous_goods_trade",
]
START, TODAY = date(2019, 1, 1), date(2026, 11, 23)
AT = "2026-11-23 00:00:00+00:00"


def main(sizes: list[int]) -> None:
    """Fill and measure at each size, each in a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(os.environ.get("BENCH_HOME", folder))
        for size in sizes:
            os.environ["ANFU_HOME"] = str(home / str(size))
            code = f"from bench.coverage import one; one({size})"
            subprocess.run([sys.executable, "-c", code], check=True)


def one(size: int) -> None:
    """One size: fill where empty, then measure."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anfu.settings.embedded")
    django.setup()
    settings.ALLOWED_HOSTS = ["*"]
    settings.READING_QUOTAS = False
    # Without collected files the names of scripts and styles need no manifest; it changes no query.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    call_command("migrate", verbosity=0)
    from anfu.registry.models import Enterprise

    if not Enterprise.objects.exists():
        began = time.perf_counter()
        fill(size)
        print(f"{size:>9,} filled in {time.perf_counter() - began:.1f} s", flush=True)
        began = time.perf_counter()
        print(f"{size:>9,} {rebuild()} in {time.perf_counter() - began:.1f} s", flush=True)
    measure(size)


def fill(size: int) -> None:
    """Organisations, enterprises, versions, confirmed grounds and 1.2 relations for each enterprise."""
    from django.db import connection, transaction

    random = np.random.default_rng(7)
    chunk = 100_000
    for start in range(1, size + 1, chunk):
        ids = np.arange(start, min(start + chunk, size + 1))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            _registry(ids, random)
            _findings(ids, random)
            _relations(ids, random)


def _days(random: np.random.Generator, count: int) -> pl.Series:
    offsets = random.integers(0, (TODAY - START).days, count)
    return pl.Series([START + timedelta(int(n)) for n in offsets])


def _registry(ids: np.ndarray, random: np.random.Generator) -> None:
    from anfu.core import bulk

    n = len(ids)
    names = [f"样例{i}" for i in ids]
    org = pl.DataFrame(
        {"id": ids, "uscc": [f"{i:018d}" for i in ids], "name": names, "former_ids": ["[]"] * n}
    )
    bulk.insert_frame("registry_organisation", org)
    division = random.choice(DIVISIONS, n)
    town = np.char.add(division, np.char.zfill(random.integers(1, 16, n).astype(str), 3))
    enterprise = pl.DataFrame(
        {"organisation_id": ids, "division": division, "town": town, "waiting_at": [""] * n}
    )
    bulk.insert_frame("registry_enterprise", enterprise)
    texts = [
        "org_type",
        "capital_currency",
        "scope",
        "address",
        "placement_basis",
        "industry",
        "hazard_level",
    ]
    texts += ["hazard_scheme", "regulators", "principal", "contact_name", "contact_phone", "address_key"]
    version = pl.DataFrame(
        {
            "enterprise_id": ids,
            "valid_from": _days(random, n),
            "recorded_at": [AT] * n,
            "source": ["样例"] * n,
            "name": names,
            "division": division,
            "town": town,
            "placement": ["high"] * n,
            "status": random.choice(["active", "suspended", "cancelled"], n, p=[0.93, 0.03, 0.04]),
            "section": random.choice(["C", "F", ""], n, p=[0.55, 0.4, 0.05]),
            "sector": random.choice(SECTORS, n),
            "size_class": random.choice(SIZES, n),
            "size_provisional": [False] * n,
            "facts_hash": ["x"] * n,
            **{name: [""] * n for name in texts},
        }
    )
    bulk.insert_frame("registry_enterpriseversion", version)


def _findings(ids: np.ndarray, random: np.random.Generator) -> None:
    from anfu.core import bulk

    some = ids[random.random(len(ids)) < 0.12]
    n = len(some)
    texts = {"value": "", "state": "confirmed", "strength": "medium", "rule": "样例", "evidence": "[]"}
    texts |= {"texts_hash": "x", "presumed_at": AT, "decided_name": "", "reason": ""}
    bulk.insert_frame(
        "targeting_finding",
        pl.DataFrame(
            {
                "enterprise_id": some,
                "subject": random.choice(GROUNDS, n),
                "likelier": [True] * n,
                "valid_from": _days(random, n),
                **{name: [value] * n for name, value in texts.items()},
            }
        ),
    )


def _relations(ids: np.ndarray, random: np.random.Generator) -> None:
    from anfu.core import bulk

    served = random.choice(ids, int(len(ids) * 1.2))
    n = len(served)
    begun = _days(random, n)
    texts = {
        "mode": "enterprise",
        "kinds": '["entrust"]',
        "source": "样例",
        "recorded_at": AT,
        "ended_reason": "",
    }
    bulk.insert_frame(
        "engagements_engagement",
        pl.DataFrame(
            {
                "enterprise_id": served,
                "provider_id": random.integers(1, 200, n),
                "valid_from": begun,
                "valid_to": begun.dt.offset_by("1y"),
                "contract_no": [f"样-{ids[0]}-{i}" for i in range(n)],
                **{name: [value] * n for name, value in texts.items()},
            }
        ),
    )


def rebuild() -> dict[str, object]:
    """Spans and sums of everything."""
    from anfu.targets.actions import rebuild as work

    return work({}, lambda done, total, note="": None)


def measure(size: int) -> None:
    """Ask for the pages again and again, each time for another day or county."""
    from django.test import Client

    from anfu.core import clock
    from anfu.core.actor import platform
    from anfu.people.actions import add_user

    facts = {"name": "测", "office": "测", "role": "city_officer"}
    user = add_user("bench", "only-for-the-bench", **facts, actor=platform(), on=clock.today())
    client = Client()
    client.force_login(user)
    for label, query in PAGES.items():
        took, worked = [], []
        for n in range(ASKED):
            day = TODAY - timedelta(n * 17)
            began, cpu = time.perf_counter(), time.process_time()
            response = client.get(query.format(day=day, division=DIVISIONS[n % 10]))
            took.append((time.perf_counter() - began) * 1000)
            worked.append((time.process_time() - cpu) * 1000)
            assert response.status_code == 200, response.content[:500]
        wall, busy = _percentiles(took), _percentiles(worked)
        print(
            f"{size:>9,} {label:<18} p50 {wall[0]:6.1f} ms  p95 {wall[1]:6.1f} ms  cpu {busy[0]:6.1f} {busy[1]:6.1f} ms"
        )


def _percentiles(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95) - 1]


ASKED = 40
PAGES = {
    "coverage, city": "/coverage/?on={day}",
    "coverage, county": "/coverage/?on={day}&division={division}",
    "gap list": "/coverage/rows/?on={day}&group=class_1&state=uncovered&division={division}",
    "desk": "/desk/",
}

if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
