"""How fast the enterprise list is at any filter, and how that grows: `python -m bench.enterprise_list --rows 10000 1000000`.

Fills a database of its own (SQLite in a temporary ANFU_HOME, or the PostgreSQL of DATABASE_URL, which must be empty)
with made-up enterprises, then asks for the page's data and for the whole page as city, county and town officers.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

TODAY, SINCE = date(2026, 11, 23), "2024-03-01"
AT = "2026-11-23 00:00:00+00:00"
WEIGHTS = {
    "330702": 8, "330703": 6, "330723": 8, "330726": 7, "330727": 3, "330781": 8, "330782": 28, "330783": 12,
    "330784": 14, "330791": 5, "": 1,
}  # fmt: skip
STATUSES = ["active", "dormant", "suspended", "liquidating", "moved_out", "revoked", "cancelled", "annulled"]
WORDS = list(
    "永康金华东阳义乌兰溪武义浦江磐安五金工具电器机械铝业铜业塑料包装服饰针织饰品家具铸造喷涂食品冷冻化工贸易物流汽配锁业门业杯业"
)
BATCH = 50_000
VERSION = [
    "enterprise_id", "valid_from", "valid_to", "recorded_at", "source", "name", "org_type", "capital_currency", "scope",
    "division", "town", "address", "placement", "placement_basis", "industry", "employees", "status", "above_scale",
    "hazard_level", "hazard_scheme", "regulators", "principal", "contact_name", "contact_phone", "section", "sector",
    "size_class", "size_provisional", "address_key", "facts_hash",
]  # fmt: skip


def main() -> None:
    """One process for each size, so that memory and caches begin anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        measure(asked.rows[0], asked.repeat)
        return
    with tempfile.TemporaryDirectory() as folder:
        home = Path(os.environ.get("BENCH_HOME", folder))
        for size in asked.rows:
            environment = {**os.environ, "ANFU_HOME": str(home / f"list-{size}")}
            command = [sys.executable, "-m", "bench.enterprise_list", "--one"]
            subprocess.run(
                [*command, "--rows", str(size), "--repeat", str(asked.repeat)], env=environment, check=True
            )


def measure(size: int, repeat: int) -> None:
    """Fill where empty, then ask everything `repeat` times."""
    import django

    from anfu.settings import module

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", module())
    django.setup()
    from django.conf import settings
    from django.db import connection

    from anfu.site.serving.prepare import prepare

    settings.ALLOWED_HOSTS = ["*"]
    settings.READING_QUOTAS, settings.SECOND_FACTOR = False, "offered"
    prepare()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM registry_organisation")
        there = cursor.fetchone()[0]
    if there < size:
        fill(size - there)
    table("data of the page", _data(repeat), size, connection.vendor)
    table("whole page", _pages(repeat), size, connection.vendor)


