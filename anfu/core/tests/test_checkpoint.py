"""Checkpoints over all streams, receipts, the program that checks them, and databases that are older than they say."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from anfu.core import ledger
from anfu.core.ledger import anfu_verify, checkpoint, order, receipts, rollback, triggers
from anfu.core.ledger.export import lines
from anfu.core.models import LedgerEntry, LedgerLeaf, LedgerLog, LedgerStream
from anfu.core.refusal import Refused
from anfu.people.tests.factories import make_actor

ON = date(2026, 11, 20)


def write(count: int, stream: str = "330784") -> None:
    with transaction.atomic():
        for n in range(count):
            ledger.record(
                "test.happened", f"thing:{n}", actor=make_actor(), on=ON, stream=stream, after={"n": n}
            )


def checked(folder: Path, *more: str) -> tuple[int, str]:
    """What the one-file program says, run with nothing but Python's own library."""
    program = [sys.executable, "-I", "-S", anfu_verify.__file__]
    done = subprocess.run([*program, *more, "--key", str(folder / "key")], capture_output=True, text=True)
    return done.returncode, done.stdout


def exported(tmp_path: Path, actor=None) -> Path:
    path = tmp_path / "ledger.jsonl"
    path.write_text("".join(lines(actor or make_actor())), "utf-8")
    return path


def test_a_checkpoint_covers_all_streams_and_the_program_says_so(db, tmp_path):
    write(5)
    write(3, "330702")
    assert checkpoint.make_checkpoint().size == 8
    write(300)
    assert checkpoint.make_checkpoint().size == 308
    write(2, "330702")
    folder = checkpoint.folder()
    code, said = checked(folder, str(exported(tmp_path)), "--checkpoints", str(folder))
    assert (code, "ok to 308" in said, "其后 2 条" in said) == (0, True, True), said
    assert ledger.verify() == (310, [])


def test_no_checkpoint_without_an_entry(db):
    assert checkpoint.make_checkpoint() is None
    assert not (checkpoint.folder() / "checkpoint").exists()


def test_a_checkpoint_is_signed_again_each_minute_and_listed_once(db):
    write(2)
    first = checkpoint.make_checkpoint()
    again = checkpoint.make_checkpoint()
    assert (first.size, first.root) == (again.size, again.root)
    assert (checkpoint.folder() / "checkpoints.txt").read_text().count("\n\n\n") == 1


def test_a_thousand_entries_do_not_wait_for_the_minute(db, monkeypatch):
    monkeypatch.setattr(checkpoint, "ENTRIES", 4)
    write(3)
    checkpoint.after_many()
    assert checkpoint.newest() is None
    write(1)
    checkpoint.after_many()
    assert checkpoint.newest().size == 4


def test_what_a_killed_process_left_half_done_is_done_again(db, monkeypatch):
    write(3)
    checkpoint.make_checkpoint()
    write(4)
    monkeypatch.setattr(checkpoint, "_publish", lambda note, added: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        checkpoint.make_checkpoint()
    monkeypatch.undo()
    write(2)
    assert checkpoint.make_checkpoint().size == 9
    assert ledger.verify() == (9, [])


def test_places_keep_the_order_of_each_stream(db):
    for n in range(6):
        write(1 + n % 3, ["330784", "330702"][n % 2])
        order.give_places()
    for stream in ("330784", "330702"):
        seqs = list(LedgerLeaf.objects.filter(stream=stream).order_by("index").values_list("seq", flat=True))
        assert seqs == list(range(1, len(seqs) + 1))


def test_T13_a_receipt_proves_its_entry(db, tmp_path):
    write(9)
    checkpoint.make_checkpoint()
    told = receipts.receipt(LedgerEntry.objects.get(stream="330784", seq=4))
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps(told), "utf-8")
    assert checked(checkpoint.folder(), "--receipt", str(path))[0] == 0
    told["entry"]["body"] = told["entry"]["body"].replace('"n":3', '"n":4')
    path.write_text(json.dumps(told), "utf-8")
    code, said = checked(checkpoint.folder(), "--receipt", str(path))
    assert code == 1 and "内容与校验码不符" in said


