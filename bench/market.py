"""How fast the market is: `python -m bench.market --demands 20000 --contracts 100000`.

Fills a database of its own (SQLite in a temporary ANFU_HOME, or the PostgreSQL of DATABASE_URL, which must be empty)
with the contracts of `bench.contracts`, demands in every state, three sealed offers each, choices and standing services;
a few demands go through the actions, so that receipts, openings and comparisons are real. Then asks for every page of
the market as a stranger, both sides and offices. Fails beyond 150 ms (p95).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from bench.directory import Ask, times, told

P95_MS, PROVIDERS, OFFERS, MEMBERS = 150.0, 400, 3, 5
# Of a hundred demands, so many stand in each state.
STATES = {
    "draft": 2, "open": 10, "closed": 3, "chosen": 5, "contracted": 62, "failed": 13, "withdrawn": 5
}  # fmt: skip
KINDS = [["consult"], ["entrust"], ["train"], ["consult", "train"], ["hazard_inspection"]]
SAID = "每月上门看一次，查出的隐患列清单，教我们怎么改，改完再来看；每次留下记录。"
PLAN = "每月上门一次，列清单，复查到销号；每季度培训一次，年底出一份报告，随时电话咨询。" * 4


def main() -> int:
    """A process of its own, so that memory and caches begin anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demands", type=int, default=20_000)
    parser.add_argument("--contracts", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=10)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        return measure(asked.demands, asked.contracts, asked.repeat)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(os.environ.get("BENCH_HOME", folder)) / f"market-{asked.demands}"
        command = [sys.executable, "-m", "bench.market", "--one", "--demands", str(asked.demands)]
        sizes = ["--contracts", str(asked.contracts), "--repeat", str(asked.repeat)]
        environment = {**os.environ, "ANFU_HOME": str(home)}
        return subprocess.run([*command, *sizes], env=environment, check=False).returncode


def measure(size: int, contracts: int, repeat: int) -> int:
    """Fill where empty, then ask everything; 1 where the limit is passed."""
    import django

    from anfu.settings import module

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", module())
    django.setup()
    from django.conf import settings
    from django.db import connection

    from anfu.market.models import Demand
    from anfu.site.serving.prepare import prepare

    settings.ALLOWED_HOSTS, settings.READING_QUOTAS, settings.SECOND_FACTOR = ["*"], False, "offered"
    prepare()
    if not Demand.objects.exists():
        fill(size, contracts)
    print(
        f"{size:,} demands, {contracts:,} contracts, {PROVIDERS} institutions · {connection.vendor}",
        flush=True,
    )
    slowest = max(_first_of_the_day(), 0.0)
    p95 = told("whole page", *times(dict(pages()), repeat), P95_MS)
    return int(p95 > P95_MS or slowest > 60)


def _first_of_the_day() -> float:
    """What a page pays once a day and process, told apart; seconds of the slowest."""
    from django.test import Client

    slowest = 0.0
    for role, address in (("", "/hall/figures/"), ("city_officer", "/market/concentration/")):
        client = _client(role) if role else Client()
        start = time.perf_counter()
        assert client.get(address).status_code == 200
        slowest = max(slowest, seconds := time.perf_counter() - start)
        print(f"  first of the day    {seconds:8.2f} s  {address}", flush=True)
    return slowest


