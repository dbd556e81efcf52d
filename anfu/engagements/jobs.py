"""What comes round by the clock: relations in force are checked again, once a day, as a job of the queue."""

from datetime import timedelta
from typing import Any

from anfu.core import clock, jobs
from anfu.core.actor import platform
from anfu.engagements.actions.rechecking import recheck

KIND = "engagements.recheck"


@jobs.periodic(KIND, timedelta(days=1))
def order() -> None:
    """Queue it; it takes a while where there are many."""
    jobs.enqueue(KIND, {}, actor=platform())


@jobs.job(KIND)
def run(arguments: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """Credentials, sanctions and people as of today; a second run finds nothing new."""
    done = recheck(clock.today())
    return {"asked": done.asked, "began": done.began, "ended": done.ended}
