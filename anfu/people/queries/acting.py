"""What the person behind an actor may act as."""

from datetime import date

from anfu.core.actor import Actor
from anfu.people.models import Membership
from anfu.people.queries.memberships import MembershipQuerySet


def held_by(actor: Actor, on: date) -> MembershipQuerySet:
    """The memberships that the actor's person holds on that day, whichever they act under now."""
    rows: MembershipQuerySet = Membership.objects.of_person(actor.user_id or 0, on)
    return rows
