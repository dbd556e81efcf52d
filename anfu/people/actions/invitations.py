"""Invitations: made by somebody who may grant the role, used once by whoever brings the code."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F

from anfu.core import clock, ledger
from anfu.core.actor import Actor
from anfu.core.refusal import Refused
from anfu.people import codes
from anfu.people.actions.accounts import party_of
from anfu.people.actions.grants import check, given, territory
from anfu.people.actors import actor_of
from anfu.people.granting import TWO_PERSONS, why_not
from anfu.people.models import Invitation, Membership, Party, User
from anfu.people.roles import Kind, Role
from anfu.registry.models import Enterprise

DAYS = 30
WRONG = "邀请码不对，或者已经用过、过期、作废。请核对信上的码；还是不行，请联系发信的单位。"


@transaction.atomic
def invite(party_id: int, role: str, *, actor: Actor, on: date, days: int = DAYS) -> tuple[Invitation, str]:
    """A code for one party and role; it is told here and never again."""
    found = (
        Party.objects.visible_to(actor).select_related("organisation__enterprise").filter(pk=party_id).first()
    )
    if found is None:
        raise Refused("没有找到这个单位，或者不归你管。")
    return invite_many([found], role, actor=actor, on=on, days=days)[0]


@transaction.atomic
def invite_owner(enterprise: Enterprise, *, actor: Actor, on: date) -> tuple[Invitation, str]:
    """A code for an enterprise's owner; its party is made where nobody acted for it yet."""
    if enterprise.merged_into_id:
        raise Refused("这家企业已经并入另一家。请到留下的那一家的页面邀请。")
    party = party_of(Kind.ENTERPRISE, "", organisation=enterprise.organisation)
    return invite_many([party], Role.ENTERPRISE_OWNER, actor=actor, on=on)[0]


@transaction.atomic
def invite_many(
    parties: Sequence[Party], role: str, *, actor: Actor, on: date, days: int = DAYS
) -> list[tuple[Invitation, str]]:
    """One code for each party; what was open for the same role there is withdrawn."""
    for party in parties:
        if why := _why_not(actor, role, party):
            raise Refused(why)
    Invitation.objects.filter(party__in=parties, role=role).open_on(on).update(withdrawn_at=clock.now())
    made = [codes.new_code() for _ in parties]
    rows = Invitation.objects.bulk_create(
        _row(party, role, code, actor, on + timedelta(days))
        for party, code in zip(parties, made, strict=True)
    )
    after = {"role": role, "parties": [party.pk for party in parties], "expires_on": on + timedelta(days)}
    ledger.record("people.invited", f"invitations:{role}", actor=actor, on=on, after=after)
    return [(row, str(code)) for row, code in zip(rows, made, strict=True)]


def look_up(typed: str, *, on: date) -> Invitation:
    """The open invitation of that code. A wrong secret costs one of its tries, whatever the caller does then."""
    code = codes.read(typed)
    rows = Invitation.objects.open_on(on).select_related(
        "party__organisation__enterprise", "made_by", "made_under"
    )
    found = rows.filter(selector=code.selector).first() if code else None
    if code is None or found is None:
        raise Refused(WRONG, field="code")
    if not codes.fits(code, found.secret_hash):
        _count_try(found, on)
        raise Refused(WRONG, field="code")
    return found


def redeem(typed: str, user: User, *, on: date) -> Membership:
    """Become a member by the code. It is worth what its maker may grant today, and works once."""
    # Looked up outside the transaction, so that a wrong try stays counted when this is refused.
    return join(look_up(typed, on=on), user, on=on)


@transaction.atomic
def join(invitation: Invitation, user: User, *, on: date) -> Membership:
    """As `redeem`, for an invitation whose code was looked up in this request."""
    taken = Invitation.objects.open_on(on).filter(pk=invitation.pk)
    if not taken.update(used_by=user.pk, used_at=clock.now()):
        raise Refused(WRONG, field="code")
    maker = actor_of(invitation.made_by, invitation.made_under_id)
    if maker.membership_id != invitation.made_under_id:
        raise Refused("发出这个邀请码的人已经不在任，码不能再用。请联系发信的单位。", field="code")
    party, role = invitation.party, invitation.role
    check(user, party, role, territory(role, party), maker)
    more = {"invitation": invitation.pk, "selector": invitation.selector}
    return given(user, party, role, territory(role, party), actor=maker, on=on, more=more)


@transaction.atomic
def withdraw(invitation_id: int, *, actor: Actor, on: date) -> Invitation:
    """Make a code worthless before it is used."""
    found = (
        Invitation.objects.visible_to(actor)
        .open_on(on)
        .select_for_update(of=("self",))
        .filter(pk=invitation_id)
    )
    row = found.select_related("party").first()
    if row is None:
        raise Refused("没有找到这个邀请码，或者已经用过、作废。")
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])
    ledger.record("people.invitation_withdrawn", f"invitation:{row.pk}", actor=actor, on=on)
    return row


def _why_not(actor: Actor, role: str, party: Party) -> str:
    if role in TWO_PERSONS:
        return "这个角色要两个人办理，不能用邀请码。"
    return why_not(actor, role, party, territory(role, party))


def _row(party: Party, role: str, code: codes.Code, actor: Actor, last: date) -> Invitation:
    return Invitation(
        selector=code.selector, secret_hash=codes.hashed(code), party=party, role=role, made_at=clock.now(),
        made_by_id=actor.user_id or 0, made_under_id=actor.membership_id or 0, expires_on=last,
    )  # fmt: skip


@transaction.atomic
def _count_try(found: Invitation, on: date) -> None:
    left = Invitation.objects.filter(pk=found.pk, tries_left__gt=0)
    left.update(tries_left=F("tries_left") - 1)
    actor = Actor(user_id=None, name="访客")
    ledger.record("people.code_tried", f"invitation:{found.pk}", actor=actor, on=on)
