"""Standing in: somebody lends their own role to a colleague of the same office until a day."""

from datetime import date, timedelta

from django.db import transaction

from anfu.core import ledger
from anfu.core.actor import Actor
from anfu.core.refusal import Refused
from anfu.people.models import Membership

LONGEST = timedelta(days=92)


@transaction.atomic
def lend(to_user: int, *, last_day: date, actor: Actor, on: date) -> Membership:
    """The colleague may act in the actor's present role from that day to the last one, without its rights over accounts."""
    if not actor.may("people.lend"):
        raise Refused("这个角色不能请人代办，代办来的角色也不能再转给别人。")
    own = _own(actor, on)
    if last_day < on or last_day - on > LONGEST:
        raise Refused(f"代办最长 {LONGEST.days} 天，最后一天不能早于今天。", field="last_day")
    colleague = _colleague(to_user, own, on)
    ends = last_day + timedelta(1)
    made = Membership.objects.create(
        user=colleague.user, party=own.party, role=own.role, kind=own.kind, duty=own.duty,
        division=own.division, town=own.town, valid_from=on, granted_by_id=actor.user_id, lent_from=own,
        valid_to=ends if own.valid_to is None else min(ends, own.valid_to),
    )  # fmt: skip
    ledger.record(
        "people.lent", f"user:{colleague.user.username}", actor=actor, on=on, stream=own.division or None,
        after={"role": own.role, "party": own.party_id, "from": own.user.username, "last_day": last_day},
    )  # fmt: skip
    return made


@transaction.atomic
def end_loan(membership_id: int, *, actor: Actor, on: date) -> Membership:
    """Either of the two ends it early."""
    loans = Membership.objects.in_force_on(on).exclude(lent_from=None).select_for_update(of=("self",))
    found = loans.select_related("user", "lent_from").filter(pk=membership_id).first()
    if found is None or actor.user_id not in (
        found.user_id,
        found.lent_from.user_id if found.lent_from else None,
    ):
        raise Refused("没有找到这次代办，或者已经结束。请刷新后再看。")
    found.valid_to = max(on, found.valid_from)
    found.save(update_fields=["valid_to"])
    ledger.record(
        "people.loan_ended", f"user:{found.user.username}", actor=actor, on=on, stream=found.division or None,
        after={"role": found.role, "party": found.party_id},
    )  # fmt: skip
    return found


def _own(actor: Actor, on: date) -> Membership:
    rows = Membership.objects.in_force_on(on).filter(lent_from=None, user=actor.user_id or 0)
    own = (
        rows.select_for_update(of=("self",))
        .select_related("user", "party")
        .filter(pk=actor.membership_id or 0)
        .first()
    )
    if own is None:
        raise Refused("你现在没有可以请人代办的角色。")
    return own


def _colleague(user_id: int, own: Membership, on: date) -> Membership:
    rows = Membership.objects.in_force_on(on).filter(lent_from=None, party=own.party, user=user_id)
    found = rows.exclude(user=own.user).select_related("user").first()
    if found is None:
        raise Refused("只能请同一单位的在任同事代办。请换一位。", field="to")
    same = Membership.objects.in_force_on(on).filter(user=user_id, party=own.party, role=own.role)
    if same.filter(division=own.division, town=own.town).exists():
        raise Refused(f"{found.user.name} 已经有这个角色，不用代办。", field="to")
    return found
