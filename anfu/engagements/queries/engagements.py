"""Service relations within a territory, by their state on a day."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Self

from django.db.models import Count, Q

from anfu.core.actor import PROVIDER, Actor
from anfu.core.json_lists import holding
from anfu.registry.queries.territory import TerritoryQuerySet

# State of a relation on a day, and its words.
STATES = {
    "in_force": "履行中",
    "ending_soon": "即将到期",
    "not_begun": "未开始",
    "expired": "已到期",
}


class EngagementQuerySet(TerritoryQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those in the actor's territory, of the actor's own enterprise, or in which the actor's own firm serves."""
        if own := actor.own(PROVIDER):
            return self.filter(provider__in=own)
        return super().visible_to(actor)

    def valid(self) -> Self:
        """Those that were not retracted or corrected."""
        return self.filter(retracted_at=None)

    def in_force_on(self, on: date) -> Self:
        """Those that hold on that day."""
        return self.valid().filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)

    def begun_on(self, on: date) -> Self:
        """Those that hold on that day or held before it."""
        return self.valid().filter(valid_from__lte=on)

    def ending_soon(self, on: date, days: int) -> Self:
        """In force that day, with their last day at most `days` after it."""
        last = on + timedelta(days + 1)
        return self.valid().filter(valid_from__lte=on, valid_to__gt=on, valid_to__lte=last)

    def in_state(self, state: str, on: date, days: int) -> Self:
        """Those in one of STATES; in force includes what ends soon. KeyError for another word."""
        return {
            "in_force": self.in_force_on(on),
            "ending_soon": self.ending_soon(on, days),
            "not_begun": self.valid().filter(valid_from__gt=on),
            "expired": self.valid().filter(valid_to__lte=on),
        }[state]

    def affected(self) -> Self:
        """Those in whose way the daily check found something that still stands."""
        hit = self.model._base_manager.filter(troubles__isnull=False, troubles__valid_to=None)
        return self.valid().filter(pk__in=hit.values("pk"))

    def late(self) -> Self:
        """Those recorded after they had begun (T12)."""
        return self.valid().exclude(agreed_from=None)

    def with_kind(self, kinds: Iterable[str]) -> Self:
        """Those that offer one of these kinds of service."""
        return holding(self, "kinds", kinds)


def firms_served(on: date) -> dict[str, Count]:
    """Of relations begun by that day: how many enterprises they have served, and how many they serve then."""
    now = Q(valid_to=None) | Q(valid_to__gt=on)
    return {
        "enterprises": Count("enterprise", distinct=True),
        "served_now": Count("enterprise", filter=now, distinct=True),
    }


def state_on(valid_from: date, valid_to: date | None, on: date, days: int) -> str:
    """The state of one relation on a day, one of STATES."""
    if valid_from > on:
        return "not_begun"
    if valid_to is None:
        return "in_force"
    if valid_to <= on:
        return "expired"
    return "ending_soon" if valid_to <= on + timedelta(days + 1) else "in_force"