def pages() -> Iterator[tuple[str, Ask]]:
    """As a browser or a program asks, templates and all; name and question."""
    from django.test import Client

    from anfu.market.models import Choice, Demand, Offer, Service

    own = _own()
    stranger, owner, seller = Client(), _client("bench-owner"), _client("bench-seller")
    opened = Demand.objects.filter(state="open", by_invitation=False).order_by("pk")[100].pk
    service = Service.objects.order_by("pk")[500].pk
    for address in (
        "", "?state=closed", "?state=chosen", "?state=contracted", "?state=failed", "?kind=consult", "?division=330784",
        "?kind=train&division=330782", "?kind=occ_health", "?state=contracted&division=330727", "services/",
        "services/?kind=entrust", "services/?division=330784", "services/?kind=train&division=330727", "figures/",
        f"demands/{opened}/", f"services/{service}/",
    ):  # fmt: skip
        yield f"stranger /hall/{address}", lambda a=address: stranger.get(f"/hall/{a}")
    for address in (
        "demands/", "demands/?state=contracted", "demands/new/", f"demands/{own['open']}/", f"demands/{own['draft']}/edit/",
        f"demands/{own['closed']}/", f"demands/{own['closed']}/compare/", f"demands/{own['joint']}/compare/",
        f"choices/{own['choice']}/", "contracts/",
    ):  # fmt: skip
        yield f"owner /{address}", lambda a=address: owner.get(f"/{a}")
    offer = Offer.objects.filter(demand=own["open"]).values_list("pk", flat=True)[0]
    for address in (
        "offers/", "offers/?kind=consult", "offers/?division=330784", "offers/?kind=train&division=330782", "demands/",
        "demands/?state=contracted", f"demands/{own['open']}/", f"demands/{opened}/offer/", f"offers/{offer}/receipt.json",
        f"choices/{own['choice']}/", "services/", "services/new/",
    ):  # fmt: skip
        yield f"seller /{address}", lambda a=address: seller.get(f"/{a}")
    agreed = Choice.objects.filter(state="signed", enterprise__town="330784001").values_list("pk", "demand")[
        0
    ]
    for role in ("city_officer", "county_officer", "town_officer"):
        client = _client(role)
        listed = [
            "demands/",
            *(f"demands/?state={state}" for state in list(STATES)[1:]),
            f"demands/{agreed[1]}/",
        ]
        for address in (*listed, f"choices/{agreed[0]}/", "market/concentration/"):
            yield f"{role} /{address}", lambda a=address, c=client: c.get(f"/{a}")
    for who, client, names in (
        ("owner", owner, ("demands", "choices", "services", f"demands/{own['closed']}/comparison")),
        ("seller", seller, ("demands", "opportunities", "offers", "choices")),
        ("city", _client("city_officer"), ("demands", "choices", f"demands?after={opened}")),
    ):
        for name in names:
            yield f"API {who} {name}", lambda a=name, c=client: c.get(f"/api/v1/market/{a}")


def _client(role: str) -> Any:
    from django.test import Client

    from anfu.people.models import User
    from anfu.people.tests.factories import make_user

    client = Client()
    client.force_login(User.objects.filter(username=role).first() or make_user(role, username=role))
    return client


def _own() -> dict[str, int]:
    """Keys of what went through the actions, by what it is."""
    from anfu.market.models import Choice, Demand

    rows = Demand.objects.filter(scope__startswith="〔").order_by("pk")
    found = {scope[1:].split("〕")[0]: key for key, scope in rows.values_list("pk", "scope")}
    return found | {"choice": Choice.objects.filter(demand=found["chosen"]).values_list("pk", flat=True)[0]}


def fill(size: int, contracts: int) -> None:
    """The contracts' city, some real demands, then the mass with a fixed seed."""
    from bench.contracts import fill as fill_contracts

    fill_contracts(contracts, providers=PROVIDERS)
    start = time.perf_counter()
    entry, view = _real()
    _mass(size, entry, view)
    print(f"filled {size:,} demands in {time.perf_counter() - start:.0f} s", flush=True)


def _mass(size: int, entry: int, view: str) -> None:
    """Set-based, a table after the other: PostgreSQL looks for each foreign key as the newest ANALYZE says it should."""
    from django.db import connection

    from bench.contracts import carry_on

    draw = np.random.default_rng(13)
    states = [str(s) for s in draw.choice(list(STATES), size, p=np.array(list(STATES.values())) / 100)]
    firms = _step(lambda: _parties(size))
    _step(lambda: _demands(firms, states, draw))
    _step(lambda: _offers(states, draw, entry))
    _step(lambda: _choices(firms, states, entry, view))
    _step(lambda: _services(draw))
    carry_on()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _step(work: Callable[[], Any]) -> Any:
    from django.db import connection, transaction

    with transaction.atomic():
        made = work()
    with connection.cursor() as cursor:
        for table in ("people_party", "market_demand", "market_offer", "market_offerversion"):
            cursor.execute(f"ANALYZE {table}")
    return made


