"""Long work: queued in the action's transaction, done by a worker, seen with its progress, safe to run twice.

Jobs are claimed by one UPDATE, so any number of workers may run; a job whose worker died is taken up again.
"""

from anfu.core.jobs.queue import ATTEMPTS, Progress, claim, enqueue, handlers, job, run_all, run_next
from anfu.core.jobs.schedule import periodic, tick

__all__ = [
    "ATTEMPTS",
    "Progress",
    "claim",
    "enqueue",
    "handlers",
    "job",
    "periodic",
    "run_all",
    "run_next",
    "tick",
]
