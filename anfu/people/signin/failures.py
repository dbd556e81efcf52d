"""Failed sign-ins are counted by hour, account, network and reason, so that a flood of them stays a few rows."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest

from anfu.core import clock
from anfu.core.web.network import network_of
from anfu.people.models import User
from anfu.people.signin.models import Failure, Outcome


def failed(request: HttpRequest, outcome: Outcome, username: str = "") -> None:
    """Count one; a name that no account bears is not kept, since people type passwords there."""
    now = clock.now()
    same = {
        "hour": now.replace(minute=0, second=0, microsecond=0),
        "account": username if username and User.objects.filter(username=username).exists() else "",
        "network": network_of(request),
        "outcome": outcome,
    }
    if _again(same):
        return
    try:
        with transaction.atomic():
            Failure.objects.create(**same, last_at=now)
    except IntegrityError:
        _again(same)


def _again(same: dict[str, object]) -> int:
    return Failure.objects.filter(**same).update(count=F("count") + 1, last_at=clock.now())
