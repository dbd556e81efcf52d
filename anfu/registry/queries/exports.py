"""One's own exports and their files."""

from django.db.models import QuerySet

from anfu.core.actor import Actor
from anfu.core.models import Job, StoredFile


def of_actor(actor: Actor) -> QuerySet[Job]:
    """Exports that this person asked for."""
    return Job.objects.filter(kind="registry.export", actor_id=actor.user_id)


def kept_file(job: Job) -> StoredFile | None:
    """What it has made; None while it is under way or where it failed."""
    return StoredFile.objects.filter(pk=job.result.get("file")).first()
