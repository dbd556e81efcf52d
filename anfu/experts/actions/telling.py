"""What every act upon an expert shares: finding the person under lock, the ledger entry, the desk."""

from datetime import date
from typing import Any

from django.urls import reverse

from anfu.core import ledger, waiting
from anfu.core.actor import Actor
from anfu.core.editions import edition_of, must_be_as_seen
from anfu.core.explaining import explained
from anfu.core.refusal import Refused
from anfu.experts.models import Expert, Level

REVIEW, MEND = "experts.review", "experts.mend"
ABSENT = "没有找到这位专家，或者不归你办。请刷新后再看。"


def locked(expert_id: int, actor: Actor, seen: str = "", *, decided: bool = False) -> Expert:
    """The expert under lock, as the actor saw it; `decided`: only where the actor's office decides."""
    rows = Expert.objects.decided_by(actor) if decided else Expert.objects.visible_to(actor)
    found: Expert | None = rows.select_for_update(of=("self",)).filter(pk=expert_id).first()
    if found is None:
        raise Refused(ABSENT)
    must_be_as_seen(edition_of(found), seen, subject_of(found))
    return found


def own(actor: Actor, *, lock: bool = False) -> Expert:
    """The actor's own entry; Refused where there is none."""
    rows = Expert.objects.select_for_update(of=("self",)) if lock else Expert.objects.all()
    found: Expert | None = rows.filter(user=actor.user_id).first() if actor.user_id else None
    if found is None:
        raise Refused("你还没有申请入专家库。请先填写入库申请。")
    return found


def enter(verb: str, expert: Expert, actor: Actor, on: date, **change: Any) -> None:
    """The ledger entry of an act, in the stream of the county that decides."""
    ledger.record(
        f"experts.{verb}", subject_of(expert), actor=actor, on=on, stream=expert.division or None, **change
    )


def subject_of(expert: Expert) -> str:
    """expert:ZJ000123."""
    return f"expert:{expert.code}"


def needs_reason(reason: str) -> str:
    """The reason, of five characters at least."""
    return explained(reason, most=500)


def wait_for(expert: Expert) -> None:
    """Put the next step on the right desk: the office's while it reviews, the person's while there is to mend."""
    for kind in (REVIEW, MEND):
        waiting.ended(kind, subject_of(expert))
    if expert.state == "submitted":
        waiting.began(_review(expert))
    if expert.state == "returned" and expert.user_id:
        waiting.began(_mend(expert))


def _review(expert: Expert) -> waiting.Waiting:
    return waiting.Waiting(
        kind=REVIEW,
        subject=subject_of(expert),
        title=f"审核专家入库：{expert.name}（{Level(expert.level).label}）",
        href=reverse("experts:expert", args=[expert.pk]),
        permission="experts.review",
        division=expert.division,
        begun_by=expert.proposed_by_id,
    )


def _mend(expert: Expert) -> waiting.Waiting:
    return waiting.Waiting(
        kind=MEND,
        subject=subject_of(expert),
        title="入库申请被退回，补正以后可以再提交",
        href=reverse("experts:mine"),
        permission="experts.own",
        person=expert.user_id,
    )
