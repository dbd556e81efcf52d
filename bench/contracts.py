"""The nightly check of all relations in force, and the pages of contracts: `python -m bench.contracts --rows 10000 100000`.

Fills a database of its own (SQLite in a temporary ANFU_HOME, or the PostgreSQL of DATABASE_URL, which must be empty)
with made-up enterprises, 60 institutions and a contract for each enterprise; suspends two institutions and ends one
licence; then measures the first check (it finds all that is wrong), the second (nothing new), and pages. Limits:
60 s for a check, 150 ms for a page (p95).
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from bench.directory import Ask, times, told
from bench.enterprise_list import fill as fill_enterprises

PROVIDERS, STAFF, AT = 60, 5, "2026-11-23 00:00:00+00:00"
LIMIT_CHECK, LIMIT_PAGE = 60.0, 150.0
ROLES: list[tuple[str, dict[str, str]]] = [
    ("city_officer", {}), ("county_officer", {"division": "330784"}),
    ("town_officer", {"division": "330784", "town": "330784001"}), ("provider_owner", {}), ("enterprise_owner", {}),
]  # fmt: skip
KINDS = ["entrust", "train", "consult", "hazard_inspection"]


def main() -> int:
    """One process for each size; the exit code says whether a limit was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        return measure(asked.rows[0])
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        home = Path(os.environ.get("BENCH_HOME", folder))
        for size in asked.rows:
            environment = {**os.environ, "ANFU_HOME": str(home / f"contracts-{size}")}
            command = [sys.executable, "-m", "bench.contracts", "--one", "--rows", str(size)]
            failed += subprocess.run(command, env=environment, check=False).returncode != 0
    return failed


def measure(size: int) -> int:
    """Fill where empty, check twice, ask for pages; 1 where a limit was missed."""
    import django

    from anfu.settings import module

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", module())
    django.setup()
    from django.conf import settings
    from django.db import connection

    from anfu.engagements.models import Engagement
    from anfu.site.serving.prepare import prepare

    settings.ALLOWED_HOSTS, settings.READING_QUOTAS, settings.SECOND_FACTOR = ["*"], False, "offered"
    prepare()
    if not Engagement.objects.exists():
        fill(size)
    print(f"\ncontracts · {size:,} relations · {connection.vendor}")
    return max(_checks(), _pages())


def _checks() -> int:
    from anfu.core import clock
    from anfu.engagements.actions.rechecking import recheck

    slowest = 0.0
    for name in ("first check", "second check"):
        start = time.perf_counter()
        done = recheck(clock.today())
        slowest = max(slowest, seconds := time.perf_counter() - start)
        print(
            f"  {seconds:8.2f} s  {name}: {done.asked:,} asked, {done.began:,} new, {done.ended:,} gone",
            flush=True,
        )
    return int(slowest > LIMIT_CHECK)


def _pages(repeat: int = 7) -> int:
    from django.test import Client

    asked: dict[str, Ask] = {}
    for role, where in ROLES:
        client = Client()
        client.force_login(user := _user(role, **where))
        asked |= {f"{role} {a}": (lambda a=a, c=client: c.get(a)) for a in _addresses(user)}
    return int(told("whole page", *times(asked, repeat), LIMIT_PAGE) > LIMIT_PAGE)


def _addresses(user: Any) -> list[str]:
    """The list at each filter, one contract, relations; both lists of the API."""
    from anfu.engagements.models import Contract
    from anfu.engagements.queries.waiting import WAITING
    from anfu.engagements.views.contracts.listing import STATES
    from anfu.people.actors import actor_of
    from anfu.registry.models import Organisation

    rows = Contract.objects.visible_to(actor_of(user)).order_by("-pk")
    found = [f"/contracts/?state={state}" for state in STATES] + [
        f"/contracts/?waits={what}" for what in WAITING
    ]
    found += ["/contracts/", f"/contracts/{rows[0].pk}/", "/engagements/", "/engagements/?check=affected"]
    found += [f"/contracts/?q={Organisation.objects.get(pk=_provider_keys()[0]).name}", "/contracts/?q=第12"]
    return [*found, "/api/v1/engagements/contracts", "/api/v1/engagements/contracts?state=over"]


def _user(role: str, **where: str) -> Any:
    from anfu.core import clock
    from anfu.core.actor import platform
    from anfu.people.actions import add_user
    from anfu.registry.models import Organisation

    keys = {"provider_owner": _provider_keys()[0], "enterprise_owner": _firm()}
    own = Organisation.objects.get(pk=keys[role]) if role in keys else None
    facts = {"name": "测", "office": "测", "role": role, "organisation": own, **where}
    return add_user(f"bench-{role}", "only-for-the-bench", **facts, actor=platform(), on=clock.today())


def _firm() -> int:
    from anfu.registry.models import Enterprise

    return Enterprise.objects.order_by("pk").values_list("pk", flat=True)[0]


def _provider_keys() -> list[int]:
    from anfu.providers.models import Provider

    return list(Provider.objects.order_by("pk").values_list("pk", flat=True))


def fill(size: int, providers: int = PROVIDERS) -> None:
    """Enterprises as the list's benchmark makes them, institutions, and a contract for each enterprise."""
    from django.db import connection

    start = time.perf_counter()
    fill_enterprises(size)
    carry_on()
    _institutions(date.today(), providers)
    _contracts(size, date.today())
    carry_on()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"filled {size:,} contracts in {time.perf_counter() - start:.0f} s", flush=True)


