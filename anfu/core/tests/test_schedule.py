from datetime import UTC, datetime, timedelta

import pytest

from anfu.core import jobs
from anfu.core.jobs.schedule import periodic_work

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def minutely(db):
    """Work of each minute that counts its runs and fails when told to."""
    runs, before = [], dict(periodic_work)
    periodic_work.clear()

    @jobs.periodic("test.minutely", timedelta(minutes=1))
    def work():
        runs.append(1)
        if len(runs) == 2:
            raise ValueError("once")

    yield runs
    periodic_work.clear()
    periodic_work.update(before)


def test_work_is_done_once_in_each_slot(minutely):
    assert jobs.tick(NOON) == ["test.minutely"]
    assert jobs.tick(NOON + timedelta(seconds=59)) == []
    assert len(minutely) == 1


def test_an_error_waits_for_the_next_slot_and_stops_nothing(minutely):
    jobs.tick(NOON)
    assert jobs.tick(NOON + timedelta(minutes=1)) == []
    assert jobs.tick(NOON + timedelta(minutes=2)) == ["test.minutely"]


def test_a_clock_set_back_does_nothing_twice(minutely):
    jobs.tick(NOON)
    assert jobs.tick(NOON - timedelta(hours=1)) == []
