"""What comes round: lists of sessions and of failures are kept short."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from anfu.core import clock, jobs
from anfu.people.signin import failures
from anfu.people.signin.models import Budget


@jobs.periodic("signin.tidy", timedelta(days=1))
def tidy() -> None:
    """Drop sessions that are over, failures older than half a year, and budgets that are full again."""
    now = clock.now()
    Session.objects.filter(expire_date__lt=now).delete()
    there = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(there)).delete()
    failures.forget_old()
    Budget.objects.filter(free_at__lt=int(now.timestamp() * 1000)).delete()