def _real() -> tuple[int, str]:
    """A firm's demands in each state with six offers each, and one of five firms; a receipt and a view to lend."""
    from anfu.core import clock
    from anfu.market.actions import answering, joining, placing
    from anfu.market.models import OfferVersion
    from anfu.market.tests import factories as make

    firms, sellers = _firms(), _sellers()
    made = {
        name: make.make_demand(firms[0], state, scope=f"〔{name}〕{SAID}")
        for name, state in (("draft", "draft"), ("open", "open"), ("closed", "open"), ("chosen", "open"))
    }
    joint = placing.draft(
        make.wish(partners=tuple(f.uscc for f in firms[1:]), scope=f"〔joint〕{SAID}"),
        actor=firms[0].owner, on=clock.today(),
    )  # fmt: skip
    for firm in firms[1:]:
        joining.answer(joint.pk, True, actor=firm.owner, on=clock.today())
    made["joint"] = placing.publish(joint.pk, actor=firms[0].owner, on=clock.today())
    for name in ("open", "closed", "chosen", "joint"):
        for place, seller in enumerate(sellers):
            make.make_offer(made[name], seller, price_fen=700_000 + place * 10_000)
        if name != "open":
            make.close(made[name])
    choice = make.choose(made["chosen"], firms[0], sellers[0])
    answering.confirm(choice.pk, actor=sellers[0].owner, on=clock.today())
    return OfferVersion.objects.order_by("pk")[0].receipt_id, choice.view


def _firms() -> list[Any]:
    from anfu.market.tests.factories import make_firm
    from anfu.people.models import User
    from anfu.registry.models import Enterprise

    rows = Enterprise.objects.filter(division="330784").select_related("organisation").order_by("-pk")
    made = [make_firm(each) for each in rows[:MEMBERS]]
    User.objects.filter(pk=made[0].owner.user_id).update(username="bench-owner")
    return made


def _sellers() -> list[Any]:
    """Six institutions with people whose time is not yet promised, so that they may accept."""
    from anfu.market.tests.factories import make_institution
    from anfu.people.models import User

    made = [make_institution(name=f"样例供方{place}安全技术公司") for place in "甲乙丙丁戊己"]
    User.objects.filter(pk=made[0].owner.user_id).update(username="bench-seller")
    return made


def _parties(size: int) -> list[tuple[int, int, str, str]]:
    """A party for each enterprise that placed a demand: its key, the enterprise, county and town."""
    from django.db import connection

    from anfu.core import bulk

    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM people_party")
        first = cursor.fetchone()[0] + 1
        cursor.execute("SELECT organisation_id, name, division, town FROM registry_enterprise JOIN registry_organisation"
                       " ON id = organisation_id ORDER BY organisation_id LIMIT %s", [size])  # fmt: skip
        rows = cursor.fetchall()
    made = [(first + n, "enterprise", name, key, "", "") for n, (key, name, *_) in enumerate(rows)]
    bulk.insert("people_party", ["id", "kind", "name", "organisation_id", "division", "town"], made)
    return [(first + n, key, division, town) for n, (key, _, division, town) in enumerate(rows)]


FIRST = 1_000_001  # keys of the mass, apart from those that actions gave


def _demands(firms: list[tuple[int, int, str, str]], states: list[str], draw: np.random.Generator) -> None:
    from anfu.core import bulk, clock

    now = clock.now()
    basis = json.dumps(
        [{"label": "一般企业", "why": "四(三)b", "clause": "四(三)b", "sentence": SAID}], ensure_ascii=False
    )
    rows, members, asked = [], [], []
    for n, ((party, firm, division, town), state) in enumerate(zip(firms, states, strict=True)):
        deadline = (
            now + timedelta(days=1 + n % 25)
            if state in ("draft", "open")
            else now - timedelta(days=1 + n % 300)
        )
        by_invitation = n % 7 == 0
        closed = state in ("closed", "chosen", "contracted", "failed")
        rows.append((
            FIRST + n, party, False, json.dumps(KINDS[n % len(KINDS)]), SAID, str(now.date() + timedelta(30)), 12, 1, None,
            800_000 if n % 3 else None, by_invitation, bulk.moment(deadline), basis, division, town, "C",
            ("micro", "small", "medium", "large", "")[n % 5], state, bulk.moment(deadline - timedelta(9)),
            None if state == "draft" else bulk.moment(deadline - timedelta(8)),
            bulk.moment(deadline) if closed else None, OFFERS if closed else None, "",
        ))  # fmt: skip
        members.append((firm, FIRST + n, "agreed", bulk.moment(now), ""))
        if by_invitation:
            asked += [(FIRST + n, key) for key in draw.choice(_institutions(), 3, replace=False).tolist()]
    columns = ["id", "party_id", "joint", "kinds", "scope", "valid_from", "months", "visits_per_month", "budget_low_fen",
               "budget_high_fen", "by_invitation", "deadline", "basis", "division", "town", "section", "size", "state",
               "made_at", "opened_at", "closed_at", "offers_opened", "ended_reason"]  # fmt: skip
    bulk.insert("market_demand", columns, rows)
    bulk.insert("market_member", ["enterprise_id", "demand_id", "state", "answered_at", "reason"], members)
    bulk.insert("market_invitation", ["demand_id", "provider_id"], asked)


