"""Letting somebody back in who lost the password or every second factor.

Whoever may give each role that the account holds may let it back in: that gives nobody more than they could give anyway
(T23). What needs a second person to be given needs one here, too (T24).
"""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from anfu.core import approvals, clock, ledger
from anfu.core.actor import NOBODY, Actor
from anfu.core.approvals import Change, Description
from anfu.core.explaining import explained
from anfu.core.models import Proposal
from anfu.core.refusal import Refused
from anfu.people import codes
from anfu.people.actions.grants import place_in
from anfu.people.granting import TWO_PERSONS
from anfu.people.granting import why_not as why_not_grant
from anfu.people.messages.actions import News, tell
from anfu.people.messages.models import MessageKind
from anfu.people.models import Membership, User
from anfu.people.queries.users import visible_to
from anfu.people.signin import sessions
from anfu.people.signin.models import Readmission

ACT = "people.readmit"
HOURS, DAYS = 24, 7  # how long an approved code is good, and how long one waits for approval
WRONG = "账号或找回码不对，或者码已经用过、过期、还没核准。请核对；还是不行，请联系给你码的人。"


def why_not(actor: Actor, user: User) -> str:
    """Why the actor may not let this account back in, as a sentence; "" if they may."""
    if user.pk == actor.user_id:
        return "不能给自己开找回码。请另一位有权限的人办理。"
    if not user.is_active:
        return f"{user.name} 的账号已停用。请先启用。"
    held = _held(user)
    if not held:
        return "" if actor.may("people.grant_official") else "这个账号没有在任的角色。请找安全管理员办理。"
    reasons = (why_not_grant(actor, each.role, each.party, place_in(each)) for each in held)
    return next((f"不能开找回码：{why}" for why in reasons if why), "")


@transaction.atomic
def offer(user_id: int, *, actor: Actor, reason: str, drops_factors: bool = False) -> tuple[Readmission, str]:
    """A code for that account, told here and never again; `reason` says how the person was made sure of."""
    user = visible_to(actor).select_for_update(of=("self",)).filter(pk=user_id).first()
    if user is None:
        raise Refused("没有找到这个账号，或者不归你管。")
    if why := why_not(actor, user):
        raise Refused(why)
    said = explained(reason, "请写明怎样核对了是本人，5 个字以上。没有开出找回码。", most=200)
    Readmission.objects.filter(user=user).open_at(clock.now()).update(withdrawn_at=clock.now())
    two = any(each.role in TWO_PERSONS for each in _held(user))
    made, code = _made(user, actor, approved=not two, drops_factors=drops_factors)
    after = {
        "readmission": made.pk,
        "reason": said,
        "two_persons": two,
        "drops_factors": drops_factors,
    }
    ledger.record("people.readmission_offered", _subject(user), actor=actor, on=clock.today(), after=after)
    _tell(made, "offered", f"{actor.name} 给你的账号开了找回码。不是你要的，请马上联系安全管理员。")
    if two:
        approvals.propose(ACT, {"readmission": made.pk}, reason=reason, actor=actor)
    return made, str(code)


def readmit(username: str, typed: str, password: str) -> User:
    """A new password by the code; all sessions end, and second factors go where the code says so.

    A wrong code costs one of its tries.
    """
    found = _looked_up(username, typed)
    try:
        validate_password(password, found.user)
    except ValidationError as weak:
        raise Refused(" ".join(weak.messages), field="password1") from weak
    return _in_again(found, password)


def _held(user: User) -> list[Membership]:
    rows = Membership.objects.in_force_on(clock.today()).filter(user=user, lent_from=None)
    return list(rows.select_related("party__organisation__enterprise"))


def _made(user: User, actor: Actor, *, approved: bool, drops_factors: bool) -> tuple[Readmission, codes.Code]:
    code, now = codes.new_code(), clock.now()
    row = Readmission.objects.create(
        selector=code.selector, secret_hash=codes.hashed(code), user=user, made_at=now, made_by_id=actor.user_id or 0,
        drops_factors=drops_factors,
        approved_at=now if approved else None,
        expires_at=now + (timedelta(hours=HOURS) if approved else timedelta(days=DAYS)),
    )  # fmt: skip
    return row, code


def _looked_up(username: str, typed: str) -> Readmission:
    code = codes.read(typed)
    rows = Readmission.objects.open_at(clock.now()).select_related("user")
    found = rows.filter(selector=code.selector).first() if code else None
    if code is None or found is None:
        raise Refused(WRONG, field="code")
    right = codes.fits(code, found.secret_hash) and found.user.username == username
    if not right:
        _count_try(found)
    if not right or not found.approved_at or not found.user.is_active:
        raise Refused(WRONG, field="code")
    return found


@transaction.atomic
def _count_try(found: Readmission) -> None:
    left = Readmission.objects.filter(pk=found.pk, tries_left__gt=0)
    left.update(tries_left=F("tries_left") - 1)
    ledger.record("people.readmission_tried", _subject(found.user), actor=NOBODY, on=clock.today())


@transaction.atomic
def _in_again(found: Readmission, password: str) -> User:
    now = clock.now()
    if not Readmission.objects.open_at(now).filter(pk=found.pk).update(used_at=now):
        raise Refused(WRONG, field="code")
    user = found.user
    user.set_password(password)
    user.save(update_fields=["password"])
    for factor in Authenticator.objects.filter(user=user) if found.drops_factors else ():
        factor.delete()  # one by one: each leaves its entry
    after = {"readmission": found.pk, "sessions_ended": sessions.end_all(user.pk)}
    ledger.record("people.readmitted", _subject(user), actor=NOBODY, on=clock.today(), after=after)
    also = "，第二步验证已取消" if found.drops_factors else ""
    _tell(found, "used", f"你的密码用找回码重设了{also}。不是你办的，请马上联系安全管理员。")
    return user


def _tell(found: Readmission, event: str, text: str) -> None:
    tell([News([found.user_id], MessageKind.NOTICE, f"readmission:{found.pk}:{event}", text, "/security/")])


def _subject(user: User) -> str:
    return f"user:{user.username}"


def _row(arguments: dict[str, Any]) -> Readmission:
    return Readmission.objects.select_related("user").get(pk=arguments["readmission"])


def _describe(arguments: dict[str, Any]) -> Description:
    row = _row(arguments)
    what = "密码和第二步验证" if row.drops_factors else "密码"
    still = Readmission.objects.open_at(clock.now()).filter(pk=row.pk, approved_at=None).exists()
    return Description(
        subject=f"readmit:{row.user_id}",
        title=f"让 {row.user.name}（{row.user.username}）重设{what}"[:200],
        changes=(Change("找回码", "等核准" if still else "作废", f"核准后 {HOURS} 小时内可用一次"),),
        href=f"/people/{row.user.username}/",
    )


def _check(arguments: dict[str, Any], actor: Actor) -> None:
    if why := why_not(actor, _row(arguments).user):
        raise Refused(why)


@approvals.act(
    ACT,
    label="找回登录",
    permission="people.grant_official",
    approver="people.grant_official",
    describe=_describe,
    check=_check,
    days=DAYS,
)
def approve(proposal: Proposal, actor: Actor) -> None:
    """The code is good from now on."""
    row, now = _row(proposal.arguments), clock.now()
    row.approved_at, row.expires_at = now, now + timedelta(hours=HOURS)
    row.save(update_fields=["approved_at", "expires_at"])
    more = {"readmission": row.pk} | approvals.persons(proposal, actor)
    ledger.record(
        "people.readmission_approved", _subject(row.user), actor=actor, on=clock.today(), after=more
    )
