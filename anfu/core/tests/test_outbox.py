"""An effect is queued with its change, done at least once under one key, and never dropped without a word."""

from datetime import timedelta

import pytest
from django.db import transaction

from anfu.core import clock, outbox
from anfu.core.models import OutboxItem
from anfu.core.outbox import Effect, Undeliverable, queue

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch):
    """What was done, by key; a payload's `fail` says how it goes wrong."""
    keys: list[str] = []

    def do(payload, key):
        if payload.get("fail") == "for good":
            raise Undeliverable("地址不存在")
        if payload.get("fail"):
            raise ConnectionError("没有回答")
        keys.append(key)

    monkeypatch.setitem(queue.handlers, "test", do)
    return keys


def put(key: str, **payload: object) -> None:
    outbox.put([Effect("test", payload, key)])


def test_the_same_effect_twice_is_done_once(done):
    put("a")
    put("a")
    outbox.deliver_due()
    assert done == ["a"] and outbox.deliver_due() == 0


def test_an_undone_change_queues_nothing(done):
    with pytest.raises(ValueError), transaction.atomic():
        put("a")
        raise ValueError
    assert not OutboxItem.objects.exists()


def test_an_error_waits_longer_each_time_and_is_given_up_after_eight(done):
    put("a", fail="now")
    waits = []
    for _ in range(outbox.ATTEMPTS):
        before = clock.now()
        assert outbox.deliver_due() == 1
        item = OutboxItem.objects.get()
        waits.append(item.not_before - before)
        OutboxItem.objects.update(not_before=before)
    assert item.failed_at is not None and "没有回答" in item.error and item.attempts == 8
    assert waits[5] > waits[0] and waits[5] > timedelta(hours=2) and outbox.deliver_due() == 0


@pytest.mark.parametrize("attempts", range(1, 9))
def test_the_wait_grows_and_is_spread(attempts):
    drawn = {queue.back_off(attempts) for _ in range(20)}
    middle = min(queue.FIRST * 4 ** (attempts - 1), queue.LONGEST)
    assert all(middle / 2 <= each <= middle * 1.5 for each in drawn) and len(drawn) > 1


def test_what_can_never_arrive_fails_at_once(done):
    put("a", fail="for good")
    outbox.deliver_due()
    assert OutboxItem.objects.get(failed_at__isnull=False).error == "地址不存在"


def test_a_held_lease_is_respected_and_one_that_ran_out_is_taken_up(done):
    put("a")
    OutboxItem.objects.update(locked_until=clock.now() + timedelta(seconds=30), attempts=1)
    assert outbox.deliver_due() == 0
    OutboxItem.objects.update(locked_until=clock.now() - timedelta(seconds=1))
    assert outbox.deliver_due() == 1 and done == ["a"]


def test_a_worker_that_was_overtaken_does_not_overwrite_the_other(done):
    put("a")
    slow = queue._claim()
    OutboxItem.objects.update(locked_until=clock.now() - timedelta(seconds=1))
    outbox.deliver_due()
    queue._end(slow, failed_at=clock.now(), error="late")
    assert OutboxItem.objects.get().failed_at is None


def test_nothing_goes_before_its_time(done):
    outbox.put([Effect("test", {}, "a", clock.now() + timedelta(hours=1))])
    assert outbox.deliver_due() == 0
