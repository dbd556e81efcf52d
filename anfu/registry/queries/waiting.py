"""What waits for an officer."""

from django.db.models import QuerySet

from anfu.core.actor import Actor
from anfu.registry import facets
from anfu.registry.models import EnterpriseVersion

SHOWN = 999


def unplaced(actor: Actor) -> QuerySet[EnterpriseVersion]:
    """Enterprises that no division answers for yet: a county's own queue, all of them for the city."""
    # "No division" is the lowest range of the packed facets, so the list's own index answers; a merged enterprise
    # has no version in force.
    queue = EnterpriseVersion.objects.current().filter(facets__lt=facets.parts()["division"].one)
    if actor.whole_city:
        return queue
    return queue.filter(enterprise__waiting_at__in=actor.divisions)


def unplaced_up_to(actor: Actor) -> QuerySet[EnterpriseVersion]:
    """The first that wait for a place, for counting up to a limit."""
    return unplaced(actor).order_by()[:SHOWN]


def unplaced_count(actor: Actor) -> int:
    """How many wait for a place, counted up to a limit."""
    return unplaced_up_to(actor).count()
