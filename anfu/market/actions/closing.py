"""At the deadline offers are opened at one go; who did not choose in time chose nobody."""

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from anfu.core import clock, ledger, parameters, waiting
from anfu.market.actions.settling import settle
from anfu.market.actions.shared import BY_THE_CLOCK, enter, lock, subject_of
from anfu.market.lifecycle import CLOSED, DEMAND
from anfu.market.models import Demand, Member, MemberState
from anfu.market.queries.sealed import opened_rows

CHOOSE = "market.choose"
NO_OFFERS = "截止时没有机构报价"
TOO_LATE = "过期没有选"


def close_due(on: date) -> int:
    """Close every demand whose deadline is over, each in its own transaction; returns how many."""
    due = Demand.objects.due_at(clock.now()).order_by("deadline", "pk").values_list("pk", flat=True)
    return sum(close(key, on=on) for key in list(due))


@transaction.atomic
def close(demand_id: int, *, on: date) -> bool:
    """Open the offers: all that stand are written to the ledger as they were sealed. False where it is not time."""
    found = lock(demand_id)
    if found.state != "open" or clock.now() < found.deadline:
        return False
    rows = opened_rows(found)
    DEMAND.move(found, "close", BY_THE_CLOCK)
    found.closed_at, found.offers_opened = clock.now(), len(rows)
    found.closing_entry = ledger.record_rows(
        "market.closed", subject_of(found), rows, actor=BY_THE_CLOCK, on=on, stream=found.division or None,
        after={"offers": len(rows)},
    )  # fmt: skip
    if not rows:
        found.ended_reason = NO_OFFERS
    found.save()
    settle(found, BY_THE_CLOCK, on)
    if found.state == CLOSED:
        _ask_to_choose(found)
    return True


def end_undecided(on: date) -> int:
    """Members that did not choose within the time have chosen nobody; returns how many."""
    days = parameters.value("market.choose_days", on=on)
    late = Demand.objects.filter(state__in=["closed", "chosen"], closed_at__lt=clock.now() - timedelta(days))
    return sum(_pass_for_the_late(key, on) for key in list(late.values_list("pk", flat=True)))


@transaction.atomic
def _pass_for_the_late(demand_id: int, on: date) -> int:
    found = lock(demand_id)
    chosen = found.choices.standing().values("enterprise")
    again = clock.now() - timedelta(parameters.value("market.choose_again_days", on=on))
    anew = found.choices.filter(ended_at__gt=again).values("enterprise")
    agreed = found.members.filter(state=MemberState.AGREED)
    late = list(
        agreed.exclude(enterprise__in=chosen).exclude(enterprise__in=anew).values_list("pk", flat=True)
    )
    if late:
        found.members.filter(pk__in=late).update(
            state=MemberState.PASSED, reason=TOO_LATE, answered_at=clock.now(), answered_by=None
        )
        enter("passed", found, BY_THE_CLOCK, on, after={"members": len(late), "reason": TOO_LATE})
    for key in late:
        waiting.ended(CHOOSE, f"member:{key}")
    settle(found, BY_THE_CLOCK, on)
    return len(late)


def _ask_to_choose(demand: Demand) -> None:
    for member in demand.members.filter(state=MemberState.AGREED):
        waiting.began(asked(demand, member))


def asked(demand: Demand, member: Member, again: date | None = None, before: str = "") -> waiting.Waiting:
    """The choice that waits for an enterprise until the time after the opening is over.

    `again`: the day on which a former choice came to nothing, after which there is some time in any case; `before`: why.
    """
    opened = timezone.localtime(demand.closed_at).date()
    due = opened + timedelta(parameters.value("market.choose_days", on=opened))
    if again is not None:
        due = max(due, again + timedelta(parameters.value("market.choose_again_days", on=again)))
    return waiting.Waiting(
        kind=CHOOSE, subject=f"member:{member.pk}", title=f"{before}{demand.offers_opened} 家机构报价，请比较后选择",
        href=reverse("market:compare", args=[demand.pk]), permission=CHOOSE, organisation=member.enterprise_id,
        due_on=due,
    )  # fmt: skip