def table(title: str, times: dict[str, list[float]], size: int, vendor: str) -> None:
    """Median and slowest of each question, and over all of them p50 and p95 in milliseconds."""
    everything = sorted(value for values in times.values() for value in values)
    print(f"\n{title} · {size:,} enterprises · {vendor}")
    for name, values in sorted(times.items(), key=lambda item: -max(item[1]))[:12]:
        print(f"  {statistics.median(values):8.1f} {max(values):8.1f}  {name}")
    middle, high = everything[len(everything) // 2], everything[int(len(everything) * 0.95)]
    print(
        f"  p50 {middle:.1f} ms   p95 {high:.1f} ms   max {everything[-1]:.1f} ms   over {len(times)} questions",
        flush=True,
    )


def _data(repeat: int) -> dict[str, list[float]]:
    from anfu.registry.queries import listing

    times: dict[str, list[float]] = {}
    for _ in range(repeat):
        for name, arguments in questions():
            start = time.perf_counter()
            listing.page(**arguments, today=TODAY)
            times.setdefault(name, []).append((time.perf_counter() - start) * 1000)
    return times


def questions() -> Iterator[tuple[str, dict[str, Any]]]:
    """Filters common and rare, alone and together, in three territories, by each order and for a past day."""
    from anfu.core.actor import Actor
    from anfu.registry.queries.filter import TERRITORY, Filter, Order
    from anfu.registry.queries.listing import Asked

    city = Actor(1, "市", whole_city=True)
    county = Actor(2, "县", divisions=frozenset({"330784"}))
    town = Actor(3, "镇", towns=frozenset({"330784001"}))
    filters = {
        "all": Filter(),
        "county": Filter(divisions=("330782",)),
        "three counties": Filter(divisions=("330702", "330784", "330727")),
        "unplaced": Filter(divisions=("",)),
        "a town": Filter(towns=("330782001",)),
        "all but few towns": Filter(
            towns=tuple(f"3307{d:02d}{t:03d}" for d in (2, 3, 82, 83) for t in range(1, 9))
        ),
        "section C": Filter(sections=("C",)),
        "section O, large": Filter(sections=("O",), sizes=("large",)),
        "tobacco": Filter(sectors=("tobacco",)),
        "tobacco, severe": Filter(sectors=("tobacco",), hazards=("severe",)),
        "light or textiles, medium": Filter(sectors=("light", "textiles"), sizes=("medium",)),
        "annulled": Filter(statuses=("annulled",)),
        "annulled, above scale, severe": Filter(statuses=("annulled",), scales=("yes",), hazards=("severe",)),
        "active, micro, below scale": Filter(statuses=("active",), sizes=("micro",), scales=("no",)),
        "large, not active": Filter(sizes=("large",), statuses=("suspended", "cancelled", "dormant")),
        "nothing fits": Filter(sections=("T",), sectors=("tobacco",)),
        "two-digit industry": Filter(industries=("33",)),
        "four-digit industry": Filter(industries=("3311",)),
        "industries, severe": Filter(industries=("33", "34", "35"), hazards=("severe",)),
        "five industries, micro, cancelled": Filter(
            industries=("13", "17", "18", "29", "33"), sizes=("micro",), statuses=("cancelled",)
        ),
        "100 to 300 people": Filter(employees_min=100, employees_max=300),
        "exactly 37 people": Filter(employees_min=37, employees_max=37),
        "over 2,900 people": Filter(employees_min=2900),
        "town, industry, people": Filter(towns=("330784001",), industries=("33",), employees_min=20),
        "county, heavier, small, textiles": Filter(
            divisions=("330783",), hazards=("heavier",), sizes=("small",), sectors=("textiles",)
        ),
        "a common word": Filter(text="有限公司"),
        "two characters": Filter(text="永康"),
        "two characters, county": Filter(text="永康", divisions=("330782",)),
        "a rare name": Filter(text="永康市五金第98"),
        "word, rare facets": Filter(text="五金", statuses=("annulled",), sizes=("large",)),
        "word, common facets": Filter(text="五金", statuses=("active",), sections=("C",)),
        "word, contrary facets": Filter(text="喷涂", sections=("F",), sizes=("medium",)),
        "name and address": Filter(text="电器 镇三路18"),
        "one character": Filter(text="铜"),
        "nobody's name": Filter(text="并不存在的名字"),
        "a code": Filter(text="91330700MA0"),
        "one code": Filter(text="91330700MA00000123"),
    }
    for who, actor in (("city", city), ("county", county), ("town", town)):
        for name, chosen in filters.items():
            yield f"{who}: {name}", {"chosen": chosen, "actor": actor, "on": TODAY}
    for name in ("all", "section C", "annulled", "active, micro, below scale", "county", "a town"):
        order = Order("headcount", falling=True)
        yield f"by people: {name}", {"chosen": filters[name], "actor": city, "on": TODAY, "order": order}
        past = date(2025, 6, 30)
        yield f"a past day: {name}", {"chosen": filters[name], "actor": city, "on": past, "order": TERRITORY}
    far = listing_mark(filters["section C"], city)
    yield (
        "city: page far behind",
        {"chosen": filters["section C"], "actor": city, "on": TODAY, "asked": Asked(after=far)},
    )


_marks: list[str] = []


def listing_mark(chosen: Any, actor: Any) -> str:
    """A place some 10,000 rows into the list."""
    if not _marks:
        from anfu.registry.models import EnterpriseVersion
        from anfu.registry.queries import listing

        ids = listing.version_ids(chosen, actor, on=TODAY, today=TODAY, limit=10_000)
        last = EnterpriseVersion.objects.get(pk=ids[-1])
        _marks.append(f"{last.facets}.{last.enterprise_id}")
    return _marks[0]


def _pages(repeat: int) -> dict[str, list[float]]:
    """The page as a browser asks for it, signed in, templates and all."""
    from django.test import Client

    user = _make_user()
    client = Client()
    client.force_login(user)
    addresses = [
        "", "?division=330782", "?section=C&status=active", "?size=large&status=annulled", "?q=永康", "?q=五金&hazard=severe",
        "?employees_min=37&employees_max=37", "?industry=33&size=small", "?sort=-headcount", "?on=2025-06-30&section=C",
    ]  # fmt: skip
    times: dict[str, list[float]] = {}
    for _ in range(repeat + 1):
        for address in addresses:
            start = time.perf_counter()
            response = client.get(f"/enterprises/{address}")
            assert response.status_code == 200, (address, response.status_code)
            times.setdefault(address or "/", []).append((time.perf_counter() - start) * 1000)
    return {address: values[1:] for address, values in times.items()}


def _make_user() -> Any:
    from anfu.core import clock
    from anfu.core.actor import platform
    from anfu.people.actions import add_user

    facts = {"name": "测", "office": "测", "role": "city_officer"}
    return add_user("bench", "only-for-the-bench", **facts, actor=platform(), on=clock.today())


def fill(size: int) -> None:
    """Set-based: organisations, enterprises, versions (a tenth with a former one), the search index."""
    from django.db import connection, transaction

    from anfu.core import bulk
    from anfu.registry import search

    draw = np.random.default_rng(7)
    start = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM registry_organisation")
        first = cursor.fetchone()[0] + 1
    for low in range(first, first + size, BATCH):
        rows = made(np.arange(low, min(low + BATCH, first + size)), draw)
        with transaction.atomic():
            bulk.insert("registry_organisation", ["id", "uscc", "name", "former_ids"], _organisations(rows))
            waits = rows.select("enterprise_id", "division", "town", waiting=pl.lit("")).rows()
            bulk.insert("registry_enterprise", ["organisation_id", "division", "town", "waiting_at"], waits)
            bulk.insert_frame("registry_enterpriseversion", rows, VERSION)
            bulk.insert_frame("registry_enterpriseversion", _former(rows), VERSION)
            entries = rows.select("enterprise_id", "name", "address", "division", "town").rows()
            search.index_many(search.Entry(*entry) for entry in entries)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
    print(f"filled {size:,} in {time.perf_counter() - start:.0f} s", flush=True)


def _organisations(rows: pl.DataFrame) -> list[tuple[Any, ...]]:
    return [
        (key, f"91330700MA{key:08d}"[:18], name, "[]")
        for key, name in rows.select("enterprise_id", "name").rows()
    ]


def _former(rows: pl.DataFrame) -> pl.DataFrame:
    past = rows.filter(pl.col("enterprise_id") % 10 == 0)
    return past.with_columns(
        valid_from=pl.lit("2020-01-01"), valid_to=pl.lit(SINCE), employees=pl.col("employees") + 1
    )


def made(keys: np.ndarray, draw: np.random.Generator) -> pl.DataFrame:
    """Enterprises whose facts depend on each other as real ones do: place, trade, people, size, level."""
    from anfu.registry.derived import derive
    from anfu.registry.industry import industries

    count = len(keys)
    codes = sorted(code for code in industries().names if len(code) == 4)
    share = np.array([6.0 if "13" <= code[:2] < "44" else 1.0 for code in codes])
    trade = draw.choice(len(codes), count, p=share / share.sum())
    division = draw.choice(list(WEIGHTS), count, p=np.array(list(WEIGHTS.values())) / sum(WEIGHTS.values()))
    people = np.minimum(np.exp(draw.normal(2.4, 1.2, count)).astype(int) + 1, 3000)
    told = draw.random(count)
    words = np.array(WORDS)[draw.integers(0, len(WORDS), (count, 4))]
    towns = draw.integers(1, 16, count)
    frame = pl.DataFrame(
        {
            "enterprise_id": keys,
            "division": division,
            "town": [f"{d}{t:03d}" if d else "" for d, t in zip(division, towns, strict=True)],
            "name": ["".join(w) + f"第{k}制造有限公司" for k, w in zip(keys, words, strict=True)],
            "address": [
                f"浙江省金华市{w[0]}{w[1]}镇{w[2]}路{k % 997}号" for k, w in zip(keys, words, strict=True)
            ],
            "industry": [codes[n] for n in trade],
            "employees": people,
            "revenue_fen": people * draw.integers(5, 80, count) * 1_000_000,
            "status": draw.choice(STATUSES, count, p=[0.85, 0.01, 0.02, 0.003, 0.01, 0.03, 0.076, 0.001]),
            "hazard_level": draw.choice(
                ["", "general", "heavier", "severe"], count, p=[0.6, 0.3, 0.07, 0.03]
            ),
            "scope": ["五金制品、塑料制品制造、加工、销售；货物进出口" * 6] * count,
        }
    ).with_columns(
        employees=pl.when(pl.Series(told) > 0.1).then("employees"),
        above_scale=pl.when(pl.Series(told) > 0.2).then(pl.col("revenue_fen") > 2_000_000_000),
    )
    constants = {"valid_from": SINCE, "recorded_at": AT, "source": "bench", "placement": "high"}
    empty = ["org_type", "capital_currency", "placement_basis", "hazard_scheme", "regulators", "principal",
             "contact_name", "contact_phone", "facts_hash"]  # fmt: skip
    return (
        derive(frame)
        .with_columns(pl.col(pl.String).fill_null(""))
        .with_columns(**{name: pl.lit(value) for name, value in constants.items()})
        .with_columns(**{name: pl.lit("") for name in empty}, valid_to=pl.lit(None, dtype=pl.String))
    )


if __name__ == "__main__":
    main()
