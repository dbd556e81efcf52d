"""Many nominations admitted at once: first a preview of who would come in and who would not, then all in one transaction."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from anfu.core.actor import Actor
from anfu.core.refusal import Refused, Stale
from anfu.experts.actions.reviewing import take_step
from anfu.experts.actions.telling import lock_lots, needs_reason, wait_for, wait_for_lot
from anfu.experts.lifecycle import EXPERT
from anfu.experts.models import Expert, ExpertState
from anfu.experts.queries.experts import ExpertQuerySet

MOST = 500
ADMIT = EXPERT.step("admit")


@dataclass(frozen=True, slots=True)
class Preview:
    """What admitting would do: `ready` come in, `refused` says why others do not, with their names."""

    ready: tuple[Expert, ...]
    refused: tuple[tuple[str, tuple[str, ...]], ...]


def preview(chosen: ExpertQuerySet, *, actor: Actor) -> Preview:
    """Sort the chosen ones, which start at `visible_to(actor)`, into those whom this actor would admit and those not."""
    rows = list(chosen.decided_by(actor).select_related("proposed_by").order_by("pk")[: MOST + 1])
    if len(rows) > MOST:
        raise Refused(f"一次最多审核 {MOST} 位。请先筛选，再选中全部。")
    refused: dict[str, list[str]] = defaultdict(list)
    ready = []
    for each in rows:
        if why := _why_not(each, actor):
            refused[why].append(each.name)
        else:
            ready.append(each)
    return Preview(tuple(ready), tuple((why, tuple(names)) for why, names in refused.items()))


@transaction.atomic
def admit_many(
    chosen: ExpertQuerySet, *, actor: Actor, on: date, reason: str, expected: int | None = None
) -> Preview:
    """Admit all ready ones among the chosen, each by the step that admits one; a second time finds nobody who waits.

    `expected`: how many the person was shown.
    """
    if not actor.may(ADMIT.permission):
        raise Refused("你没有审核专家的权限。什么都没有改。")
    said = needs_reason(reason)
    lock_lots(chosen)
    found = preview(chosen.select_for_update(of=("self",)), actor=actor)
    if expected is not None and expected != len(found.ready):
        raise Stale(f"没有保存：刚才给你看的是 {expected} 位，现在是 {len(found.ready)} 位。请再看一遍。")
    if not found.ready:
        raise Refused("选中的都不能入库，什么都没有改。")
    for each in found.ready:
        take_step(each, "admit", actor=actor, on=on, reason=said)
    _nobody_waits_for(found.ready)
    return found


def _why_not(found: Expert, actor: Actor) -> str:
    if found.state not in ADMIT.sources:
        return f"现在是“{ExpertState(found.state).label}”，不是待审核"
    return ADMIT.bars(found, actor)


def _nobody_waits_for(ready: Iterable[Expert]) -> None:
    lots: set[tuple[int, str]] = set()
    for each in ready:
        if each.intake_id:
            lots.add((each.intake_id, each.division))
        else:
            wait_for(each)
    for lot in sorted(lots):
        wait_for_lot(*lot)
