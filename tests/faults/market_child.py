"""What a process of the market's parallel tests does: `python -m tests.faults.market_child WHAT [ARGUMENTS]`; it prints JSON."""

import json
import os
import sys
import time
from collections import Counter
from datetime import timedelta
from typing import Any

import django

from anfu.settings import module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", module())
django.setup()

from anfu.core import clock, ledger  # noqa: E402
from anfu.core.ledger.guard import without_ledger  # noqa: E402
from anfu.core.models import LedgerEntry  # noqa: E402
from anfu.core.refusal import Refused  # noqa: E402
from anfu.engagements.models import Contract  # noqa: E402
from anfu.market.actions import answering, choosing, closing, offering  # noqa: E402
from anfu.market.models import Choice, Demand, Offer, OfferVersion  # noqa: E402
from anfu.market.queries.replaying import replay  # noqa: E402
from anfu.market.tests.factories import (  # noqa: E402
    WHY,
    Institution,
    bid,
    close,
    make_choice,
    make_demand,
    make_firm,
    make_institution,
    make_offer,
)
from anfu.people.actors import actor_of  # noqa: E402
from anfu.people.models import User  # noqa: E402
from anfu.providers.models import Provider  # noqa: E402


def _actor(name: str) -> Any:
    return actor_of(User.objects.get(username=name))


def prepare(number: str) -> dict[str, Any]:
    """One demand and so many institutions that may serve it."""
    firm = make_firm()
    demand = make_demand(firm)
    owners = [make_institution().owner.user_id for _ in range(int(number))]
    names = list(User.objects.filter(pk__in=owners).order_by("pk").values_list("username", flat=True))
    return {"demand": demand.pk, "owners": names}


def soon(demand: str, seconds: str) -> dict[str, Any]:
    """The deadline comes near."""
    with without_ledger():
        moment = clock.now() + timedelta(seconds=float(seconds))
        Demand.objects.filter(pk=demand).update(deadline=moment)
    return {"deadline": moment.timestamp()}


def offers(demand: str, *owners: str) -> dict[str, Any]:
    """Once the deadline comes near, these institutions offer one after the other: the first before it, the last after it."""
    made = [_institution(name) for name in owners]
    print("ready", flush=True)
    began, ends = _near(int(demand))
    told: dict[str, Any] = {}
    for place, (name, of) in enumerate(zip(owners, made, strict=True)):
        time.sleep(max(0.0, began + (ends + 1 - began) * place / max(1, len(made) - 1) - time.time()))
        try:
            version = offering.offer(int(demand), bid(of), actor=of.owner, on=clock.today())
            told[name] = {"receipt": version.receipt_id, "at": version.made_at.timestamp()}
        except Refused as refused:
            told[name] = {"refused": refused.message, "at": time.time()}
    return told


def _institution(name: str) -> Institution:
    actor = _actor(name)
    provider = Provider.objects.get(pk__in=actor.organisations)
    return Institution(
        provider, actor, list(provider.employments.filter(professional__certificates__isnull=False))
    )


def _near(demand: int) -> tuple[float, float]:
    """Now, and the deadline, once it was brought near."""
    while True:
        ends = Demand.objects.values_list("deadline", flat=True).get(pk=demand)
        if ends - clock.now() < timedelta(hours=1):
            return time.time(), ends.timestamp()
        time.sleep(0.05)


def shut(demand: str) -> dict[str, Any]:
    """Close it as the job does, and say what is there."""
    closing.close_due(clock.today())
    found = Demand.objects.get(pk=demand)
    versions = OfferVersion.objects.filter(offer__demand=found)
    return {
        "state": found.state, "opened": found.offers_opened, "offers": Offer.objects.filter(demand=found).count(),
        "receipts": list(versions.values_list("receipt", flat=True)),
        "last": max((v.made_at.timestamp() for v in versions), default=0), "deadline": found.deadline.timestamp(),
        "sealed": LedgerEntry.objects.filter(verb="market.sealed").count(),
        "faults": len(replay(found).faults) + len(ledger.verify()[1]),
    }  # fmt: skip


def opened() -> dict[str, Any]:
    """A closed demand of a firm with two people, and two offers."""
    firm, first, second = make_firm(), make_institution(), make_institution()
    demand = make_demand(firm)
    made = [make_offer(demand, each).offer_id for each in (first, second)]
    close(demand)
    names = [User.objects.get(pk=a.user_id).username for a in (firm.owner, firm.staff)]
    return {"demand": demand.pk, "offers": made, "people": names}


def chosen() -> dict[str, Any]:
    """A choice that waits for the provider."""
    firm, of = make_firm(), make_institution()
    made = make_choice(firm, of)
    names = [User.objects.get(pk=a.user_id).username for a in (firm.owner, of.owner)]
    return {"choice": made.pk, "people": names}


def pick(demand: str, offer: str, person: str, at: str) -> dict[str, Any]:
    """Choose at that moment."""
    _wait(at)
    return _told(
        lambda: choosing.choose(int(demand), int(offer), reason=WHY, actor=_actor(person), on=clock.today())
    )


def confirm(choice: str, person: str, at: str) -> dict[str, Any]:
    """The provider accepts at that moment."""
    _wait(at)
    return _told(lambda: answering.confirm(int(choice), actor=_actor(person), on=clock.today()))


def take_back(choice: str, person: str, at: str) -> dict[str, Any]:
    """The enterprise changes its mind at that moment."""
    _wait(at)
    return _told(
        lambda: choosing.take_back(int(choice), reason="又想了一想", actor=_actor(person), on=clock.today())
    )


def look() -> dict[str, Any]:
    """What came of it."""
    faults = [f.what for each in Demand.objects.all() for f in replay(each).faults]
    return {
        "choices": dict(Counter(Choice.objects.values_list("state", flat=True))),
        "demands": list(Demand.objects.values_list("state", flat=True)),
        "contracts": Contract.objects.filter(source="market").count(),
        "faults": faults + [str(f) for f in ledger.verify()[1]],
    }


def _wait(at: str) -> None:
    time.sleep(max(0.0, float(at) - time.time()))


def _told(act: Any) -> dict[str, Any]:
    try:
        return {"done": act().pk}
    except Refused as refused:
        return {"refused": refused.message}


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
