"""What waits for an officer."""

from django.db.models import QuerySet

from anfu.core.actor import Actor
from anfu.registry.models import EnterpriseVersion

SHOWN = 999


def unplaced(actor: Actor) -> QuerySet[EnterpriseVersion]:
    """Enterprises that no division answers for yet: a county's own queue, all of them for the city."""
    queue = EnterpriseVersion.objects.current().filter(division="", enterprise__merged_into=None)
    if actor.whole_city:
        return queue
    return queue.filter(enterprise__waiting_at__in=actor.divisions)


def unplaced_count(actor: Actor) -> int:
    """How many wait for a place, counted up to a limit."""
    return unplaced(actor).order_by()[:SHOWN].count()
