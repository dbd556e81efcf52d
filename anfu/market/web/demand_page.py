"""One demand as its page shows it to this reader."""

from typing import Any

from anfu.core import clock
from anfu.core.actor import PROVIDER, Actor
from anfu.core.editions import edition_of
from anfu.market.lifecycle import DEMAND
from anfu.market.models import Choice, Demand, Member, Offer
from anfu.market.queries.matching import eligible, served_by
from anfu.market.queries.sharing import own_member, sharing_for, undecided
from anfu.market.web.rows import CHOICE_STATUS, demand_line

SHOWN = 12


def described(demand: Demand, actor: Actor, on: Any) -> dict[str, Any]:
    """Facts, members, what waits, who could serve; never an offer of anybody else."""
    own = demand.party_id == actor.party_id
    mine = own_member(demand, actor)
    matches = eligible(demand, on) if (own or mine) and demand.state in ("draft", "open") else []
    choices = Choice.objects.visible_to(actor).filter(demand=demand)
    return {
        "found": demand,
        "line": demand_line(demand),
        "version": edition_of(demand),
        "own": own,
        "mine": mine,
        "members": list(_members(demand, actor)),
        "invited": list(demand.invitations.select_related("provider__organisation")) if own else [],
        "steps": {step.verb for step in DEMAND.open_to(demand, actor)} if own else set(),
        "choices": [(c, CHOICE_STATUS[c.state]) for c in _named(choices)],
        "matches": matches[:SHOWN],
        "able": sum(not each.why_not for each in matches),
        "may_compare": mine is not None and demand.closed_at is not None and actor.may("market.choose"),
        "undecided": undecided(demand, mine),
        "split": sharing_for(demand, mine, actor, on),
        "flow": _flow(demand),
    } | _for_provider(demand, actor, on)


def _named(choices: Any) -> list[Choice]:
    rows = choices.select_related(
        "enterprise__organisation", "version__offer__provider__organisation", "contract"
    )
    return list(rows.order_by("pk"))


def _members(demand: Demand, actor: Actor) -> Any:
    rows = Member.objects.visible_to(actor).filter(demand=demand)
    return rows.select_related("enterprise__organisation").order_by("pk")


def _for_provider(demand: Demand, actor: Actor, on: Any) -> dict[str, Any]:
    own = actor.own(PROVIDER)
    if not own:
        return {"offer": None, "may_offer": False, "why_not": ""}
    provider = next(iter(own))
    offer = Offer.objects.visible_to(actor).filter(demand=demand).first()
    is_open = demand.state == "open" and demand.deadline > clock.now()
    why_not = served_by(provider, [demand], max(on, demand.valid_from))[demand.pk] if is_open else ""
    return {"offer": offer, "may_offer": is_open and not why_not, "why_not": why_not}


STEPS = (
    ("draft", "填写"),
    ("open", "征集报价"),
    ("closed", "开封比较"),
    ("chosen", "选定"),
    ("contracted", "签约"),
)


def _flow(demand: Demand) -> list[dict[str, str]]:
    """The five steps as the stepper draws them; one that ended otherwise stops where it was."""
    order = [code for code, _ in STEPS]
    stopped = 2 if demand.closed_at else 1 if demand.opened_at else 0
    at = order.index(demand.state) if demand.state in order else stopped
    over = demand.state == "contracted"
    return [
        {"label": label, "state": "done" if place < at or over else "now" if place == at else "todo"}
        for place, (_, label) in enumerate(STEPS)
    ]
