"""Proposing, approving (which does it), refusing, withdrawing. Two who decide at once have one effect: the row is locked."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from anfu.core import clock, ledger, waiting
from anfu.core.actor import Actor
from anfu.core.approvals.kinds import Act, Arguments, Description, act_of, persons
from anfu.core.approvals.lifecycle import lifecycle_of
from anfu.core.approvals.queries import ANYWHERE, visible_to
from anfu.core.explaining import explained
from anfu.core.inserting import insert_once
from anfu.core.models import Proposal, ProposalState
from anfu.core.refusal import Refused

WAITING = "core.approval"


@transaction.atomic
def propose(kind: str, arguments: Arguments, *, reason: str, actor: Actor) -> Proposal:
    """Keep an act waiting for a second person; Refused where it could not be done or one like it waits already."""
    act = act_of(kind)
    if actor.user_id is None or not actor.may(act.permission):
        raise Refused(f"你没有提出“{act.label}”的权限。你写的内容没有保存。")
    said = explained(reason, most=500)
    act.check(arguments, actor)
    described = act.describe(arguments)
    if not (actor.may(ANYWHERE) or actor.covers(described.division or None)):
        raise Refused("这件事不在你的管辖范围里。你写的内容没有保存。")
    made = _kept(act, described, arguments, said, actor)
    _entry(
        "core.proposed", made, actor, {"arguments": arguments, "changes": made.changes, "reason": made.reason}
    )
    waiting.began(_waits(made, act))
    return made


@transaction.atomic
def approve(pk: int, *, actor: Actor, note: str = "") -> Proposal:
    """Carry the act out. Where what it builds on has changed, or its day is over, it is closed instead: see its state."""
    found = _locked(pk, actor)
    act = act_of(found.kind)
    lifecycle_of(found).move(found, "approve", actor)
    if closed := _overtaken(found, act, actor):
        return closed
    act.check(found.arguments, actor)
    _decided(found, actor, note)
    act.do(found, actor)
    _entry(
        "core.approved", found, actor, {"arguments": found.arguments, "note": note} | persons(found, actor)
    )
    return found


@transaction.atomic
def refuse(pk: int, *, actor: Actor, note: str) -> Proposal:
    """Say no, and why; nothing else changes."""
    found = _locked(pk, actor)
    lifecycle_of(found).move(found, "refuse", actor)
    _decided(found, actor, explained(note, "请写明不同意的理由，5 个字以上。", most=500, field="note"))
    _entry("core.proposal_refused", found, actor, {"note": found.note, "proposer": found.proposer_id})
    return found


@transaction.atomic
def withdraw(pk: int, *, actor: Actor) -> Proposal:
    """The proposer takes it back before it is decided."""
    found = _locked(pk, actor)
    lifecycle_of(found).move(found, "withdraw", actor)
    return close(found, ProposalState.WITHDRAWN, "", actor)


def close(found: Proposal, state: ProposalState, note: str, actor: Actor) -> Proposal:
    """End a locked proposal without a decision: withdrawn, expired or void."""
    found.state, found.note = state, note
    _closed(found)
    _entry(f"core.proposal_{state}", found, actor, {"note": note})
    return found


def _locked(pk: int, actor: Actor) -> Proposal:
    found = visible_to(actor).select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise Refused("没有找到这件事，或者不归你办。")
    return found


def _kept(act: Act, described: Description, arguments: Arguments, reason: str, actor: Actor) -> Proposal:
    last = clock.today() + timedelta(days=act.days)
    made = Proposal(
        kind=act.code,
        subject=described.subject,
        title=described.title,
        href=described.href,
        division=described.division,
        arguments=arguments,
        changes=described.rows(),
        reason=reason,
        proposer_id=actor.user_id,  # type: ignore[misc]  # propose asks for a person
        proposer_office=actor.office,
        other_office=act.other_office,
        proposed_at=clock.now(),
        expires_on=min(last, described.until or last),
    )
    insert_once(made, f"“{described.title}”已经有一件在等核准。请先等那一件办结，或者请提出的人撤回。")
    return made


def _overtaken(found: Proposal, act: Act, actor: Actor) -> Proposal | None:
    if found.expires_on < clock.today():
        return close(
            found, ProposalState.EXPIRED, f"过了 {found.expires_on} 没有人核准，什么都没有改。", actor
        )
    if not found.proposer.is_active:
        return close(found, ProposalState.VOID, "提出的人已经停用，什么都没有改。", actor)
    if act.describe(found.arguments).rows() != found.changes:
        why = "提出以后，原来的情况已经变了，什么都没有改。请按现在的情况重新提出。"
        return close(found, ProposalState.VOID, why, actor)
    return None


def _decided(found: Proposal, actor: Actor, note: str) -> None:
    found.decided_by_id, found.decider_office, found.note = actor.user_id, actor.office, note.strip()
    _closed(found)


def _closed(found: Proposal) -> None:
    found.closed_at = clock.now()
    found.save(update_fields=["state", "note", "decided_by", "decider_office", "closed_at"])
    waiting.ended(WAITING, f"proposal:{found.pk}")


def _entry(verb: str, found: Proposal, actor: Actor, after: dict[str, Any]) -> None:
    told = {"proposal": found.pk, "kind": found.kind, "state": str(found.state), **after}
    stream = found.division or None
    ledger.record(verb, found.subject, actor=actor, on=clock.today(), stream=stream, after=told)


def _waits(made: Proposal, act: Act) -> waiting.Waiting:
    return waiting.Waiting(
        kind=WAITING,
        subject=f"proposal:{made.pk}",
        title=f"核准：{made.title}",
        href=reverse("core:approval", args=[made.pk]),
        permission=act.approver,
        division=made.division,
        begun_by=made.proposer_id,
        due_on=made.expires_on,
    )
