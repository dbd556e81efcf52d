"""What every act upon an expert shares: finding the person under lock, the ledger entry, the desk."""

from datetime import date
from typing import Any

from django.urls import reverse

from anfu.core import ledger, waiting
from anfu.core.actor import Actor
from anfu.core.editions import edition_of, must_be_as_seen
from anfu.core.explaining import explained
from anfu.core.models import Intake
from anfu.core.refusal import Refused
from anfu.experts.models import Expert, ExpertState, Level
from anfu.experts.queries.experts import ExpertQuerySet
from anfu.people.messages.actions import News, tell
from anfu.people.messages.models import MessageKind

REVIEW, MEND = "experts.review", "experts.mend"
MOST_WORDS = 500
ABSENT = "没有找到这位专家，或者不归你办。请刷新后再看。"


def locked(expert_id: int, actor: Actor, seen: str = "", *, decided: bool = False) -> Expert:
    """The expert under lock, as the actor saw it; `decided`: only where the actor's office decides."""
    rows = Expert.objects.decided_by(actor) if decided else Expert.objects.visible_to(actor)
    lock_lots(rows.filter(pk=expert_id))
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
    return explained(reason, most=MOST_WORDS)


def lock_lots(chosen: ExpertQuerySet) -> None:
    """The imports that these came by, before the experts themselves, as the import does when it is written or withdrawn.

    Who decides on the last two of a lot at once would else each find the other's still waiting.
    """
    lots = sorted(set(chosen.exclude(intake_id=None).order_by().values_list("intake_id", flat=True)))
    for lot in lots:
        Intake.objects.select_for_update(of=("self",)).filter(pk=lot).first()


def wait_for(expert: Expert) -> None:
    """Put the next step on the right desk: the office's while it reviews, the person's while there is to mend."""
    waiting.ended(MEND, subject_of(expert))
    if expert.intake_id:
        wait_for_lot(expert.intake_id, expert.division)
    elif expert.state == "submitted":
        waiting.began(_review(expert))
    else:
        waiting.ended(REVIEW, subject_of(expert))
    if expert.state == "returned":
        waiting.began(_mend(expert) if expert.user_id else _mend_nomination(expert))


def notify(person: int, key: str, text: str) -> None:
    """Tell the expert what came of something; `key` names it, so that it is told once."""
    tell([News([person], MessageKind.NOTICE, key, text, reverse("experts:mine"))])


def wait_for_lot(intake_id: int, division: str) -> None:
    """Those of an import on whom one office decides are one step on its desk, until it has decided on the last."""
    rows = Expert.objects.filter(intake_id=intake_id, division=division, state=ExpertState.SUBMITTED)
    subject = f"experts:{intake_id}:{division or ledger.CITY}"
    number, proposers = rows.count(), set(rows.values_list("proposed_by", flat=True))
    if not number:
        waiting.ended(REVIEW, subject)
        return
    waiting.began(
        waiting.Waiting(
            kind=REVIEW,
            subject=subject,
            title=f"审核导入的 {number:,} 位专家入库",
            href=f"{reverse('experts:expert_list')}?state=submitted&lot={intake_id}",
            permission="experts.review",
            division=division,
            begun_by=proposers.pop() if len(proposers) == 1 else None,
        )
    )


def _review(expert: Expert) -> waiting.Waiting:
    return waiting.Waiting(
        kind=REVIEW,
        subject=subject_of(expert),
        title=f"审核专家入库：{expert.name}（{Level(expert.level).label}）",
        href=reverse("experts:expert", args=[expert.pk]),
        permission="experts.review",
        division=expert.division,
        # Who applied is told by `notify`, which leads to the own page.
        begun_by=expert.proposed_by_id if expert.proposed_by_id != expert.user_id else None,
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


def _mend_nomination(expert: Expert) -> waiting.Waiting:
    """For whoever nominated; where that person has gone, for the office that decides."""
    by = expert.proposed_by
    return waiting.Waiting(
        kind=MEND,
        subject=subject_of(expert),
        title=f"推荐被退回，补正以后可以再提交：{expert.name}",
        href=reverse("experts:expert", args=[expert.pk]),
        permission=REVIEW,
        division=expert.division,
        person=by.pk if by is not None and by.is_active else None,
    )