def test_an_entry_newer_than_the_checkpoint_has_no_proof_yet(db):
    write(1)
    checkpoint.make_checkpoint()
    write(1)
    assert receipts.receipt(LedgerEntry.objects.get(seq=2))["proof"] is None


@pytest.mark.parametrize("sql", [
    "UPDATE core_ledgerentry SET body = replace(body, '\"n\":3', '\"n\":8') WHERE seq = 4",
    "DELETE FROM core_ledgerentry WHERE seq = 4",
])  # fmt: skip
def test_T36_an_entry_changed_in_the_database_is_named(db, tmp_path, sql):
    write(9)
    checkpoint.make_checkpoint()
    triggers.drop(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql)
    folder = checkpoint.folder()
    code, said = checked(folder, str(exported(tmp_path)), "--checkpoints", str(folder))
    assert code == 1 and said.startswith("bad at 3")
    assert any(fault.seq == 4 for fault in ledger.verify()[1])


def test_T36_a_whole_stream_chained_anew_is_named(db):
    """A chain without a fault: only the published checkpoint knows."""
    write(6)
    checkpoint.make_checkpoint()
    triggers.drop(connection)
    previous = ledger.GENESIS
    for entry in LedgerEntry.objects.order_by("seq"):
        body = entry.body.replace('"n":2', '"n":7')
        own = ledger.digest(previous, body)
        LedgerEntry.objects.filter(pk=entry.pk).update(body=body, previous=previous, digest=own)
        previous = own
    LedgerStream.objects.update(head=previous)
    assert [(f.stream, f.seq) for f in ledger.verify()[1]] == [("330784", 3)]


def go_back(count: int) -> None:
    """The database as it was when it had `count` entries."""
    triggers.drop(connection)
    LedgerEntry.objects.filter(seq__gt=count).delete()
    LedgerLeaf.objects.filter(index__gte=count).delete()
    LedgerLog.objects.update(size=count)
    last = LedgerEntry.objects.get(seq=count)
    LedgerStream.objects.update(length=count, head=last.digest)
    triggers.create(connection)


def test_T38_an_older_database_is_not_served(db):
    write(7)
    checkpoint.make_checkpoint()
    rollback.refuse_older_database()
    go_back(4)
    with pytest.raises(Refused, match="已公布的检查点有 7 条，数据库只有 4 条"):
        rollback.refuse_older_database()
    with pytest.raises(Refused, match="没有做检查点"):
        checkpoint.make_checkpoint()


def test_T38_an_older_database_that_grew_again_is_noticed(db):
    write(7)
    checkpoint.make_checkpoint()
    go_back(4)
    write(5)
    order.give_places()
    with pytest.raises(Refused, match="不是同一条"):
        rollback.refuse_older_database()


def test_T38_an_older_database_is_accepted_with_a_reason_that_stays_in_the_ledger(db):
    write(7)
    lost = checkpoint.make_checkpoint()
    go_back(4)
    with pytest.raises(Refused, match="理由"):
        rollback.accept_rollback("坏")
    rollback.accept_rollback("机房失火，只剩昨天的备份")
    entry = LedgerEntry.objects.get(verb="core.rollback_accepted")
    told = json.loads(entry.body)["after"]
    assert (told["abandoned_size"], told["abandoned_root"]) == (7, lost.root.hex())
    assert "机房失火" in told["reason"]
    assert (checkpoint.folder().parent / told["kept_in"] / "checkpoint").exists()
    rollback.refuse_older_database()
    assert ledger.verify() == (5, [])


def test_T12_the_ledger_refuses_a_clock_set_back(db, monkeypatch):
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    monkeypatch.setattr("anfu.core.clock.now", lambda: now)
    write(1)
    monkeypatch.setattr("anfu.core.clock.now", lambda: now - timedelta(seconds=1))
    write(1)
    monkeypatch.setattr("anfu.core.clock.now", lambda: now - timedelta(seconds=4))
    with pytest.raises(Refused, match="校准时间"):
        write(1)
    assert LedgerEntry.objects.count() == 2


