"""What changes how an account signs in; each leaves a ledger entry."""

from datetime import date

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction

from anfu.core import clock, ledger
from anfu.core.actor import Actor, platform
from anfu.core.refusal import Refused
from anfu.people.models import User
from anfu.people.signin import sessions


@transaction.atomic
def change_password(user: User, password: str, *, actor: Actor, on: date, keep: str | None = None) -> None:
    """Set it and end every session but the one numbered `keep`; the password must have passed the validators."""
    user.set_password(password)
    user.save(update_fields=["password"])
    ended = sessions.end_all(user.pk, but=keep)
    ledger.record(
        "people.password_changed",
        f"user:{user.username}",
        actor=actor,
        on=on,
        after={"sessions_ended": ended},
    )


@transaction.atomic
def renew_hash(user: User, password: str) -> None:
    """The same password under the present hash; done when it is next typed."""
    user.set_password(password)
    user.save(update_fields=["password"])
    ledger.record("people.password_rehashed", f"user:{user.username}", actor=platform(), on=clock.today())


@transaction.atomic
def end_sessions_of(user: User, *, reason: str, actor: Actor, on: date) -> int:
    """Another person's sessions, all at once; how many there were."""
    ended = sessions.end_all(user.pk)
    ledger.record(
        "people.sessions_ended",
        f"user:{user.username}",
        actor=actor,
        on=on,
        after={"count": ended, "reason": reason},
    )
    return ended


@transaction.atomic
def link_identity(user: User, provider: str, subject: str, *, actor: Actor, on: date) -> SocialAccount:
    """Let the subject of that identity provider sign in as the account; Refused where it is somebody's already.

    The entry comes from the row's own signal, since the account's owner links by another way as well.
    """
    try:
        with transaction.atomic():
            return SocialAccount.objects.create(user=user, provider=provider, uid=subject.strip())
    except IntegrityError as taken:
        raise Refused("没有连接：这个政务身份已经连接了一个账号。先在那个账号上取消，再来连接。") from taken


@transaction.atomic
def unlink_identity(account: SocialAccount) -> None:
    """Take the link away; Refused where it is the only way to sign in."""
    if not account.user.has_usable_password():
        raise Refused("没有取消：这个账号没有密码，取消以后就登录不了了。请先请管理员设密码。")
    account.delete()
