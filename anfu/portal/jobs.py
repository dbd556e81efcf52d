"""What the directory prepares ahead, so that nobody waits for it."""

from datetime import time, timedelta

from django.utils import timezone

from anfu.core import clock, jobs
from anfu.portal import shelf

# The root that orders the next day is public by 23:00 (`shelf.seed`); a checkpoint may take some minutes.
KNOWN = time(23, 10)


@jobs.periodic("portal.directory", timedelta(minutes=15))
def prepare() -> None:
    """The file of today, and late in the evening that of tomorrow."""
    today = clock.today()
    shelf.prepare(today)
    if timezone.localtime(clock.now()).time() >= KNOWN:
        shelf.prepare(today + timedelta(1))
