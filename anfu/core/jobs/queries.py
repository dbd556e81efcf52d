"""Who may see which jobs."""

from django.db.models import QuerySet

from anfu.core.actor import Actor
from anfu.core.models import Job


def visible_to(actor: Actor) -> QuerySet[Job]:
    """One's own jobs."""
    return Job.objects.filter(actor_id=actor.user_id)
