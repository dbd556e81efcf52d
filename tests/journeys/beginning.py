"""What journeys through an empty platform begin with: `python -m tests.journeys.beginning officer|market`; it prints JSON."""

import json
import sys
from typing import Any

PASSWORD = "anfu-demo-2026"


def main(what: str) -> None:
    import django

    django.setup()
    print(json.dumps({"officer": officer, "market": market}[what]()))


def officer() -> dict[str, str]:
    """One county officer, one enterprise."""
    from anfu.core.ledger.guard import without_ledger
    from anfu.registry.tests.factories import make_enterprise

    _account("yongkang", "陈晓岚", "county_officer", office="永康市应急管理局", division="330784")
    with without_ledger():
        return {"enterprise": make_enterprise(industry="2614", division="330784").organisation.uscc}


def market() -> dict[str, dict[str, str]]:
    """Six confirmed key objects without a service, three institutions that may serve them and one that may not; by account."""
    from anfu.providers.tests.factories import make_provider, make_staff
    from anfu.registry.tests.factories import make_enterprise
    from anfu.targeting.tests.factories import make_finding
    from anfu.targets.actions import refresh

    _account("yongkang", "陈晓岚", "county_officer", office="永康市应急管理局", division="330784")
    told = {}
    for number in range(6):
        made = make_enterprise(name=f"永康市试验{number}号五金厂", industry="3351", town="330784001")
        make_finding(made, state="confirmed")
        refresh([made.pk])
        told[f"firm{number}"] = _owner(f"firm{number}", "enterprise_owner", made.organisation)
    for number, kind in enumerate(["consultancy"] * 3 + ["trainer"]):
        provider = make_provider(kind, name=f"试验{number}号安全技术公司")
        make_staff(provider, 5, credential="cse")
        if kind == "consultancy":
            _publish(provider, 600_000 + number * 50_000)
        told[f"seller{number}"] = _owner(f"seller{number}", "provider_owner", provider.organisation)
    return told


def _owner(username: str, role: str, organisation: Any) -> dict[str, str]:
    _account(username, "方以棠", role, office=organisation.name, organisation=organisation)
    return {"uscc": organisation.uscc, "name": organisation.name}


def _publish(provider: Any, fen: int) -> None:
    """A standing service with its price, in the whole city."""
    from anfu.core import clock
    from anfu.core.ledger.guard import without_ledger
    from anfu.market.models import Service

    with without_ledger():
        Service.objects.create(
            provider=provider, title="安全托管（一年）", kinds=["entrust", "hazard_inspection"], price_fen=fen, capacity=9,
            includes="每月上门，列清单，复查到销号", published_at=clock.now(),
        )  # fmt: skip


def _account(username: str, name: str, role: str, **where: Any) -> None:
    from django.db import transaction

    from anfu.core import clock
    from anfu.core.actor import platform
    from anfu.people.actions import add_user

    with transaction.atomic():
        add_user(username, PASSWORD, name=name, role=role, **where, actor=platform(), on=clock.today())


if __name__ == "__main__":
    main(sys.argv[1])
