"""Waiting for long work at the command line: the work is done here, its progress goes to standard error."""

import threading
import time

from django.db import close_old_connections, connection
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from anfu.cli.output import errors
from anfu.core import jobs
from anfu.core.models import Intake, Job, JobState
from anfu.core.refusal import Refused

_ENDED = (JobState.DONE, JobState.FAILED)


def finish(intake: Intake, title: str) -> Intake:
    """Do (or wait for) the import's job and give the import as it is then; Refused where the work failed."""
    job_id = intake.job_id
    if job_id is None:
        return intake
    ended = threading.Event()
    teller = threading.Thread(target=_tell, args=(job_id, title, ended), daemon=True)
    if errors.is_terminal:
        teller.start()
    try:
        while not _over(job_id):
            if jobs.run_next() is None:
                time.sleep(0.2)
    finally:
        ended.set()
    job = Job.objects.get(pk=job_id)
    if job.state == JobState.FAILED:
        raise Refused(job.error.strip().splitlines()[-1] if job.error else f"{title}没有做完。")
    return Intake.objects.select_related("file", "job").get(pk=intake.pk)


def _over(job_id: int) -> bool:
    return Job.objects.filter(pk=job_id, state__in=_ENDED).exists()


def _tell(job_id: int, title: str, ended: threading.Event) -> None:
    columns = (TextColumn(title), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True) as bar:
        task = bar.add_task(title, total=None)
        while not ended.wait(0.3):
            close_old_connections()
            done, total = Job.objects.values_list("done", "total").get(pk=job_id)
            bar.update(task, completed=done, total=total or None)
    connection.close()
