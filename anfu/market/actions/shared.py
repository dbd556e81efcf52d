"""What the market's acts share: a demand under lock, ledger entries, reasons."""

from datetime import date
from typing import Any

from anfu.core import ledger
from anfu.core.actor import Actor, platform
from anfu.core.editions import edition_of, must_be_as_seen
from anfu.core.explaining import explained
from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused
from anfu.market.lifecycle import CLOCK
from anfu.market.models import Demand

ABSENT = "没有找到这条需求，或者与你单位无关。请刷新后再看。"
BY_THE_CLOCK = platform(frozenset({CLOCK}))


def locked(demand_id: int, actor: Actor, *, own: bool = False, seen: str = "") -> Demand:
    """The demand under lock; `own`: only where the actor's party placed it. Refused for all others, as if absent."""
    rows = Demand.objects.placed_by(actor) if own else Demand.objects.visible_to(actor)
    return lock(rows.filter(pk=demand_id).values_list("pk", flat=True).first(), seen)


def lock(demand_id: int | None, seen: str = "") -> Demand:
    """The demand under lock, whoever acts; the caller has found that it may."""
    rows = Demand.objects.select_for_update(of=("self",)).select_related("party")
    found: Demand | None = rows.filter(pk=demand_id or 0).first()
    if found is None:
        raise Refused(ABSENT)
    must_be_as_seen(edition_of(found), seen, subject_of(found))
    return found


def subject_of(demand: Demand) -> str:
    """demand:12."""
    return f"demand:{demand.pk}"


def enter(verb: str, demand: Demand, actor: Actor, on: date, **change: Any) -> LedgerEntry:
    """The entry of an act upon a demand, in the stream of its county."""
    return ledger.record(
        f"market.{verb}", subject_of(demand), actor=actor, on=on, stream=demand.division or None, **change
    )


def needs_reason(reason: str) -> str:
    """The reason, of five characters at least."""
    return explained(reason, most=500)
