"""Giving and taking roles. Official roles pass a second person; all others are given at once."""

from dataclasses import asdict
from datetime import date

from django.db import transaction

from anfu.core import approvals, ledger
from anfu.core.actor import Actor
from anfu.core.models import Proposal
from anfu.core.refusal import Refused
from anfu.people.actions.accounts import member_of
from anfu.people.granting import TWO_PERSONS, Place, why_not
from anfu.people.models import Membership, Party, User
from anfu.people.roles import KIND_OF, Kind, Role, duty_of

OFFICIAL = "people.grant"
ABSENT = "没有找到这个人或这个单位，或者不归你管。没有授予。"
# Without the last of them nobody could give rights any more.
NEEDED = (Role.CITY_ADMIN, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)


@transaction.atomic
def grant(
    user_id: int, party_id: int, role: str, place: Place, *, actor: Actor, on: date, reason: str = ""
) -> Membership | Proposal:
    """Give a role from that day on; an official one becomes a proposal that waits for a second person."""
    user, party = _both(user_id, party_id, actor)
    check(user, party, role, place, actor)
    if role in TWO_PERSONS:
        told = {"user": user.pk, "party": party.pk, "role": role, **asdict(place)}
        return approvals.propose(OFFICIAL, told, reason=reason, actor=actor)
    return given(user, party, role, place, actor=actor, on=on)


def check(user: User, party: Party, role: str, place: Place, actor: Actor) -> None:
    """Refused where the actor may not grant this, or the account is not for it."""
    if user.pk == actor.user_id:
        raise Refused("不能给自己授予角色。请另一位有权限的人办理。")
    if why := why_not(actor, role, party, place):
        raise Refused(why)
    if not user.is_active:
        raise Refused(f"{user.name} 的账号已停用。请先启用。")
    if user.duty != duty_of(role):
        raise Refused(
            f"{user.name} 的账号用于{user.get_duty_display()}，不能兼任“{Role(role).label}”。请另开账号。"
        )
    if place != territory(role, party):
        raise Refused("地区与单位不一致。请按单位所在的地区授予。")


def territory(role: str, party: Party) -> Place:
    """The territory that a role has at a party: its own place for offices of counties and towns, none for others."""
    if KIND_OF[role] == Kind.COUNTY:
        return Place(party.division)
    if KIND_OF[role] == Kind.TOWN:
        return Place(party.division, party.town)
    return Place()


def given(
    user: User,
    party: Party,
    role: str,
    place: Place,
    *,
    actor: Actor,
    on: date,
    more: dict[str, object] | None = None,
) -> Membership:
    """Write the membership and its entry; the caller has checked."""
    made = member_of(user, party, role, on=on, **asdict(place), granted_by=actor.user_id)
    after = {"role": role, "party": party.pk, **asdict(place), **(more or {})}
    ledger.record(
        "people.granted", f"user:{user.username}", actor=actor, on=on, after=after, stream=_stream(place)
    )
    return made


@transaction.atomic
def revoke(membership_id: int, *, actor: Actor, on: date, reason: str) -> Membership:
    """End a membership from that day on, and what was lent from it; it counts from the next request on."""
    found = (
        Membership.objects.visible_to(actor).select_for_update(of=("self",)).select_related("user", "party")
        .filter(pk=membership_id, valid_to=None).first()
    )  # fmt: skip
    if found is None:
        raise Refused("没有找到这个角色，或者已经结束。请刷新后再看。")
    if found.user_id != actor.user_id and (why := why_not(actor, found.role, found.party, place_in(found))):
        raise Refused(why.replace("授予", "收回"))
    if found.role in NEEDED and not _others(found, on):
        raise Refused(f"{found.user.name} 是最后一位“{Role(found.role).label}”。请先授予另一位。")
    return end(found, actor=actor, on=on, reason=reason)


def end(found: Membership, *, actor: Actor, on: date, reason: str) -> Membership:
    """Write the end of a locked membership, of its loans, and the entry."""
    found.valid_to = max(on, found.valid_from)
    found.save(update_fields=["valid_to"])
    loans = Membership.objects.filter(lent_from=found, valid_to__gt=found.valid_to)
    ended = list(loans.values_list("pk", flat=True))
    for loan in Membership.objects.filter(pk__in=ended):
        loan.valid_to = max(on, loan.valid_from)
        loan.save(update_fields=["valid_to"])
    ledger.record(
        "people.revoked", f"user:{found.user.username}", actor=actor, on=on, stream=found.division or None,
        before={"role": found.role, "party": found.party_id}, after={"reason": reason, "loans_ended": ended},
    )  # fmt: skip
    return found


def place_in(found: Membership) -> Place:
    """The territory of a membership."""
    return Place(found.division, found.town)


def _others(found: Membership, on: date) -> bool:
    same = Membership.objects.in_force_on(on).filter(role=found.role, valid_to=None)
    return bool(same.exclude(user=found.user_id).select_for_update(of=("self",)))


def _both(user_id: int, party_id: int, actor: Actor) -> tuple[User, Party]:
    user = User.objects.select_for_update().filter(pk=user_id).first()
    party = (
        Party.objects.visible_to(actor).select_related("organisation__enterprise").filter(pk=party_id).first()
    )
    if user is None or party is None:
        raise Refused(ABSENT)
    return user, party


def _stream(place: Place) -> str | None:
    return place.division or None
