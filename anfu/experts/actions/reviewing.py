"""What the level's office decides about an expert: in, back, out, a pause, a new term."""

from datetime import date

from django.db import transaction

from anfu.core import clock, parameters
from anfu.core.actor import Actor
from anfu.core.explaining import fitting
from anfu.core.refusal import Refused
from anfu.core.years import years_after
from anfu.experts.actions.applying import described
from anfu.experts.actions.telling import MOST_WORDS, enter, locked, needs_reason, notify, wait_for
from anfu.experts.lifecycle import DECISIONS, EXPERT
from anfu.experts.models import Expert

# Steps that name the day on which they are over.
WITH_TERM = ("suspend", "remove")
TOLD = {
    "admit": "你已入库，可以被邀请和抽取",
    "send_back": "你的入库申请被退回，请看理由",
    "suspend": "你已被暂停，请看理由和期限",
    "restore": "你已恢复，可以被邀请和抽取",
    "remove": "你已出库，请看理由和期限",
    "renew": "你已续聘",
}


@transaction.atomic
def decide(
    expert_id: int,
    verb: str,
    *,
    actor: Actor,
    on: date,
    reason: str = "",
    until: date | None = None,
    seen: str = "",
) -> Expert:
    """One step of the lifecycle. `until`: the first day on which a suspension is over, or a removed person may apply."""
    if verb not in {step.verb for step in DECISIONS}:
        raise Refused("没有这一步。什么都没有改。")
    found = locked(expert_id, actor, seen, decided=True)
    take_step(found, verb, actor=actor, on=on, reason=reason, until=until)
    wait_for(found)
    return found


def take_step(
    found: Expert, verb: str, *, actor: Actor, on: date, reason: str = "", until: date | None = None
) -> None:
    """The step itself upon a locked expert, with its ledger entry; the caller tells whom it waits for now."""
    before = described(found)
    step = EXPERT.step(verb)
    EXPERT.move(found, verb, actor)
    found.reason = needs_reason(reason) if step.reason else fitting(reason, MOST_WORDS, field="reason")
    found.barred_until = _until(until, on) if verb in WITH_TERM else None
    if verb in ("admit", "renew"):
        _new_term(found, on)
    found.decided_by_id, found.decided_at = actor.user_id, clock.now()
    found.save()
    after = described(found) | {"reason": found.reason, "until": found.barred_until}
    enter(verb, found, actor, on, before=before, after=after)
    if found.user_id:
        notify(found.user_id, f"experts.{verb}:{found.pk}:{found.decided_at}", f"专家库：{TOLD[verb]}")


def _until(until: date | None, on: date) -> date:
    if until is None or until <= on or until > clock.LAST_DAY:
        raise Refused("请选到哪一天为止，要晚于今天。", field="until")
    return until


def term_from(begin: date, on: date) -> tuple[date, date]:
    """A term, half-open, of the years that are in force today. Clause 三(二)."""
    return begin, years_after(begin, parameters.value("experts.term_years", on=on))


def _new_term(found: Expert, on: date) -> None:
    """From the end of a term that still runs, else from today."""
    begin, end = term_from(found.valid_to if found.valid_to and found.valid_to > on else on, on)
    found.valid_from = found.valid_from if begin != on and found.valid_from else on
    found.valid_to = end
