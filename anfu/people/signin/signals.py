"""What the library does to second factors and identities is entered in the ledger, in the same transaction."""

from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.account.signals import user_logged_in as signed_in
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from anfu.core import clock, ledger
from anfu.core.actor import Actor, platform
from anfu.core.refusal import Refused
from anfu.people.models import User
from anfu.people.signin import devices, policy, sessions
from anfu.people.signin.failures import failed
from anfu.people.signin.models import Outcome


@receiver(post_save, sender=Authenticator, dispatch_uid="signin.factor_set")
def factor_set(instance: Authenticator, created: bool, **_: Any) -> None:
    """A second factor was set up."""
    if created:
        _enter("people.second_factor_set", instance.user, {"kind": instance.type})


@receiver(pre_delete, sender=Authenticator, dispatch_uid="signin.factor_kept")
def last_factor_stays(instance: Authenticator, **_: Any) -> None:
    """Who must have a second factor does not remove the last."""
    actor = _actor()
    others = Authenticator.objects.filter(user_id=instance.user_id).exclude(pk=instance.pk)
    others = others.exclude(type=Authenticator.Type.RECOVERY_CODES)
    if instance.type == Authenticator.Type.RECOVERY_CODES or actor.user_id != instance.user_id:
        return
    if policy.second_factor_required(actor) and not others.exists():
        raise Refused("没有取消：你的岗位必须有第二步验证。先设置另一种，再取消这一种。")


@receiver(post_delete, sender=Authenticator, dispatch_uid="signin.factor_removed")
def factor_removed(instance: Authenticator, **_: Any) -> None:
    """A second factor was taken away."""
    _enter("people.second_factor_removed", instance.user, {"kind": instance.type})


@receiver(post_save, sender=SocialAccount, dispatch_uid="signin.identity_linked")
def identity_linked(instance: SocialAccount, created: bool, **_: Any) -> None:
    """An identity may sign in as the account from now on."""
    if created:
        _enter(
            "people.identity_linked", instance.user, {"provider": instance.provider, "subject": instance.uid}
        )


@receiver(post_delete, sender=SocialAccount, dispatch_uid="signin.identity_unlinked")
def identity_unlinked(instance: SocialAccount, **_: Any) -> None:
    """The identity no longer signs in as the account."""
    _enter(
        "people.identity_unlinked", instance.user, {"provider": instance.provider, "subject": instance.uid}
    )


@receiver(post_save, sender=User, dispatch_uid="signin.disabled")
def disabled(instance: User, **_: Any) -> None:
    """An account that is switched off is signed out everywhere."""
    if not instance.is_active:
        sessions.end_all(instance.pk)


@receiver(authentication_step_completed, dispatch_uid="signin.proved")
def proved(request: HttpRequest, **told: Any) -> None:
    """Somebody signed in proved again who they are."""
    if told.get("reauthenticated"):
        sessions.proved(request)
        request.proved = True  # type: ignore[attr-defined]


@receiver(signed_in, dispatch_uid="signin.device")
def device_known(request: HttpRequest, response: HttpResponse, user: User, **_: Any) -> None:
    """From now on this device has tries of its own for the account."""
    devices.remember(request, response, user.username)


@receiver(authentication_failed, dispatch_uid="signin.second_failed")
def second_failed(request: HttpRequest, user: User, reauthentication: bool = False, **_: Any) -> None:
    """A wrong code."""
    failed(request, Outcome.AGAIN if reauthentication else Outcome.SECOND, user.username)


def _actor() -> Actor:
    return getattr(context.request, "actor", None) or platform() if context.request else platform()


def _enter(verb: str, user: User, after: dict[str, str]) -> None:
    with transaction.atomic():
        ledger.record(verb, f"user:{user.username}", actor=_actor(), on=clock.today(), after=after)
