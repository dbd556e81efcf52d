"""The market for tests: enterprises and institutions with people, demands in each state, offers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from typing import Any
from unittest import mock

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.ledger.guard import without_ledger
from anfu.market.actions import answering, choosing, closing, offering, placing
from anfu.market.models import Choice, Demand, Offer, OfferVersion
from anfu.market.queries.viewing import view_now
from anfu.market.rules.comparison import hash_of
from anfu.people.tests.factories import make_actor, make_party
from anfu.providers.models import Employment, Provider
from anfu.providers.tests.factories import make_provider, make_staff
from anfu.registry.models import Enterprise
from anfu.registry.tests.factories import make_enterprise

WHY = "离得近，做过同样的厂"
_serial = count(1)


@dataclass(frozen=True)
class Firm:
    """An enterprise and two of its people."""

    enterprise: Enterprise
    owner: Actor
    staff: Actor

    @property
    def uscc(self) -> str:
        return self.enterprise.organisation.uscc


@dataclass(frozen=True)
class Institution:
    """A consultancy that may give consulting, with its owner and five people, three of them certified."""

    provider: Provider
    owner: Actor
    people: list[Employment]


def make_firm(enterprise: Enterprise | None = None, **facts: Any) -> Firm:
    """In 永康, of a trade that asks for no licence."""
    made = enterprise or make_enterprise(**{"industry": "3351", "town": "330784001"} | facts)
    party = make_party("enterprise", organisation=made.organisation)
    names = (f"{role}-m{next(_serial)}" for role in ("owner", "staff"))
    roles = ("enterprise_owner", "enterprise_staff")
    people = [make_actor(role, party=party, username=name) for role, name in zip(roles, names, strict=True)]
    return Firm(made, *people)


def make_institution(provider: Provider | None = None, **facts: Any) -> Institution:
    """Listed, staffed and certified."""
    made = provider or make_provider(**facts)
    people = make_staff(made, 3, credential="cse")
    make_staff(made, 2)
    party = make_party("provider", organisation=made.organisation)
    return Institution(
        made, make_actor("provider_owner", party=party, username=f"provider-m{next(_serial)}"), people
    )


def wish(**changes: Any) -> placing.Wish:
    """A year of consulting, offers within five days."""
    usual = placing.Wish(
        kinds=("consult",), scope="每月上门看一次，查出的隐患列清单，教我们怎么改", valid_from=clock.today() + timedelta(14),
        months=12, visits_per_month=1, deadline=clock.now() + timedelta(5),
    )  # fmt: skip
    return replace(usual, **changes)


def bid(of: Institution, **changes: Any) -> offering.Bid:
    """8,000 yuan a year, one person, a visit each month."""
    usual = offering.Bid(
        price_fen=800_000, plan="每月上门一次，列清单，复查到销号", valid_until=clock.today() + timedelta(60),
        visits_per_month=1, staff=(of.people[0].pk,),
    )  # fmt: skip
    return replace(usual, **changes)


def make_demand(firm: Firm, state: str = "open", **changes: Any) -> Demand:
    """A demand of the firm, draft or open."""
    made = placing.draft(wish(**changes), actor=firm.owner, on=clock.today())
    return made if state == "draft" else placing.publish(made.pk, actor=firm.owner, on=clock.today())


def make_offer(demand: Demand, of: Institution, **changes: Any) -> OfferVersion:
    """An offer of the institution's owner."""
    return offering.offer(demand.pk, bid(of, **changes), actor=of.owner, on=clock.today())


@contextmanager
def later(**by: Any) -> Iterator[None]:
    """What happens inside happens that much later, by the platform's clock."""
    moment = clock.now() + timedelta(**by)
    with mock.patch.object(clock, "now", lambda: moment):
        yield


def close(demand: Demand) -> Demand:
    """The deadline is over. It is brought forward, since the ledger's clock never goes back."""
    with without_ledger():
        Demand.objects.filter(pk=demand.pk).update(deadline=clock.now() - timedelta(seconds=1))
    closing.close(demand.pk, on=clock.today())
    demand.refresh_from_db()
    return demand


def seen_by(firm: Firm, demand: Demand) -> str:
    """The hash of the comparison that the firm's people see."""
    fresh = Demand.objects.select_related("closing_entry__rows").get(pk=demand.pk)
    return hash_of(view_now(fresh, firm.enterprise, clock.today()))


def choose(demand: Demand, firm: Firm, of: Institution, actor: Actor | None = None) -> Choice:
    """The firm's owner chooses the institution's offer."""
    key = Offer.objects.get(demand=demand, provider=of.provider).pk
    return choosing.choose(
        demand.pk, key, reason=WHY, actor=actor or firm.owner, on=clock.today(), seen=seen_by(firm, demand)
    )


def make_choice(firm: Firm | None = None, of: Institution | None = None, state: str = "waiting") -> Choice:
    """A choice of one of two offers, waiting or confirmed."""
    firm, of = firm or make_firm(), of or make_institution()
    demand = make_demand(firm)
    make_offer(demand, of)
    made = choose(close(demand), firm, of)
    return made if state == "waiting" else answering.confirm(made.pk, actor=of.owner, on=clock.today())
