"""Things of the market: a demand with a sealed offer on it, a provider's own offer, a choice, a standing service."""

from datetime import timedelta

from anfu.core import clock, ledger
from anfu.core.ledger import canonical
from anfu.market.models import Choice, Demand, FreeAnswer, Member, Offer, OfferVersion, Service
from anfu.market.queries.sealed import opened_rows
from anfu.market.rules.comparison import hash_of
from anfu.people.actors import actor_of
from anfu.people.models import Party
from anfu.providers.models import Provider
from anfu.providers.tests.factories import make_provider
from tests.matrix.made_providers import institution_of
from tests.matrix.things import Values, thing
from tests.matrix.world import Side


@thing(r"/demands/[<{]")
def demand(side: Side) -> Values:
    """Open to all, placed by this side's party for its enterprise; a rival's offer on it is sealed."""
    made = _demand(side, side.party, "demand")
    _offer(side, made, make_provider(), "sealed")
    return {"pk": made.pk}


@thing(r"/offers/[<{]")
def offer(side: Side) -> Values:
    """This side's institution offered, and the time is not over."""
    made = _offer(side, _demand(side, side.party, "demand"), institution_of(side), "offer")
    return {"pk": made.offer_id}


@thing(r"/choices/[<{]")
def choice(side: Side) -> Values:
    """This side's enterprise chose this side's institution, which has not answered yet."""
    found = _demand(side, side.party, "demand")
    version = _offer(side, found, institution_of(side), "offer")
    opened = [row | {"plan": side.canary("choice", "plan")} for row in opened_rows(found)]
    who, on = actor_of(side.person), clock.today()
    now = clock.now()
    entry = ledger.record_rows("market.closed", f"demand:{found.pk}", opened, actor=who, on=on)
    Demand.objects.filter(pk=found.pk).update(
        state="chosen", deadline=now - timedelta(1), closed_at=now, offers_opened=1, closing_entry=entry
    )
    view = {"format": "anfu-choice-v1", "offers": []}
    made = Choice.objects.create(
        demand=found, enterprise=side.enterprise, version=version, reason=side.canary("choice", "reason"), chosen_at=now,
        view=canonical(view), view_hash=hash_of(view), entry=entry,
    )  # fmt: skip
    return {"pk": made.pk}


@thing(r"/market/free-choice/[<{]")
def answer(side: Side) -> Values:
    """This side's enterprise said in private that somebody of an office had recommended the institution."""
    note, now = side.canary("freely", "note"), clock.now()
    made = FreeAnswer.objects.create(
        choice_id=choice(side)["pk"], said="official", note=note, answered_at=now
    )
    return {"pk": made.pk}


@thing(r"/services/[<{]")
def service(side: Side) -> Values:
    """Published by this side's institution."""
    made = Service.objects.create(
        provider=institution_of(side), title=side.canary("service", "title"), kinds=["consult"], price_fen=1, capacity=1,
        includes=side.canary("service", "includes"), published_at=clock.now(),
    )  # fmt: skip
    return {"pk": made.pk}


def _demand(side: Side, party: Party, kind: str) -> Demand:
    now = clock.now()
    made = Demand.objects.create(
        party=party, kinds=["consult"], scope=side.canary(kind, "scope"), valid_from=clock.today(), months=12,
        visits_per_month=1, deadline=now + timedelta(5), division=side.division, town=side.enterprise.town, state="open",
        made_at=now, opened_at=now,
    )  # fmt: skip
    Member.objects.create(demand=made, enterprise=side.enterprise, state="agreed", answered_at=now)
    return made


def _offer(side: Side, of: Demand, provider: Provider, kind: str) -> OfferVersion:
    now = clock.now()
    entry = ledger.record(
        "market.sealed", f"seal:{side.relation}", actor=actor_of(side.person), on=clock.today()
    )
    made = Offer.objects.create(demand=of, provider=provider, made_at=now)
    return OfferVersion.objects.create(
        offer=made, number=1, price_fen=777_001, plan=side.canary(kind, "plan"), visits_per_month=1, staff=[],
        valid_until=clock.today() + timedelta(30), made_at=now, salt="0" * 32, seal="0" * 64, receipt=entry,
    )  # fmt: skip