def carry_on() -> None:
    """PostgreSQL gives the next keys after those that were written here; SQLite does so by itself."""
    from django.apps import apps
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for each in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(each)


def _institutions(today: date, number: int) -> None:
    """Listed consultancies with five people each; the second and third are suspended, the fourth has lost its people."""
    from django.db import transaction

    from anfu.core.ledger.guard import without_ledger
    from anfu.providers.models import Employment, Spell
    from anfu.providers.tests.factories import make_provider

    with transaction.atomic(), without_ledger():
        made = [make_provider("consultancy", name=f"样例第{n}安全技术公司") for n in range(number)]
        _people([each.pk for each in made], today)
        told = {"state": "suspended", "reason": "检查不合格", "term_end": today + timedelta(90)}
        Spell.objects.filter(provider__in=made[1:3]).update(**told)
        Employment.objects.filter(provider=made[3]).update(valid_to=today)


def _people(providers: list[int], today: date) -> None:
    """Set-based, from keys that factories do not reach."""
    from anfu.core import bulk

    first, since, ends = 1_000_001, "2024-01-01", str(today + timedelta(900))
    keys = range(first, first + len(providers) * STAFF)
    people = [(key, "测试员", "sealed", f"bench{key}") for key in keys]
    bulk.insert("providers_professional", ["id", "name", "identity_sealed", "identity_digest"], people)
    jobs = [(key, key, providers[(key - first) // STAFF], True, "", since, 366, "", AT) for key in keys]
    columns = ["id", "professional_id", "provider_id", "full_time", "position", "valid_from", "days_a_year", "source",
               "recorded_at"]  # fmt: skip
    bulk.insert("providers_employment", columns, jobs)
    held = [(key, "cse", f"证{key}", "", "", since, ends, "verified", since, "公开目录", AT) for key in keys]
    columns = ["professional_id", "credential", "number", "grade", "speciality", "valid_from", "valid_to", "check_state",
               "checked_on", "check_source", "recorded_at"]  # fmt: skip
    bulk.insert("providers_certificate", columns, held)


def _contracts(size: int, today: date) -> None:
    """Set-based: relations, contracts, and their agreed versions with whole texts."""
    from django.db import connection, transaction

    from anfu.core import bulk

    draw = np.random.default_rng(11)
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, uscc FROM registry_enterprise JOIN registry_organisation"
                       " ON id = organisation_id ORDER BY organisation_id LIMIT %s", [size])  # fmt: skip
        firms = cursor.fetchall()
    start = today - timedelta(100)
    rows = pl.DataFrame({
        "id": np.arange(1, size + 1), "enterprise_id": [key for key, _ in firms],
        "provider_id": np.array(_provider_keys())[draw.integers(0, len(_provider_keys()), size)],
        "kind": np.array(KINDS)[draw.integers(0, len(KINDS), size)],
    }).with_columns(valid_from=pl.lit(str(start)), valid_to=pl.lit(str(today + timedelta(265))))  # fmt: skip
    with transaction.atomic():
        bulk.insert_frame("engagements_engagement", _relations(rows))
        bulk.insert_frame("engagements_contract", _agreements(rows))
        bulk.insert_frame("engagements_contractversion", _versions(rows, dict(firms)))


def _relations(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        "id", "enterprise_id", "provider_id", "valid_from", "valid_to", mode=pl.lit("enterprise"),
        kinds=pl.format('["{}"]', "kind"), price_fen=pl.lit(800_000), contract_no=pl.format("样-{}", "id"),
        source=pl.lit("bench"), recorded_at=pl.lit(AT), ended_reason=pl.lit(""),
    )  # fmt: skip


def _agreements(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        "id", "enterprise_id", "provider_id", "valid_from", "valid_to", source=pl.lit("direct"), source_ref=pl.lit(""),
        state=pl.lit("signed"), drafted_at=pl.lit(AT), signed_at=pl.lit(AT), closed_reason=pl.lit(""), edition=pl.lit(1),
    )  # fmt: skip


def _versions(rows: pl.DataFrame, codes: dict[int, str]) -> pl.DataFrame:
    from anfu.engagements.versions import digest_of

    bodies = [_body(row, codes) for row in rows.iter_rows(named=True)]
    return rows.select(
        "id", contract_id="id", engagement_id="id", number=pl.lit(1), kind=pl.lit("terms"), body=pl.Series(bodies),
        digest=pl.Series([digest_of(body) for body in bodies]), note=pl.lit(""), proposed_side=pl.lit("enterprise"),
        proposed_at=pl.lit(AT), outcome=pl.lit("agreed"), settled_at=pl.lit(AT), visits_per_month=pl.lit(1),
        training_hours=pl.lit(8), reports=pl.lit(1), drills=pl.lit(1), months=pl.lit(12),
    )  # fmt: skip


def _body(row: dict[str, Any], codes: dict[int, str]) -> str:
    from anfu.core.ledger.chain import canonical
    from anfu.engagements.documents.templates import template_for

    terms = {
        "enterprise_uscc": codes[row["enterprise_id"]], "provider_uscc": "91330702MA0000000X", "kinds": [row["kind"]],
        "scope": "每月上门排查隐患，健全制度和档案", "valid_from": row["valid_from"], "last_day": row["valid_from"],
        "price_fen": 800_000, "deliverables": {"visits_per_month": 1},
    }  # fmt: skip
    template = template_for([row["kind"]], on=date.today()).plain()
    return canonical(
        {"contract": row["id"], "version": 1, "kind": "terms", "template": template, "terms": terms}
    )


if __name__ == "__main__":
    sys.exit(main())
