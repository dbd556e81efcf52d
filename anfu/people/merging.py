"""When two enterprises become one: who acts for the merged one acts for the kept one from then on, and claims wait there.

Members and open invitations go over to the kept one's party. Who is a member of both already, or has claimed both, is not
made one twice. Ended memberships and decided claims stay as they were.
"""

from datetime import date
from typing import Any

from django.db.models import Q

from anfu.core import clock, waiting
from anfu.people.actions.accounts import party_of
from anfu.people.actions.claims import WAITING, waits
from anfu.people.models import Claim, ClaimState, Invitation, Membership, Party
from anfu.people.roles import Kind
from anfu.registry.models import Enterprise
from anfu.registry.signals import enterprises_merged, enterprises_unmerged

ROOM = "people"
NOTE = "两家企业合并了，你在留下的那一家的认领还在办。"
Done = dict[str, Any]


def connect() -> None:
    """Listen to the registry."""
    enterprises_merged.connect(move, dispatch_uid="people.merging")
    enterprises_unmerged.connect(put_back, dispatch_uid="people.unmerging")


def move(kept: int, merged: int, on: date, **_: Any) -> tuple[str, Done] | None:
    """Hand members, invitations and waiting claims over; says which."""
    done = _claims_over(kept, merged) | _members_over(kept, merged, on)
    return (ROOM, done) if any(done.values()) else None


def put_back(kept: int, merged: int, on: date, moved: dict[str, Any], **_: Any) -> None:
    """Hand back what still stands as it was handed over; what was decided or used since stays with the kept one."""
    done = moved.get(ROOM)
    if not done:
        return
    for key in done["claims"]:
        _hand_claims(Claim.objects.filter(pk=key, enterprise=kept, state=ClaimState.WAITING), merged)
    closed = Claim.objects.filter(pk__in=done["closed"], state=ClaimState.WITHDRAWN, note=NOTE)
    keys = list(closed.values_list("pk", flat=True))
    closed.update(state=ClaimState.WAITING, note="", decided_at=None)
    _tell(Claim.objects.filter(pk__in=keys))
    ours, theirs = _party(kept), _party(merged)
    if ours is None or theirs is None:
        return
    Membership.objects.filter(pk__in=done["members"], party=ours).update(party=theirs)
    for key, valid_to in done["ended"]:
        Membership.objects.filter(pk=key, valid_to=valid_to).update(valid_to=None)
    Invitation.objects.filter(pk__in=done["invitations"], party=ours, used_at=None).update(party=theirs)


def _claims_over(kept: int, merged: int) -> Done:
    claimants = Claim.objects.waiting().filter(enterprise=kept).values_list("user", flat=True)
    held = set(claimants.select_for_update())
    rows = Claim.objects.waiting().select_for_update().filter(enterprise=merged)
    going = [row.pk for row in rows if row.user_id not in held]
    twice = [row.pk for row in rows if row.user_id in held]
    _hand_claims(Claim.objects.filter(pk__in=going), kept)
    facts = {"state": ClaimState.WITHDRAWN, "note": NOTE, "decided_at": clock.now()}
    Claim.objects.filter(pk__in=twice).update(**facts)
    for key in twice:
        waiting.ended(WAITING, f"claim:{key}")
    return {"claims": going, "closed": twice}


def _hand_claims(rows: Any, to: int) -> None:
    keys = list(rows.values_list("pk", flat=True))
    rows.update(enterprise=to)
    _tell(Claim.objects.filter(pk__in=keys))


def _tell(rows: Any) -> None:
    """The officers of the place where it waits now have it on their desk."""
    for row in rows.select_related("enterprise__organisation"):
        waiting.began(waits(row))


def _members_over(kept: int, merged: int, on: date) -> Done:
    done: Done = {"members": [], "ended": [], "invitations": []}
    theirs = _party(merged)
    if theirs is None:
        return done
    ours = party_of(Kind.ENTERPRISE, "", organisation=Enterprise.objects.get(pk=kept).organisation)
    held = set(Membership.objects.filter(party=ours, valid_to=None).values_list("user", "role"))
    open_ones = Membership.objects.select_for_update().filter(
        Q(valid_to=None) | Q(valid_to__gt=on), party=theirs
    )
    for row in open_ones.order_by("pk"):
        if row.valid_to is None and (row.user_id, row.role) in held:
            last = max(on, row.valid_from)
            Membership.objects.filter(pk=row.pk).update(valid_to=last)
            done["ended"].append([row.pk, last.isoformat()])
        else:
            done["members"].append(row.pk)
    Membership.objects.filter(pk__in=done["members"]).update(party=ours)
    invitations = Invitation.objects.open_on(on).filter(party=theirs)
    done["invitations"] = sorted(invitations.values_list("pk", flat=True))
    invitations.update(party=ours)
    return done


def _party(enterprise: int) -> Party | None:
    found: Party | None = Party.objects.filter(
        kind=Kind.ENTERPRISE, organisation__enterprise=enterprise
    ).first()
    return found
