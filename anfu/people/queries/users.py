"""Who sees which accounts: those that are members of a party in one's reach, and one's own."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from anfu.core.actor import Actor
from anfu.people.models import Membership, Party, User
from anfu.people.queries.parties import EVERYWHERE

NEW = "people.grant_official"


def visible_to(actor: Actor) -> QuerySet[User]:
    """Accounts in the actor's reach; those without any membership for whoever may give official roles."""
    if actor.may(EVERYWHERE) or (actor.whole_city and actor.may(NEW)):
        return User.objects.all()
    parties = Party.objects.visible_to(actor)
    members = Membership.objects.filter(party__in=parties).values("user")
    free = Q(memberships=None) if actor.may(NEW) else Q(pk=None)
    return User.objects.filter(Q(pk__in=members) | Q(pk=actor.user_id) | free)


def with_memberships(rows: QuerySet[User], on: date) -> QuerySet[User]:
    """Each with what it may act as on that day, as `now`."""
    held: Any = Membership.objects.in_force_on(on).select_related("party").order_by("pk")
    return rows.prefetch_related(Prefetch("memberships", held, to_attr="now"))
