"""Leaving: in one step a person's open work goes to a named colleague, and their roles at the party end."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.dispatch import Signal

from anfu.core import approvals, ledger
from anfu.core.actor import Actor
from anfu.core.refusal import Refused
from anfu.people.actions import grants
from anfu.people.granting import TWO_PERSONS, why_not
from anfu.people.models import Membership, Party, User

# leaving, successor: User; actor: Actor; on: date; preview: bool. A receiver moves (or only counts, for a preview)
# what it holds for the leaving person and returns (label, number).
handed_over = Signal()

GIVEN, PROPOSED, HELD, LEFT = "given", "proposed", "held", "left"
WORDS = {
    GIVEN: "当天转给接手的人",
    PROPOSED: "报请另一人核准后转给接手的人",
    HELD: "接手的人已经有，不用转",
    LEFT: "不转，需要的话请有权限的人另行授予",
}


@dataclass(frozen=True, slots=True)
class Move:
    """One membership of the leaving person, and what becomes of it."""

    membership: Membership
    how: str

    @property
    def words(self) -> str:
        """What becomes of it, in words."""
        return WORDS[self.how]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a hand-over moves: memberships, loans that end, and work of other rooms as (label, number)."""

    moves: list[Move]
    loans: int
    work: list[tuple[str, int]]


def plan(leaving: User, successor: User, party: Party, *, actor: Actor, on: date) -> Plan:
    """What would move; Refused where the actor may not, or the successor is no colleague."""
    held = _checked(leaving, successor, party, actor, on)
    loans = Membership.objects.in_force_on(on).filter(lent_from__in=held).count()
    work = _told(leaving, successor, actor, on, preview=True)
    return Plan([Move(each, _how(each, successor, actor)) for each in held], loans, work)


@transaction.atomic
def hand_over(leaving: User, successor: User, party: Party, *, actor: Actor, on: date, reason: str) -> Plan:
    """Do it: one action, one entry that says what moved (each role besides has its own entry)."""
    done = plan(leaving, successor, party, actor=actor, on=on)
    work = _told(leaving, successor, actor, on, preview=False)
    for move in done.moves:
        _move(move, successor, actor, on, reason)
    after = {
        "from": leaving.username, "to": successor.username, "party": party.pk, "reason": reason, "loans": done.loans,
        "roles": [{"role": m.membership.role, "how": m.how} for m in done.moves], "work": dict(work),
    }  # fmt: skip
    ledger.record("people.handed_over", f"user:{leaving.username}", actor=actor, on=on, after=after)
    return Plan(done.moves, done.loans, work)


def _checked(leaving: User, successor: User, party: Party, actor: Actor, on: date) -> list[Membership]:
    if not actor.may("people.hand_over") and leaving.pk != actor.user_id:
        raise Refused("你没有办理交接的权限。什么都没有改。")
    here = (
        Membership.objects.in_force_on(on).filter(party=party, lent_from=None).select_related("party", "user")
    )
    held = list(here.filter(user=leaving).order_by("pk"))
    if not held or successor.pk == leaving.pk or not here.filter(user=successor).exists():
        raise Refused("只能交接给同一单位的在任同事。请换一位。", field="to")
    for each in held:
        why = why_not(actor, each.role, party, grants.place_in(each))
        if leaving.pk != actor.user_id and why:
            raise Refused(why.replace("授予", "办理"))
    return held


def _how(each: Membership, successor: User, actor: Actor) -> str:
    same = {"party": each.party, "role": each.role, "division": each.division, "town": each.town}
    if Membership.objects.filter(user=successor, valid_to=None, **same).exists():
        return HELD
    if successor.pk == actor.user_id or successor.duty != each.duty:
        return LEFT
    if why_not(actor, each.role, each.party, grants.place_in(each)):
        return LEFT
    if each.role in TWO_PERSONS:
        return PROPOSED if actor.may(approvals.act_of(grants.OFFICIAL).permission) else LEFT
    return GIVEN


def _move(move: Move, successor: User, actor: Actor, on: date, reason: str) -> None:
    each, place = move.membership, grants.place_in(move.membership)
    if move.how in (GIVEN, PROPOSED):
        grants.grant(successor.pk, each.party_id, each.role, place, actor=actor, on=on, reason=reason)
    grants.revoke(each.pk, actor=actor, on=on, reason=reason)


def _told(leaving: User, successor: User, actor: Actor, on: date, *, preview: bool) -> list[tuple[str, int]]:
    answers = handed_over.send(
        sender=User, leaving=leaving, successor=successor, actor=actor, on=on, preview=preview
    )
    told: list[Any] = [answer for _, answer in answers]
    return [each for each in told if each]
