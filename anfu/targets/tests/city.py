"""Made-up cities for tests: a few enterprises with histories, confirmed grounds and service relations."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from anfu.core import clock
from anfu.core.ledger.guard import without_ledger
from anfu.engagements.models import Engagement
from anfu.registry.models import Enterprise, EnterpriseVersion, Organisation
from anfu.targeting.models import Accident, Finding, SupervisedListing
from anfu.targeting.models.finding import GROUNDS

START = date(2023, 1, 1)
DIVISIONS = ["330784", "330782", ""]
STATUSES = ["active"] * 6 + ["suspended", "dormant", "cancelled", "moved_out"]


def make_organisation(number: int, name: str = "") -> Organisation:
    """An organisation with a code of its own; not a valid one."""
    with without_ledger():
        return Organisation.objects.create(uscc=f"T{number:017d}", name=name or f"样例第{number}厂")


def make_enterprise(number: int, **facts: object) -> Enterprise:
    """An enterprise in business since START; `facts` change its version."""
    known = {"division": "330784", "town": "330784001", "section": "C", "sector": "machinery"}
    known |= {"size_class": "small", "status": "active", "valid_from": START} | facts
    with without_ledger():
        organisation = make_organisation(number, str(known.get("name", "")))
        place = {"division": known["division"], "town": known["town"]}
        enterprise = Enterprise.objects.create(organisation=organisation, **place)
        add_version(enterprise, **known)
    return enterprise


def add_version(enterprise: Enterprise, **facts: object) -> EnterpriseVersion:
    """One version of its facts."""
    known = {"source": "测试", "recorded_at": clock.now(), "name": enterprise.organisation.name} | facts
    with without_ledger():
        return EnterpriseVersion.objects.create(enterprise=enterprise, **known)


def add_ground(enterprise: Enterprise, ground: str, start: date, end: date | None = None) -> Finding:
    """A confirmed ground."""
    with without_ledger():
        return Finding.objects.create(
            enterprise=enterprise, subject=ground, state="confirmed", strength="strong", rule="测试",
            texts_hash="x", presumed_at=clock.now(), valid_from=start, valid_to=end,
        )  # fmt: skip


def add_relation(enterprise: Enterprise, start: date, end: date | None, number: str = "") -> Engagement:
    """A service relation with some provider."""
    provider, _ = Organisation.objects.get_or_create(uscc="P" * 18, defaults={"name": "样例服务机构"})
    count = Engagement.objects.count()
    return Engagement.objects.create(
        enterprise=enterprise, provider=provider, mode="enterprise", kinds=["entrust"], valid_from=start,
        valid_to=end, contract_no=number or f"样-{count}", source="测试", recorded_at=clock.now(),
    )  # fmt: skip


@contextmanager
def by_hand() -> Iterator[None]:
    """Rows made without an action."""
    with without_ledger():
        yield


def random_city(seed: int, size: int) -> list[int]:
    """Enterprises with random histories; returns their ids."""
    chance = random.Random(seed)
    with without_ledger():
        return [_random_enterprise(chance, number) for number in range(size)]


def _random_enterprise(chance: random.Random, number: int) -> int:
    organisation = make_organisation(number)
    enterprise = Enterprise.objects.create(organisation=organisation, division="330784", town="330784001")
    start, days = _day(chance), chance.randint(0, 3)
    for n in range(days + 1):
        end = None if n == days and chance.random() < 0.8 else start + timedelta(chance.randint(1, 300))
        _random_version(chance, enterprise, start, end)
        if end is None:
            break
        start = end + timedelta(chance.choice([0, 0, 40]))
    for ground in chance.sample(GROUNDS, chance.choice([0, 0, 1, 2])):
        add_ground(enterprise, ground, *_period(chance))
    for _ in range(chance.choice([0, 1, 1, 2, 3])):
        add_relation(enterprise, *_period(chance))
    if chance.random() < 0.3:
        Accident.objects.create(enterprise=enterprise, happened_on=_day(chance), deaths=1, source="测试")
    if chance.random() < 0.3:
        _random_listing(chance, enterprise)
    return enterprise.pk


def _random_version(chance: random.Random, enterprise: Enterprise, start: date, end: date | None) -> None:
    add_version(
        enterprise,
        valid_from=start,
        valid_to=end,
        division=chance.choice(DIVISIONS),
        section=chance.choice(["C", "F", ""]),
        sector=chance.choice(["machinery", "light", ""]),
        size_class=chance.choice(["small", "micro", ""]),
        status=chance.choice(STATUSES),
        employees=chance.choice([None, 20, 100, 300]),
        hazard_level=chance.choice(["", "severe", "heavier", "general"]),
        hazard_scheme="2012",
        safety_officers=chance.choice([None, 0, 2]),
        has_safety_rules=chance.choice([None, True, False]),
        regulators=chance.choice(["", "应急管理局", "应急管理局、住建局"]),
        retracted_at=clock.now() if chance.random() < 0.1 else None,
    )


def _random_listing(chance: random.Random, enterprise: Enterprise) -> None:
    listed = _day(chance)
    SupervisedListing.objects.create(
        enterprise=enterprise, level="county", number="样例〔2024〕1号", hazard="样例隐患", listed_on=listed,
        due_on=listed + timedelta(60), delisted_on=chance.choice([None, listed + timedelta(90)]), source="测试",
    )  # fmt: skip


def _period(chance: random.Random) -> tuple[date, date | None]:
    start = _day(chance)
    return start, chance.choice([None, start + timedelta(chance.randint(1, 700)), start + timedelta(365)])


def _day(chance: random.Random) -> date:
    return START + timedelta(chance.randint(0, 1200))
