"""Who sees which to-dos, and which of them stand on whose desk."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q

from anfu.core.actor import Actor
from anfu.core.approvals.queries import ANYWHERE

WHENS = {"overdue": "已逾期", "today": "今天到期", "week": "本周", "later": "以后", "none": "没有期限"}


class TodoQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Those that nobody has ended."""
        return self.filter(ended_at=None)

    def visible_to(self, actor: Actor) -> Self:
        """Own ones, those of own organisations, and those of the territory whose permission the actor holds.

        Who began an act that another person must finish does not see it as an own to-do.
        """
        if actor.user_id is None:
            return self.none()
        own = Q(person=actor.user_id)
        of_party = Q(person=None, organisation__in=actor.organisations)
        of_office = Q(person=None, organisation=None) & _territory(actor)
        found = self.filter(own | of_party | of_office, permission__in=actor.permissions)
        return found.exclude(begun_by=actor.user_id, person=None)

    def on_desk_of(self, actor: Actor) -> Self:
        """Of the visible open ones, those that reached the actor's own office and that no colleague has taken."""
        mine = Q(taken_by=None) | Q(taken_by=actor.user_id)
        return self.addressed_to(actor).filter(mine)

    def addressed_to(self, actor: Actor) -> Self:
        """The same, with those that a colleague has taken."""
        reached = Q(person__isnull=False) | Q(organisation__isnull=False) | _reached(actor)
        return self.waiting().visible_to(actor).filter(reached)

    def when(self, name: str, on: date) -> Self:
        """Those of one of WHENS as of that day; KeyError for another word."""
        sunday = on + timedelta(days=6 - on.weekday())
        return self.filter(
            {
                "overdue": Q(due_on__lt=on),
                "today": Q(due_on=on),
                "week": Q(due_on__gt=on, due_on__lte=sunday),
                "later": Q(due_on__gt=sunday),
                "none": Q(due_on=None),
            }[name]
        )

    def in_order(self) -> Self:
        """The most urgent first."""
        return self.order_by(F("due_on").asc(nulls_last=True), "pk")


def _territory(actor: Actor) -> Q:
    # An administrator has no territory; the permission says which acts of two persons are theirs.
    if actor.whole_city or actor.may(ANYWHERE):
        return Q()
    if actor.divisions:
        return Q(division__in=actor.divisions)
    return Q(town__in=actor.towns)  # nobody where there are none


def _reached(actor: Actor) -> Q:
    if actor.whole_city:
        return Q(level="city")
    if actor.divisions:
        return ~Q(level="town")
    return ~Q(level="")  # every level; an empty Q would vanish beside an OR


def when_of(due_on: date | None, on: date) -> str:
    """Which of WHENS a deadline is in as of a day."""
    if due_on is None:
        return "none"
    if due_on <= on:
        return "overdue" if due_on < on else "today"
    return "week" if due_on <= on + timedelta(days=6 - on.weekday()) else "later"
