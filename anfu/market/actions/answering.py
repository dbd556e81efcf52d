"""The provider answers a choice: it accepts, which drafts the contract, or declines and says why. Clause 三(四)a."""

from datetime import date, timedelta

from django.db import transaction

from anfu.core import clock, waiting
from anfu.core.actor import PROVIDER, Actor
from anfu.core.refusal import Refused
from anfu.core.years import months_after
from anfu.engagements.actions.drafting import draft
from anfu.engagements.models import Contract
from anfu.engagements.terms import Deliverables, Terms
from anfu.market.actions.choosing import CONFIRM, end, enter_choice, locked_choice
from anfu.market.actions.settling import settle
from anfu.market.actions.shared import lock, needs_reason
from anfu.market.lifecycle import CHOICE
from anfu.market.models import Choice


@transaction.atomic
def confirm(choice_id: int, *, actor: Actor, on: date, overlap_reason: str = "") -> Choice:
    """The provider accepts; a contract of the offer's terms is drafted, which both sides still have to sign."""
    found = _of_provider(choice_id, actor)
    CHOICE.move(found, "confirm", actor)
    found.contract = _drafted(found, actor, on, overlap_reason)
    found.answered_at, found.answered_by_id = clock.now(), actor.user_id
    found.save(update_fields=["state", "contract", "answered_at", "answered_by"])
    waiting.ended(CONFIRM, f"choice:{found.pk}")
    enter_choice("confirm", found, actor, on, {"state": found.state, "contract": found.contract.pk})
    settle(lock(found.demand_id), actor, on)
    return found


@transaction.atomic
def decline(choice_id: int, *, reason: str, actor: Actor, on: date) -> Choice:
    """The provider does not take it; the enterprise may choose another."""
    found = _of_provider(choice_id, actor)
    said = needs_reason(reason)
    CHOICE.move(found, "decline", actor)
    found.answered_at, found.answered_by_id = clock.now(), actor.user_id
    end(found, said, actor, on, "decline")
    return found


def _of_provider(choice_id: int, actor: Actor) -> Choice:
    found = locked_choice(choice_id, actor)
    if found.version.offer.provider_id not in actor.own(PROVIDER):
        raise Refused("只有被选中的机构能答复。")
    return found


def _drafted(found: Choice, actor: Actor, on: date, overlap_reason: str) -> Contract:
    version, demand = found.version, found.demand
    start = max(demand.valid_from, on)
    owed = Deliverables(version.visits_per_month, version.training_hours, version.reports, version.drills)
    terms = Terms(
        enterprise_uscc=found.enterprise.organisation.uscc,
        provider_uscc=version.offer.provider.organisation.uscc,
        kinds=tuple(demand.kinds),
        scope=f"{demand.scope}\n服务方案：{version.plan}"[:2000],
        valid_from=start,
        last_day=months_after(start, demand.months) - timedelta(1),
        price_fen=version.price_fen,
        deliverables=owed,
        staff=tuple(version.staff),
        overlap_reason=overlap_reason.strip()
        or f"企业在市场上另行选定（需求 {demand.pk}）：{found.reason}"[:500],
    )
    return draft(actor, terms, "market", f"choice:{found.pk}")
