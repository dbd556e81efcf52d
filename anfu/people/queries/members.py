"""Who acts for a party on a day, and what of one's own account a page shows."""

from datetime import date

from django.db.models import Q, QuerySet

from anfu.core.actor import Actor
from anfu.core.models import Job, JobState, StoredFile
from anfu.people.models import Claim, Membership, Party, User
from anfu.people.queries.memberships import MembershipQuerySet
from anfu.people.roles import Role
from anfu.registry.models import Enterprise


def members_of(actor: Actor, party: Party, on: date) -> MembershipQuerySet:
    """Everybody who acts for the party that day, those who stand in included."""
    rows: MembershipQuerySet = Membership.objects.visible_to(actor).in_force_on(on).filter(party=party)
    return rows.select_related("user", "lent_from__user").order_by("pk")


def staff_of(actor: Actor, party_id: int | None, on: date, *, without: int | None) -> list[Membership]:
    """The party's own people that day, but one of them; those who only stand in are left out."""
    rows = Membership.objects.visible_to(actor).in_force_on(on).filter(party=party_id or 0, lent_from=None)
    return list(rows.exclude(user=without or 0).select_related("user").order_by("user__name", "pk"))


def owners_of(actor: Actor, enterprise: Enterprise, on: date) -> list[Membership]:
    """Who is already the enterprise's owner here."""
    rows = Membership.objects.visible_to(actor).in_force_on(on).filter(role=Role.ENTERPRISE_OWNER)
    return list(rows.filter(party__organisation=enterprise.organisation).select_related("user"))


def lent_by(actor: Actor, on: date) -> list[Membership]:
    """Who stands in for the actor that day."""
    rows = Membership.objects.in_force_on(on).filter(lent_from__user=actor.user_id or 0)
    return list(rows.select_related("user", "party"))


def loans_of(actor: Actor) -> MembershipQuerySet:
    """Roles lent by the actor or to the actor, whenever."""
    one_of_two = Q(user=actor.user_id or 0) | Q(lent_from__user=actor.user_id or 0)
    rows: MembershipQuerySet = Membership.objects.exclude(lent_from=None).filter(one_of_two)
    return rows


def claims_of(actor: Actor) -> QuerySet[Claim]:
    """One's own claims, newest first."""
    found: QuerySet[Claim] = Claim.objects.filter(user=actor.user_id or 0)
    return found.select_related("enterprise__organisation").order_by("-pk")


def own_account(actor: Actor) -> User:
    """The account behind the actor; User.DoesNotExist for nobody."""
    return User.objects.get(pk=actor.user_id or 0)


def letters_file(job: Job) -> StoredFile | None:
    """The PDF that a finished job of letters made."""
    return (
        StoredFile.objects.filter(pk=job.result.get("file", 0)).first()
        if job.state == JobState.DONE
        else None
    )
