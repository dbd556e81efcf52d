"""T34 (less to take), trust 4.17: what is past its time goes, by dated periods; the ledger and evidence never."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from anfu.core import clock, files, jobs, parameters, retention
from anfu.core.intake.store import folder_of
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import (
    AnsweredWrite,
    Budget,
    Intake,
    IntakeState,
    Job,
    JobState,
    LedgerEntry,
    MendedRow,
    OutboxItem,
    Parameter,
    RetentionRun,
    StoredFile,
    UploadTally,
)
from anfu.core.retention import clearing, loose, report
from anfu.people.tests.factories import make_actor, make_user


def ago(days: float):
    return clock.now() - timedelta(days=days)


def kind(code: str) -> retention.Kind:
    return next(each for each in retention.kinds() if each.code == code)


def clear(code: str) -> int:
    run = clearing.cleared(kind(code))
    assert run.problem == ""
    return run.ended


def entries() -> list[str]:
    found = LedgerEntry.objects.filter(verb="core.retention_cleared").order_by("pk")
    return list(found.values_list("subject", flat=True))


def answered(user, key, days):
    return AnsweredWrite.objects.create(
        actor=user, key=key, token="0" * 32, route="/", request_hash="0" * 64, created_at=ago(days)
    )


def job(kind_="test", *, days=40.0, state=JobState.DONE, **facts):
    finished = None if state == JobState.RUNNING else ago(days)
    return Job.objects.create(kind=kind_, state=state, queued_at=ago(days), finished_at=finished, **facts)


def stored(data: bytes, days: float) -> StoredFile:
    found = files.keep(data, name="a.pdf", kind="pdf")
    age(files.path(found), days)
    StoredFile.objects.filter(pk=found.pk).update(stored_at=ago(days))
    return found


def age(path: Path, days: float) -> None:
    at = ago(days).timestamp()
    os.utime(path, (at, at))


def make_intake(user, state, days, **facts):
    with without_ledger():
        return Intake.objects.create(
            kind="roster", file=files.keep(b"x", name="x.csv", kind="csv"), name="x.csv", as_of=clock.today(),
            state=state, created_at=ago(days), created_by=user,
            mapping={"columns": [], "sample": [], "remembered": False}, **facts,
        )  # fmt: skip


def test_every_kind_has_a_period_with_its_ground():
    told = parameters.definitions()
    for each in retention.kinds():
        definition = told[f"retention.{each.code}"]
        assert definition.clause and definition.unit == "天"
    periods = {code for code in told if code.startswith("retention.")}
    assert periods == {f"retention.{each.code}" for each in retention.kinds()}


def test_answers_go_after_their_days_and_the_ledger_says_so(db):
    user = make_user()
    answered(user, "old", 7.1)
    answered(user, "young", 6.9)
    assert clear("answers") == 1
    assert list(AnsweredWrite.objects.values_list("key", flat=True)) == ["young"]
    assert entries() == ["retention:answers"]
    assert clear("answers") == 0
    assert entries() == ["retention:answers"]


def test_a_new_period_holds_from_its_day(db):
    answered(make_user(), "a", 10)
    with without_ledger():
        Parameter.objects.create(
            code="retention.answers", valid_from=clock.today(), value=14, clause="x", source="x"
        )
    assert clear("answers") == 0


def test_more_than_one_batch(db, monkeypatch):
    monkeypatch.setattr("anfu.core.retention.table.STEP", 2)
    user = make_user()
    for number in range(5):
        answered(user, str(number), 30)
    assert clear("answers") == 5
    assert len(entries()) == 3


def test_jobs_that_somebody_still_reads_stay(db):
    user = make_user()
    old, newest = job(), job()
    running = job(state=JobState.RUNNING)
    of_import = job("core.intake_apply")
    job("core.intake_apply")
    make_intake(user, IntakeState.APPLIED, 40, job=of_import)
    found_something = job("core.ledger_replay", state=JobState.FAILED)
    job("core.ledger_replay")
    assert clear("jobs") == 1
    left = set(Job.objects.values_list("pk", flat=True))
    assert old.pk not in left
    assert {newest.pk, running.pk, of_import.pk, found_something.pk} <= left


def test_the_file_of_an_export_goes_with_its_job(db):
    made = stored(b"export", 31)
    export = job("registry.export", days=29, result={"file": made.pk})
    job("registry.export", days=29)
    assert clear("files") == 0
    Job.objects.filter(pk=export.pk).update(finished_at=ago(31))
    assert clear("jobs") == 1
    assert clear("files") == 2  # its row, then its bytes
    assert not files.path(made).exists()


def test_evidence_and_the_rows_of_the_ledger_stay(db):
    from anfu.core import ledger

    in_ledger, in_import = stored(b"rows", 4000), stored(b"roster", 4000)
    with transaction.atomic():
        ledger.record("core.state_recorded", "x", actor=make_actor(), on=clock.today(), rows=in_ledger)
    made = make_intake(make_user(), IntakeState.APPLIED, 4000, applied_at=ago(4000), written=1)
    with without_ledger():
        Intake.objects.filter(pk=made.pk).update(file=in_import)
    clearing.clear_all({}, lambda *_: None)
    assert files.intact(in_ledger)
    assert files.intact(in_import)


def test_the_ledger_has_no_kind(db):
    models = {each.rows().model for each in retention.kinds() if isinstance(each, retention.Rows)}
    assert not {model._meta.db_table for model in models} & {"core_ledgerentry", "core_ledgerleaf"}


def test_bytes_without_a_row_go_and_fresh_ones_stay(db, settings):
    folder = Path(settings.FILES_ROOT) / "ab"
    folder.mkdir(parents=True)
    for name, days in (("ab01", 31), ("ab02", 1), ("ab03.123.part", 31)):
        (folder / name).write_bytes(b"x")
        age(folder / name, days)
    assert clear("files") == 2
    assert [path.name for path in folder.iterdir()] == ["ab02"]


def test_bytes_that_are_kept_again_meanwhile_are_put_back(db, monkeypatch):
    made = stored(b"twice", 31)
    path = files.path(made)
    StoredFile.objects.all().delete()

    class NoRow:
        def exists(self):
            age(path, 0)  # another request keeps the same bytes, its row is not committed yet
            return False

    monkeypatch.setattr(loose.StoredFile.objects, "filter", lambda **_: NoRow())
    assert not loose._swept(path, ago(30))
    assert path.read_bytes() == b"twice"


def test_keeping_the_same_bytes_again_begins_their_time_anew(db):
    first = stored(b"again", 31)
    assert files.keep(b"again", name="b.pdf", kind="pdf").pk == first.pk
    assert clear("files") == 0
    assert files.intact(first)


def test_an_import_that_is_over_loses_its_rows_and_keeps_its_record(db, as_user):
    client = as_user("city_admin")
    actor = make_user("city_admin")
    over, judged = (
        make_intake(actor, IntakeState.WITHDRAWN, 400, applied_at=ago(200), withdrawn_at=ago(91)),
        make_intake(actor, IntakeState.JUDGED, 400),
    )
    for each in (over, judged):
        (folder_of(each) / "1" / "raw").mkdir(parents=True)
        MendedRow.objects.create(intake=each, row=1, cells={"contact_name": "张三"}, mended_at=ago(400))
    assert clear("intake_rows") == 1
    assert not folder_of(over).exists()
    assert folder_of(judged).exists()
    assert list(MendedRow.objects.values_list("intake", flat=True)) == [judged.pk]
    over.refresh_from_db()
    assert not over.rows_kept
    assert client.get(f"/intakes/{over.pk}/refused.xlsx").status_code == 404
    assert client.get(f"/api/v1/intakes/{over.pk}/rows").status_code == 404
    assert "过了保留期限" in client.get(f"/intakes/{over.pk}/").content.decode()


def test_an_import_that_nobody_wrote_is_given_up_and_its_file_goes_unless_another_import_has_it(db, as_user):
    user, client = make_user("city_admin"), as_user("city_admin")
    states = [IntakeState.UPLOADED, IntakeState.JUDGED, IntakeState.DROPPED, IntakeState.FAILED]
    old = [make_intake(user, state, 91) for state in states]
    busy = make_intake(user, IntakeState.JUDGING, 91, job=job(state=JobState.RUNNING))
    looked_at = make_intake(user, IntakeState.JUDGED, 91, job=job(days=1))
    alone, shared = stored(b"nobody wrote this", 91), stored(b"written by another", 91)
    written = make_intake(user, IntakeState.APPLIED, 91, applied_at=ago(91), written=1)
    with without_ledger():
        Intake.objects.filter(pk=old[0].pk).update(
            file=alone, mapping={"columns": [], "sample": [["张三"]], "remembered": False}
        )
        Intake.objects.filter(pk__in=[old[1].pk, written.pk]).update(file=shared)
    StoredFile.objects.update(stored_at=ago(91))
    cleared = clearing.clear_all({}, lambda *_: None)
    assert (cleared["intake_files"], cleared["files"]) == (4, 2)  # of the file its row, then its bytes
    assert not files.path(alone).exists() and files.intact(shared)
    gone = Intake.objects.filter(file=None)
    assert {(each.pk, each.state, each.rows_kept) for each in gone} == {
        (each.pk, "dropped", False) for each in old
    }
    assert Intake.objects.get(pk=old[0].pk).mapping["sample"] == []
    assert Intake.objects.filter(pk__in=[busy.pk, looked_at.pk, written.pk], file__isnull=False).count() == 3
    given_up = LedgerEntry.objects.filter(verb="core.intake_dropped").values_list("subject", flat=True)
    assert set(given_up) == {f"intake:{each.pk}" for each in old if each.state != IntakeState.DROPPED}
    assert "上传的文件也已删除" in client.get(f"/intakes/{old[0].pk}/").content.decode()
    with pytest.raises(IntegrityError), transaction.atomic(), without_ledger():
        Intake.objects.filter(pk=written.pk).update(file=None)


def test_a_person_finds_an_import_given_up_by_time_and_neither_judges_nor_writes_it(db, as_user):
    user, client = make_user("city_admin"), as_user("city_admin")
    made = make_intake(user, IntakeState.JUDGED, 91, counts={"created": 1})
    assert clear("intake_files") == 1
    for verb in ("apply", "drop", "columns"):
        assert client.post(f"/intakes/{made.pk}/{verb}/", {}).status_code in (409, 422), verb
    assert client.get(f"/api/v1/intakes/{made.pk}").json()["state"] == "dropped"
    assert client.get(f"/intakes/{made.pk}/columns/").status_code in (200, 302, 404, 409)


def test_rows_stay_for_as_long_as_an_import_can_be_taken_back():
    told = parameters.definitions()
    assert told["retention.intake_rows"].minimum > told["intake.withdraw_days"].maximum


def test_the_rest_of_cores_kinds(db):
    user = make_user()
    for days in (31, 1):
        UploadTally.objects.create(user=user, day=(ago(days)).date(), files=1)
    for key, facts in {"sent": {"done_at": ago(91)}, "given up": {"failed_at": ago(91)}, "waits": {}}.items():
        OutboxItem.objects.create(
            topic="t", payload={}, effect_key=key, created_at=ago(400), not_before=ago(400), **facts
        )
    Budget.objects.create(key="full", free_at=int(ago(2).timestamp() * 1000))
    Budget.objects.create(key="slowed", free_at=int(clock.now().timestamp() * 1000))
    RetentionRun.objects.create(code="x", days=1, at=ago(1100))
    found = clearing.clear_all({}, lambda *_: None)
    cleared = {code for code, ended in found.items() if ended}
    assert cleared == {"upload_tallies", "outbox", "budgets", "retention_runs"}
    assert OutboxItem.objects.get().effect_key == "waits"
    assert Budget.objects.get().key == "slowed"


def test_a_kind_that_fails_is_named_and_does_not_keep_the_others(db, monkeypatch):
    answered(make_user(), "old", 8)

    def broken(self, before):
        raise IntegrityError

    monkeypatch.setattr(loose.LooseFiles, "clear", broken)
    clearing.each_day()
    clearing.each_day()  # one waits already
    done = jobs.run_next()
    assert done is not None
    assert (done.kind, done.state) == ("core.retention", JobState.FAILED)
    assert "没有事项再引用的文件" in done.error
    assert not AnsweredWrite.objects.exists()
    assert RetentionRun.objects.get(code="files").problem == "IntegrityError"


def test_the_report_says_how_long_how_many_how_old_and_what_the_last_round_did(db, as_user):
    user = make_user("system_admin")
    answered(user, "a", 8)
    answered(user, "b", 20)
    line = next(line for line in report.lines(clock.today()) if line.kind.code == "answers")
    assert (line.days, line.held.many, line.oldest, line.last) == (7, 2, ago(20).date(), None)
    assert line.late
    client = as_user("system_admin")
    assert "过期未清理" in client.get("/retention/").content.decode()
    clear("answers")
    line = next(line for line in report.lines(clock.today()) if line.kind.code == "answers")
    assert (line.held.many, line.oldest, line.late) == (0, None, False)
    assert line.last is not None
    assert line.last.ended == 2


@pytest.mark.parametrize(
    ("role", "status"),
    [("auditor", 200), ("audit_admin", 200), ("city_admin", 200), ("county_officer", 403), ("expert", 403)],
)
def test_who_reads_the_report(db, role, status):
    client = Client()
    client.force_login(make_user(role))
    assert client.get("/retention/").status_code == status
