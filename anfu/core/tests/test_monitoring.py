import json
import logging
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, RequestFactory

from anfu.core import clock
from anfu.core.log_masking import MaskingFilter
from anfu.core.models import Job, JobState, PeriodicRun
from anfu.core.monitoring import counted, health
from anfu.core.monitoring.log_lines import JsonLines
from anfu.core.web.watching import WatchingMiddleware

TOKEN = {"headers": {"Authorization": "Bearer scraper"}}
PHONE, NAME = "13805790001", "张三丰"


@pytest.fixture
def working(db, settings, tmp_path):
    """A worker that ticked just now, and a data folder."""
    settings.HOME, settings.METRICS_TOKEN = tmp_path, "scraper"
    return PeriodicRun.objects.create(name="core.outbox", slot=clock.now())


def ready(client):
    answer = client.get("/health/ready")
    return answer.status_code, answer.json()


def test_alive_without_any_query(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/health/live").json() == {"ok": True}


def test_ready_where_all_is_well_in_two_queries(client, working, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        assert ready(client) == (200, {"ok": True})


def test_a_silent_worker_is_not_ready(client, working):
    PeriodicRun.objects.update(slot=clock.now() - health.SILENCE - timedelta(seconds=1))
    assert ready(client) == (503, {"ok": False, "why": "worker"})
    PeriodicRun.objects.all().delete()
    assert ready(client) == (503, {"ok": False, "why": "worker"})


def test_a_database_of_another_version_is_not_ready(client, working):
    MigrationRecorder(connection).migration_qs.filter(app="core").order_by("-id").first().delete()
    assert ready(client) == (503, {"ok": False, "why": "migrations"})


def test_a_missing_or_full_folder_is_not_ready(client, working, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(health, "SPACE", 2**62)
    assert ready(client) == (503, {"ok": False, "why": "folder"})
    settings.HOME = tmp_path / "gone"
    assert ready(client) == (503, {"ok": False, "why": "folder"})


def test_a_database_out_of_reach_is_said_without_its_address(client, working, monkeypatch):
    def broken():
        raise DatabaseError("connection to server at 10.0.0.7 failed for user anfu")

    monkeypatch.setattr(health, "_migrated", broken)
    assert ready(client) == (503, {"ok": False, "why": "database"})


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer wrong", "Basic scraper", "Bearer scraperx"])
def test_metrics_are_absent_for_who_has_no_token(client, working, given):
    assert client.get("/metrics", headers={"Authorization": given}).status_code == 404


def test_no_token_set_opens_nothing(client, working, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_this_machine_may_read_only_where_allowed_and_only_directly(client, working, settings):
    settings.METRICS_LOCAL = True
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 404


def lines(client):
    answer = client.get("/metrics", **TOKEN)
    assert answer.status_code == 200
    told = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return dict(line.rsplit(" ", 1) for line in told)


def test_metrics_say_what_waits_and_leave_out_what_is_unknown(client, working):
    for state in (JobState.QUEUED, JobState.FAILED, JobState.DONE):
        Job.objects.create(kind="test", state=state, queued_at=clock.now() - timedelta(minutes=3))
    told = lines(client)
    assert [float(told[f'anfu_jobs{{state="{s}"}}']) for s in ("queued", "running", "failed")] == [1, 0, 1]
    assert 180 <= float(told["anfu_job_oldest_seconds"]) < 240
    assert {'anfu_outbox{state="waiting"}', 'anfu_outbox{state="failed"}', "anfu_ledger_entries"} <= set(told)
    assert not {"anfu_backup_age_seconds", "anfu_ledger_replay_ok"} & set(told)


@pytest.mark.parametrize("state, good", [(JobState.DONE, 1), (JobState.FAILED, 0)])
def test_metrics_say_how_the_last_replay_and_backup_went(client, working, state, good):
    for kind in ("core.ledger_replay", "core.backup"):
        at = clock.now() - timedelta(hours=2)
        Job.objects.create(kind=kind, state=state, queued_at=at, finished_at=at)
    told = lines(client)
    assert float(told["anfu_ledger_replay_ok"]) == good
    assert ("anfu_backup_age_seconds" in told) == bool(good)


def test_what_visitors_type_makes_no_label(client, working):
    client.get(f"/{NAME}/{PHONE}/?q={NAME}")
    client.generic("BREW", "/health/live")
    text = client.get("/metrics", **TOKEN).content.decode()
    assert 'route="none"' in text and 'method="other"' in text and "BREW" not in text
    assert NAME not in text and PHONE not in text


class Kept(logging.Handler):
    """Keeps lines as the server's settings write them."""

    def __init__(self):
        super().__init__()
        self.lines = []
        self.addFilter(MaskingFilter())
        self.setFormatter(JsonLines())

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def log():
    kept, logger = Kept(), logging.getLogger("anfu")
    level = logger.level
    logger.addHandler(kept)
    logger.setLevel("INFO")
    yield kept
    logger.removeHandler(kept)
    logger.setLevel(level)


def test_each_request_leaves_one_line_by_route_and_id(client, working, log):
    given = "0123456789abcdef" * 2
    answer = client.get("/health/live", headers={"X-Request-ID": given})
    line = json.loads(log.lines[-1])
    assert answer["X-Request-ID"] == line["request"] == given
    assert {k: line[k] for k in ("route", "method", "status")} == {
        "route": "core:live",
        "method": "GET",
        "status": 200,
    }
    assert line["ms"] >= 0 and "actor" not in line


def test_no_personal_value_reaches_the_log(client, working, log):
    client.post(
        f"/{NAME}/{PHONE}?q={NAME}",
        {"name": NAME, "phone": PHONE},
        headers={
            "X-Request-ID": PHONE,
            "User-Agent": NAME.encode().decode("latin-1"),
            "Referer": f"/{PHONE}",
        },
    )
    logging.getLogger("anfu.jobs").warning("请联系 %s", PHONE)
    assert len(log.lines) == 2
    assert NAME not in "".join(log.lines) and PHONE not in "".join(log.lines)


def test_an_error_is_logged_by_kind_and_place_without_its_words(working, log, monkeypatch):
    def broken():
        raise IntegrityError(f"DETAIL: Key (name)=({NAME}) already exists")

    monkeypatch.setattr(health, "trouble", broken)
    assert Client(raise_request_exception=False).get("/health/ready").status_code == 500
    unhandled, answered = map(json.loads, log.lines)
    assert unhandled["error"] == "IntegrityError" and unhandled["route"] == "core:ready"
    assert any("broken" in place for place in unhandled["trace"])
    assert answered["status"] == 500 and answered["request"] == unhandled["request"]
    assert NAME not in "".join(log.lines)


def test_processes_count_together(tmp_path, monkeypatch):
    """Two processes write into one folder; a third sees the sum."""
    import os
    import subprocess
    import sys

    environment = {**os.environ, counted.SHARED: str(tmp_path)}
    code = "from anfu.core.monitoring import counted as c; c.count('core:live', 'GET', 200, 0.1)"
    for _ in range(2):
        subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    monkeypatch.setenv(counted.SHARED, str(tmp_path))
    value = counted.registry().get_sample_value(
        "anfu_requests_total", {"route": "core:live", "method": "GET", "status": "200"}
    )
    assert value == 2


def test_the_context_is_clean_after_a_request():
    from anfu.core.monitoring.log_lines import request_id

    def fails(request):
        raise ValueError

    with pytest.raises(ValueError):
        WatchingMiddleware(fails)(RequestFactory().get("/"))
    assert request_id.get() == ""
