"""The file that a day begins with: the same shelf as read slowly, and never one of another day, code or database."""

import zlib
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from anfu import portal
from anfu.core import clock
from anfu.portal import jobs
from anfu.portal.shelf import Shelf, prepare, shelf_on, store
from anfu.portal.tests.factories import make_branch, make_market, make_price
from anfu.portal.tests.test_kept import enter, suspend
from anfu.providers.models import Provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def market(settings, monkeypatch, tmp_path) -> dict[str, Provider]:
    settings.DIRECTORY_KEPT = True
    settings.HOME = str(tmp_path)
    monkeypatch.setattr(portal.shelf, "_kept", None)
    made = make_market()
    make_branch(made["trainer"], "330782", longitude=120.07, latitude=29.31)
    make_price(made["trainer"], "train", 800)
    enter("demo.begun", "city:330700")
    return made


@pytest.fixture
def whole_readings(monkeypatch) -> list[object]:
    read: list[object] = []
    cards = portal.shelf.cards

    def noted(on, seed, values, codes=None):
        read.append(codes)
        return cards(on, seed, values, codes)

    monkeypatch.setattr(portal.shelf, "cards", noted)
    return read


def begun_anew(monkeypatch) -> Shelf:
    """As a process sees it that has just started."""
    monkeypatch.setattr(portal.shelf, "_kept", None)
    return shelf_on(clock.today())


def same(one: Shelf, other: Shelf) -> bool:
    frames = (
        one.frame.sort("uscc").equals(other.frame.sort("uscc")),
        one.spots.sort("pk").equals(other.spots.sort("pk")),
    )
    return all(frames) and replace(one, frame=other.frame, spots=other.spots) == other


def test_the_file_gives_the_shelf_that_the_slow_way_gives_without_reading_any(
    market, monkeypatch, whole_readings
):
    today = clock.today()
    prepare(today)
    assert whole_readings == [None]
    found = begun_anew(monkeypatch)
    assert whole_readings == [None] and found.cards
    assert same(found, portal.shelf._whole(today))


def test_what_was_entered_since_is_read_anew_and_nothing_else(market, monkeypatch, whole_readings):
    prepare(clock.today())
    suspend(market["consultancy"])
    found = begun_anew(monkeypatch)
    assert whole_readings[1:] == [{market["consultancy"].organisation.uscc}]
    assert same(found, portal.shelf._whole(clock.today()))


def test_tomorrows_is_made_in_the_evening_once_its_seed_is_known_and_todays_stays(
    market, monkeypatch, whole_readings
):
    today = clock.today()
    for hour, days in ((22, [0]), (23, [0, 1])):
        at = timezone.make_aware(datetime.combine(today, datetime.min.time())).replace(hour=hour, minute=30)
        monkeypatch.setattr("anfu.portal.jobs.clock.now", lambda at=at: at)
        jobs.prepare()
        assert sorted(path.name for path in store.folder().iterdir()) == [
            f"{today + timedelta(n)}.z" for n in days
        ]
    jobs.prepare()
    assert whole_readings == [None, None], "prepared once each"
    monkeypatch.setattr(portal.shelf, "_kept", None)
    assert same(shelf_on(today + timedelta(1)), portal.shelf._whole(today + timedelta(1)))


def test_a_file_of_other_code_seed_or_database_or_a_broken_one_does_not_count(
    market, monkeypatch, whole_readings
):
    today = clock.today()
    path = store.folder() / f"{today}.z"
    prepare(today)
    good = path.read_bytes()
    with monkeypatch.context() as changed:
        changed.setattr(store, "made_by", lambda on: "other code")
        assert store.read(today, portal.shelf.seed_of(today)) is None
    assert store.read(today, "another seed") is None
    for broken in (b"", good[:-9], zlib.compress(b"{}"), zlib.compress(b"[1]"), good[:40] + b"x" + good[41:]):
        path.write_bytes(broken)
        assert same(begun_anew(monkeypatch), portal.shelf._whole(today))
        assert path.read_bytes() != broken, "made anew"
    known = store.read(today, portal.shelf.seed_of(today))
    assert known is not None and known.heads
    other = {code: (length, "0" * 64) for code, (length, _) in known.heads.items()}
    store.write(replace(known, heads=other))
    assert store.read(today, portal.shelf.seed_of(today)) is None, "a ledger that is not this one"


def test_a_disk_that_takes_nothing_costs_nobody_an_answer(market, settings, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    settings.HOME = str(tmp_path / "file")
    assert begun_anew(monkeypatch).cards
