"""Suspension and removal: by two persons, with a reason and a term that ends by the calendar (三(四)c, T15)."""

from datetime import date
from typing import Any

from django.db import transaction

from anfu.core import approvals, clock
from anfu.core.actor import Actor
from anfu.core.approvals import Change, Description
from anfu.core.models import Proposal
from anfu.core.periods import day_after
from anfu.core.refusal import Refused
from anfu.providers.actions.common import enter, given_reason, href, locked, notify, stand, subject
from anfu.providers.lifecycle import LIFECYCLE, SANCTION
from anfu.providers.models import Provider, State

ACT = "providers.sanction"
VERBS = {"suspend": State.SUSPENDED, "remove": State.REMOVED}


@transaction.atomic
def propose(code: str, verb: str, *, until: date, reason: str, actor: Actor, on: date, seen: str) -> Proposal:
    """Ask for a sanction until that day (its last); it waits for a second person of the office or the city."""
    found = locked(code, actor, seen)
    if verb not in VERBS:
        raise Refused("请选暂停服务或移出目录。", field="verb")
    if not on < until <= clock.LAST_DAY:
        raise Refused("期限要在今天以后。", field="until")
    LIFECYCLE.move(found, verb, actor)  # says no where it cannot be; nothing is saved here
    told = {
        "uscc": found.organisation.uscc,
        "verb": verb,
        "until": until.isoformat(),
        "reason": given_reason(reason),
    }
    return approvals.propose(ACT, told, reason=told["reason"], actor=actor)


def _found(arguments: dict[str, Any]) -> Provider:
    return Provider.objects.select_related("organisation").get(organisation__uscc=arguments["uscc"])


def _describe(arguments: dict[str, Any]) -> Description:
    found, state = _found(arguments), VERBS[arguments["verb"]]
    change = Change("状态", found.get_state_display(), f"{state.label}，到 {arguments['until']} 为止")
    return Description(
        subject=subject(found), title=f"{state.label}：{found.organisation.name}"[:200], changes=(change,),
        division=found.division, href=href(found),
    )  # fmt: skip


@approvals.act(ACT, label="惩戒服务机构", permission=SANCTION, approver=SANCTION, describe=_describe)
def carry_out(proposal: Proposal, actor: Actor) -> None:
    """What both agreed on, from today on."""
    told, on = proposal.arguments, clock.today()
    rows = Provider.objects.select_for_update(of=("self",)).select_related("organisation")
    found = rows.get(organisation__uscc=told["uscc"])
    LIFECYCLE.move(found, told["verb"], actor)
    found.save(update_fields=["state"])
    over = day_after(date.fromisoformat(told["until"]))
    stand(found, found.state, on=on, clause="三(四)c", reason=told["reason"], term_end=over)
    after = {"until": told["until"], "reason": told["reason"], **approvals.persons(proposal, actor)}
    enter(found.state, found, actor, on=on, after=after)
    notify(
        found, found.state, f"已{VERBS[told['verb']].label}，到 {told['until']} 为止；理由：{told['reason']}"
    )


def resume_due(on: date, actor: Actor) -> int:
    """Suspensions whose term is over: the state follows the spells. A removal waits until the institution applies anew."""
    over = Provider.objects.standing_on(State.LISTED, on).filter(state=State.SUSPENDED)
    done = 0
    for key in list(over.values_list("pk", flat=True)):
        with transaction.atomic():
            rows = Provider.objects.select_for_update(of=("self",)).select_related("organisation")
            found = rows.filter(pk=key, state=State.SUSPENDED).first()
            if found is not None:
                LIFECYCLE.move(found, "resume", actor)
                found.save(update_fields=["state"])
                enter("resumed", found, actor, on=on)
                notify(found, "resumed", "暂停期满，已恢复服务")
                done += 1
    return done
