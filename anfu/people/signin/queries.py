"""Who may read which failed sign-ins, and the sessions of an account."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import models

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.people.signin import agents, policy

if TYPE_CHECKING:
    from anfu.people.models import User


class FailureQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """All for the security administrator, none for others."""
        return self if actor.may("people.view_signins") else self.none()


class ReadmissionQuerySet(models.QuerySet):
    def open_at(self, now: datetime) -> Self:
        """Neither used nor withdrawn nor expired nor tried too often; whether approved or not."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=now, tries_left__gt=0)


def accounts_visible_to(actor: Actor) -> "models.QuerySet[User]":
    """The accounts whose sessions the actor may see and end."""
    from anfu.people.models import User

    return User.objects.all() if actor.may("people.view_signins") else User.objects.none()


def factors_of(user_id: int) -> models.QuerySet[Authenticator]:
    """The account's second factors, in the order in which they were set up."""
    return Authenticator.objects.filter(user_id=user_id).order_by("pk")


def identities_of(user_id: int) -> models.QuerySet[SocialAccount]:
    """The identities that sign in as the account."""
    return SocialAccount.objects.filter(user_id=user_id).order_by("pk")


@dataclass(frozen=True)
class Place:
    """One place where an account is signed in."""

    pk: int
    session_key: str
    device: str
    ip: str
    created_at: datetime
    last_seen_at: datetime


def open_sessions(user_id: int) -> list[Place]:
    """The account's sessions that still live, the last used first; two queries."""
    now = clock.now()
    since = now - timedelta(minutes=policy.idle_minutes())
    rows = UserSession.objects.filter(user_id=user_id, last_seen_at__gt=since).order_by("-last_seen_at")
    keys = [row.session_key for row in rows]
    live = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=now).values_list(
            "session_key", flat=True
        )
    )
    return [_place(row) for row in rows if row.session_key in live]


def _place(row: UserSession) -> Place:
    device = agents.words(row.user_agent)
    return Place(row.pk, row.session_key, device, row.ip, row.created_at, row.last_seen_at)