def test_a_county_exports_its_own_bodies_and_others_hashes(db, tmp_path):
    write(2)
    write(2, "330702")
    checkpoint.make_checkpoint()
    path = exported(tmp_path, make_actor("county_officer", division="330784"))
    told = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [("body" in each, each["stream"]) for each in told] == [(True, "330784")] * 2 + [
        (False, "330702")
    ] * 2
    assert checked(checkpoint.folder(), str(path), "--checkpoints", str(checkpoint.folder()))[0] == 0


def test_the_pages_and_proofs_that_strangers_get(client, db):
    assert client.get("/trust/").status_code == 200
    assert client.get("/api/v1/ledger/checkpoint").status_code == 404
    write(5)
    checkpoint.make_checkpoint()
    told = client.get("/api/v1/ledger/checkpoint").json()
    assert told["size"] == 5 and told["key"] in client.get("/trust/").content.decode()
    point = anfu_verify.open_checkpoint(told["note"], anfu_verify.read_key(told["key"]))
    grown = client.get("/api/v1/ledger/proofs/consistency?first=3&second=5").json()
    assert len(grown["path"]) > 0
    leaf = client.get("/api/v1/ledger/proofs/inclusion?index=2&size=5").json()
    path = [anfu_verify.base64.b64decode(step) for step in leaf["path"]]
    leaves = b"".join(client.get("/trust/log/leaves.bin").streaming_content)
    anfu_verify.check_inclusion(2, 5, leaves[64:96], path, point.root)
    for bad in ("inclusion?index=5&size=5", "inclusion?index=0&size=6", "consistency?first=0&second=5"):
        assert client.get(f"/api/v1/ledger/proofs/{bad}").status_code == 404
    for name in ("checkpoint", "checkpoints.txt", "key", "tile/0/000.p/5", "anfu_verify.py"):
        assert client.get(f"/trust/log/{name}").status_code == 200, name
    for name in ("../ledger.key", "tile/0/../../key", "checkpoint.part", "tile/0/999"):
        assert client.get(f"/trust/log/{name}").status_code == 404, name


def test_strangers_and_other_counties_get_no_entry(client, as_user):
    write(2, "330702")
    checkpoint.make_checkpoint()
    for address in ("/ledger/330702/1/receipt.json", "/ledger/export.jsonl"):
        assert client.get(address).status_code == 302
    assert client.get("/api/v1/ledger/entries/330702/1/receipt").status_code == 401
    officer = as_user("county_officer", division="330784")
    absent, foreign = (officer.get(f"/api/v1/ledger/entries/330702/{n}/receipt") for n in (99, 1))
    assert (absent.status_code, absent.content) == (foreign.status_code, foreign.content)
    assert absent.status_code == 404


def test_T35_the_ledger_leaves_for_a_purpose_and_with_an_entry(as_user):
    write(2, "330702")
    auditor = as_user("auditor")
    refused = auditor.get("/ledger/export.jsonl")
    assert refused.status_code == 409
    assert "用途" in refused.content.decode()
    assert not LedgerEntry.objects.filter(verb="core.ledger_taken").exists()
    taken = auditor.get("/ledger/export.jsonl?purpose=audit")
    sent = [json.loads(line) for line in b"".join(taken.streaming_content).splitlines()]
    entry = LedgerEntry.objects.get(verb="core.ledger_taken")
    assert json.loads(entry.body)["after"]["purpose"] == "审计检查"
    assert entry.digest in {line["digest"] for line in sent}
    assert "导出做什么用" in auditor.get("/ledger/").content.decode()


def test_the_trust_page_says_when_the_newest_checkpoint_is_old(client, db, monkeypatch):
    write(1)
    checkpoint.make_checkpoint()
    assert "超过了 10 分钟" not in client.get("/trust/").content.decode()
    later = datetime.now(UTC) + timedelta(minutes=12)
    monkeypatch.setattr("anfu.core.clock.now", lambda: later)
    assert "12 分钟以前做的，超过了 10 分钟" in client.get("/trust/").content.decode()


def test_an_entrys_page_offers_its_receipt(as_user):
    client = as_user("city_admin")
    write(1)
    assert "还没有检查点盖住这一条" in client.get("/ledger/330784/1/").content.decode()
    checkpoint.make_checkpoint()
    assert "下载回执" in client.get("/ledger/330784/1/").content.decode()
    assert client.get("/ledger/330784/1/receipt.json").json()["proof"]["index"] == 0
