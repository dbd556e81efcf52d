"""Back-ups that come round: one when it is due, never two at once, the last ones kept."""

import os
from datetime import timedelta

import pytest

from anfu.core import clock, jobs
from anfu.core.backup import keys, making, periodic
from anfu.core.backup.making import Made
from anfu.core.models import Job


@pytest.fixture
def folder(db, settings, tmp_path, monkeypatch):
    """A folder to back up to, its key, and a writer that needs no whole database."""
    settings.BACKUP_TO, settings.BACKUP_KEY = str(tmp_path / "to"), str(tmp_path / "backup.key")
    settings.BACKUP_EVERY_HOURS, settings.BACKUP_KEEP = 24, 2
    keys.make(tmp_path / "backup.key")
    (tmp_path / "to").mkdir()

    def write(to, key, progress):
        made = Made(to / f"anfu-{len(list(to.iterdir())):08}{making.SUFFIX}", read_back="whole")
        made.path.write_bytes(b"x")
        return made

    monkeypatch.setattr(making, "make", write)
    return tmp_path / "to"


def age(path, hours):
    at = (clock.now() - timedelta(hours=hours)).timestamp()
    os.utime(path, (at, at))


def test_one_is_queued_when_due_and_no_second_beside_it(folder):
    periodic.when_due()
    periodic.when_due()
    assert Job.objects.filter(kind=periodic.JOB).count() == 1
    jobs.run_all()
    assert Job.objects.get(kind=periodic.JOB).state == "done" and len(periodic.there()) == 1
    periodic.when_due()
    assert Job.objects.filter(kind=periodic.JOB).count() == 1
    age(periodic.there()[0], 25)
    periodic.when_due()
    assert Job.objects.filter(kind=periodic.JOB).count() == 2


def test_only_the_last_ones_stay(folder):
    for _ in range(3):
        periodic.back_up({}, lambda done, total, note="": None)
    assert [path.name[5:13] for path in periodic.there()] == ["00000002", "00000001"]


def test_nothing_comes_round_where_no_folder_is_named(folder, settings):
    settings.BACKUP_TO = ""
    periodic.when_due()
    assert not Job.objects.filter(kind=periodic.JOB).exists()


def test_a_folder_that_is_not_there_fails_the_job_with_its_name(folder):
    folder.rmdir()
    periodic.when_due()
    jobs.run_all()
    job = Job.objects.get(kind=periodic.JOB)
    assert job.state == "failed" and str(folder) in job.error
