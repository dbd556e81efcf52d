from datetime import timedelta

import pytest
from django.db import transaction

from anfu.core import clock, jobs
from anfu.core.jobs.queue import ATTEMPTS, handlers
from anfu.core.models import Job, JobState
from anfu.core.refusal import Refused
from anfu.people.tests.factories import make_actor


@pytest.fixture
def kind():
    """A kind of job that counts its runs and does what its arguments say."""
    runs = []

    @jobs.job("test.count")
    def count(arguments, progress):
        runs.append(arguments)
        progress(1, 2, "一半")
        if arguments.get("refuse"):
            raise Refused("做不了")
        if arguments.get("fail_until", 0) >= len(runs):
            raise ValueError("not yet")
        return {"runs": len(runs)}

    yield runs
    del handlers["test.count"]


def queue(**arguments):
    with transaction.atomic():
        return jobs.enqueue("test.count", arguments, actor=make_actor())


def test_a_job_is_done_once_with_its_progress_and_result(db, kind):
    job = queue()
    assert jobs.run_all() == 1
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.result) == (JobState.DONE, 1, 2, {"runs": 1})
    assert jobs.run_all() == 0


def test_a_rollback_leaves_no_job(db, kind):
    with pytest.raises(ValueError, match="no"), transaction.atomic():
        jobs.enqueue("test.count", {}, actor=make_actor())
        raise ValueError("no")
    assert not Job.objects.exists()


def test_a_job_that_fails_is_tried_again_and_then_done(db, kind):
    job = queue(fail_until=2)
    assert jobs.run_all() == 3
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.DONE, {"runs": 3})


def test_a_job_that_always_fails_ends_as_failed_with_its_reason(db, kind):
    job = queue(fail_until=99)
    jobs.run_all()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.FAILED, ATTEMPTS)
    assert "not yet" in job.error


def test_a_refusal_is_not_tried_again(db, kind):
    job = queue(refuse=True)
    jobs.run_all()
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == (JobState.FAILED, "做不了", 1)


def test_a_running_job_is_left_alone_until_its_worker_falls_silent(db, kind):
    job = queue()
    assert jobs.claim("one").pk == job.pk
    assert jobs.claim("two") is None
    Job.objects.filter(pk=job.pk).update(seen_at=clock.now() - timedelta(seconds=61))
    assert jobs.claim("two").worker == "two"


def test_a_job_whose_workers_all_die_is_given_up(db, kind):
    job = queue()
    for _ in range(ATTEMPTS):
        jobs.claim("doomed")
        Job.objects.filter(pk=job.pk).update(seen_at=clock.now() - timedelta(seconds=61))
    jobs.run_all()
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_an_unknown_kind_cannot_be_queued(db):
    with pytest.raises(KeyError):
        jobs.enqueue("test.unknown", {}, actor=make_actor())
