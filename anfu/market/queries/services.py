"""Standing services: everybody sees what is published, a provider all of its own."""

from typing import Self

from django.db import models

from anfu.core.actor import PROVIDER, Actor


class ServiceQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """A provider's own."""
        own = actor.own(PROVIDER)
        return self.filter(provider__in=own) if own else self.none()

    def in_hall(self) -> Self:
        """What the public sees: published by institutions that stand in the directory."""
        return self.filter(state="published", provider__state="listed")


class SubscriptionQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """One's own."""
        return self.filter(person=actor.user_id) if actor.user_id is not None else self.none()
