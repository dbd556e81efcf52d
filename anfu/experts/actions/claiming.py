"""A nominated person gets an account and takes over the entry, once the office that decides on it has confirmed who asks.

Whoever knows a name, or even the number, has nothing by that: the office calls the person before it says yes.
"""

from datetime import date

from django.db import IntegrityError, transaction
from django.urls import reverse

from anfu.core import clock, waiting
from anfu.core.actor import Actor
from anfu.core.explaining import explained, fitting
from anfu.core.inserting import insert_once
from anfu.core.personal import identity
from anfu.core.personal.digests import digest
from anfu.core.refusal import Refused
from anfu.experts.actions import applying
from anfu.experts.actions.telling import REVIEW, enter, lock_lots, locked, notify, wait_for
from anfu.experts.models import Claim, Expert
from anfu.experts.queries.experts import ExpertQuerySet
from anfu.people.models import ClaimState

WAITING = "experts.claim"
UNKNOWN = (
    "没有找到姓名和身份证号都相同、还没有账号的专家登记。什么都没有保存。"
    "请照推荐时的姓名再填；还是不行，请联系推荐你的单位，或者直接申请入库。"
)
DECIDED = "没有找到这件账号核对，或者已经办结，或者不归你办。"
ANOTHERS = "已经核对给另一个账号。"


@transaction.atomic
def apply_or_claim(profile: applying.Profile, *, actor: Actor, on: date) -> Expert | Claim:
    """Apply; whose number stands in an entry without account, for that the entry is claimed instead of a second one made."""
    if _unclaimed(profile.identity).exists():
        return claim(profile.name, profile.identity, actor=actor, on=on)
    return applying.apply(profile, actor=actor, on=on)


@transaction.atomic
def claim(name: str, number: str, *, actor: Actor, on: date) -> Claim:
    """Ask for the entry of this name and number; it waits for the office, and nothing of the entry is shown before."""
    if not actor.may("experts.own"):
        raise Refused("你没有认领专家登记的权限。什么都没有保存。")
    if Expert.objects.filter(user=actor.user_id).exists():
        raise Refused("你已经有自己的专家登记，不用再认领。")
    lock_lots(_unclaimed(number))
    found = _unclaimed(number).select_for_update(of=("self",)).first()
    if found is None or "".join(found.name.split()) != "".join(name.split()):
        raise Refused(UNKNOWN, field="identity")
    made = Claim(expert=found, user_id=actor.user_id or 0, made_at=clock.now())
    insert_once(made, "你已经提出过，正在等单位核对，不用再提。")
    enter("claimed", found, actor, on, after={"claim": made.pk, "user": made.user_id})
    waiting.began(_waits(made))
    return made


@transaction.atomic
def decide(claim_id: int, approve: bool, *, actor: Actor, on: date, note: str = "") -> Claim:
    """Confirm, which gives the entry to the account; or say no, and why."""
    asked = Claim.objects.decided_by(actor).waiting().filter(pk=claim_id).first()
    if asked is None:
        raise Refused(DECIDED)
    expert = locked(asked.expert_id, actor, decided=True)
    found = _waiting(claim_id)
    said = fitting(note, 500, field="note")
    if not approve:
        explained(said, "请写明不通过的理由，5 个字以上。提出的人会看到。", most=500, field="note")
        return _close(found, ClaimState.REFUSED, actor, on, said)
    _close(found, ClaimState.APPROVED, actor, on, said)
    _give(expert, found)
    for other in expert.claims.waiting().select_for_update(of=("self",)):
        _close(other, ClaimState.REFUSED, actor, on, ANOTHERS)
    wait_for(expert)
    return found


@transaction.atomic
def withdraw(*, actor: Actor, on: date) -> Claim:
    """Whoever asked takes it back."""
    mine = Claim.objects.mine(actor).filter(state=ClaimState.WAITING).first()
    if mine is None:
        raise Refused(DECIDED)
    Expert.objects.select_for_update(of=("self",)).get(pk=mine.expert_id)
    return _close(_waiting(mine.pk), ClaimState.WITHDRAWN, actor, on, "")


def _unclaimed(number: str) -> ExpertQuerySet:
    known = digest("experts.Expert", "identity_digest", identity.normal(number))
    found: ExpertQuerySet = Expert.objects.filter(identity_digest=known, user=None)
    return found


def _waiting(claim_id: int) -> Claim:
    """Again, now that the expert is locked: who came first has decided."""
    rows = Claim.objects.waiting().select_related("expert", "user").select_for_update(of=("self",))
    found: Claim | None = rows.filter(pk=claim_id).first()
    if found is None:
        raise Refused(DECIDED)
    return found


def _give(expert: Expert, found: Claim) -> None:
    if expert.user_id is not None:
        raise Refused("这位专家已经有账号。什么都没有改。")
    expert.user_id = found.user_id
    try:
        with transaction.atomic():
            expert.save(update_fields=["user"])
    except IntegrityError:
        raise Refused("这个账号已经有自己的专家登记，不能再核对给它。什么都没有改。") from None


def _close(found: Claim, state: ClaimState, actor: Actor, on: date, note: str) -> Claim:
    found.state, found.note, found.decided_at = state, note, clock.now()
    if state != ClaimState.WITHDRAWN:
        found.decided_by_id = actor.user_id
    found.save(update_fields=["state", "note", "decided_by", "decided_at"])
    after = {"claim": found.pk, "user": found.user_id, "note": note}
    enter(f"claim_{state}", found.expert, actor, on, after=after)
    waiting.ended(WAITING, f"expert-claim:{found.pk}")
    if state != ClaimState.WITHDRAWN:
        said = "已核对，专家登记归你的账号" if state == ClaimState.APPROVED else "没有通过，请看理由"
        notify(found.user_id, f"experts.claim:{found.pk}", f"专家账号核对：{said}")
    return found


def _waits(made: Claim) -> waiting.Waiting:
    return waiting.Waiting(
        kind=WAITING,
        subject=f"expert-claim:{made.pk}",
        title=f"核对专家账号：{made.expert.name}（{made.expert.code}）",
        href=f"{reverse('experts:expert', args=[made.expert_id])}#claims",
        permission=REVIEW,
        division=made.expert.division,
    )