def _institutions() -> list[int]:
    from anfu.providers.models import Provider

    if not _keys:
        _keys.extend(Provider.objects.filter(state="listed").order_by("pk").values_list("pk", flat=True))
    return _keys


_keys: list[int] = []


def _offers(states: list[str], draw: np.random.Generator, entry: int) -> None:
    from anfu.core import bulk, clock

    now, until = bulk.moment(clock.now()), str(clock.today() + timedelta(60))
    offers, versions = [], []
    chosen = draw.integers(0, len(_institutions()), len(states))
    for n, state in enumerate(states):
        for place in range(OFFERS if state != "draft" else 0):
            key = FIRST + n * OFFERS + place
            provider = _institutions()[(int(chosen[n]) + place * 7) % len(_institutions())]
            offers.append((key, FIRST + n, provider, "standing", 1, now))
            price = 500_000 + (n * 7919 + place * 104_729) % 900_000
            versions.append(
                (key, key, 1, price, PLAN, 1, 8, 1, 1, "[]", until, now, f"{key:032x}", f"{key:064x}", entry)
            )
    bulk.insert("market_offer", ["id", "demand_id", "provider_id", "state", "number", "made_at"], offers)
    columns = ["id", "offer_id", "number", "price_fen", "plan", "visits_per_month", "training_hours", "reports", "drills",
               "staff", "valid_until", "made_at", "salt", "seal", "receipt_id"]  # fmt: skip
    bulk.insert("market_offerversion", columns, versions)


def _choices(firms: list[tuple[int, int, str, str]], states: list[str], entry: int, view: str) -> None:
    """Of each chosen or contracted demand the first offer; the contracts are lent by the contracts' benchmark."""
    from anfu.core import bulk, clock

    now = bulk.moment(clock.now() - timedelta(20))
    found = []
    for n, ((_, firm, *_), state) in enumerate(zip(firms, states, strict=True)):
        if state in ("chosen", "contracted"):
            become = "signed" if state == "contracted" else ("waiting", "confirmed")[n % 2]
            contract = None if become == "waiting" else 1 + n
            found.append((FIRST + n, firm, FIRST + n * OFFERS, become, "离得近，做过同样的厂", now, view, f"{n:064x}", entry,
                          now, "", contract))  # fmt: skip
    columns = ["demand_id", "enterprise_id", "version_id", "state", "reason", "chosen_at", "view", "view_hash", "entry_id",
               "answered_at", "ended_reason", "contract_id"]  # fmt: skip
    bulk.insert("market_choice", columns, found)


def _services(draw: np.random.Generator) -> None:
    from anfu.core import bulk, clock

    places = ["330702", "330782", "330784", "330727"]
    now = bulk.moment(clock.now())
    rows = [
        (key, f"小微企业安全服务（{n} 号）", json.dumps(KINDS[n % len(KINDS)]), SAID, int(fen),
         json.dumps(places[: n % 4]), n % 40, "published", now)
        for key in _institutions()
        for n, fen in enumerate(draw.integers(200_000, 2_000_000, 3))
    ]  # fmt: skip
    columns = [
        "provider_id",
        "title",
        "kinds",
        "includes",
        "price_fen",
        "divisions",
        "capacity",
        "state",
        "published_at",
    ]
    bulk.insert("market_service", columns, rows)


if __name__ == "__main__":
    sys.exit(main())
