"""Backups come back whole, and what is not whole does not come back (T38)."""

import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from anfu.core.backup import keys, layout, reading, switching
from anfu.core.refusal import Refused
from tests.backup.conftest import URL


def refused(done, *words):
    assert done.returncode == 1, done.stdout + done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert all(word in done.stderr for word in words), done.stderr


def test_a_backup_comes_back_whole_into_an_empty_home(source, home, archive, key):
    done = home.anfu("restore", archive, "--key", key, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["files"], told["older"]) == (2, "")
    before = source.child("count")
    assert home.child("count") == before and before["intact"] == 2 and before["faults"] == 0
    assert not (home.path / ".restoring").exists()
    assert home.child("more")["entries"] == before["entries"] + 5  # and goes on, with the same key


def test_nothing_of_the_content_can_be_read_without_the_key(archive):
    data = archive.read_bytes()
    assert data.startswith(b"age-encryption.org/v1")
    assert b"SQLite format" not in data and b"PGDMP" not in data and "安服".encode() not in data
    assert archive.stat().st_mode & 0o077 == 0


@pytest.mark.once
def test_the_public_half_is_enough_to_write_and_not_to_read(source, archive, key, tmp_path):
    public = tmp_path / "public.key"
    public.write_text(key.read_text().splitlines()[0].split(": ")[1] + "\n")
    done = source.anfu("backup", tmp_path / "b.age", "--key", public, "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["read_back"] == "bytes"
    refused(source.anfu("restore", tmp_path / "b.age", "--key", public, "--check"), "只有公钥")
    assert source.anfu("restore", tmp_path / "b.age", "--key", key, "--check").returncode == 0


@pytest.mark.once
def test_another_key_opens_nothing(home, archive, tmp_path):
    assert home.anfu("backup-key", tmp_path / "other.key").returncode == 0
    refused(home.anfu("restore", archive, "--key", tmp_path / "other.key"), "打不开")
    assert not (home.path / "files").exists()


@pytest.mark.once
@pytest.mark.parametrize("how", ["cut", "flipped", "longer"])
def test_a_cut_file_a_flipped_bit_and_added_bytes_are_found_wherever_they_are(archive, key, tmp_path, how):
    whole, identity, draw = archive.read_bytes(), keys.secret(key), random.Random(how)
    bad = tmp_path / "bad.age"
    for place in [0, 1, len(whole) - 1, *(draw.randrange(len(whole)) for _ in range(40))]:
        flipped = whole[:place] + bytes([whole[place] ^ 1 << draw.randrange(8)]) + whole[place + 1 :]
        bad.write_bytes({"cut": whole[:place], "flipped": flipped, "longer": whole + whole[: place + 1]}[how])
        with pytest.raises(Refused, match=r"bad\.age"):
            reading.read(bad, identity)
    assert reading.read(archive, identity).files == 2


@pytest.mark.faults
def test_a_damaged_backup_leaves_a_used_home_as_it_was(homes, source, archive, key, tmp_path):
    used = homes()
    before = used.child("make")
    bad = tmp_path / "bad.age"
    bad.write_bytes(archive.read_bytes()[:-1000])
    refused(used.anfu("restore", bad, "--key", key, "--replace"), "截断")
    assert used.child("count") == before


def test_a_used_home_is_refused_without_replace_and_kept_aside_with_it(used, archive, key, source):
    used.child("more")
    refused(used.anfu("restore", archive, "--key", key), "已经有数据", "--replace")
    done = used.anfu("restore", archive, "--key", key, "--replace", "--json")
    assert done.returncode == 3, done.stderr  # restored, and older than what this home has published
    told = json.loads(done.stdout)
    assert "少了 5 条" in told["older"] and "before" in told["before"]
    # What was published stays: the older database is not served until somebody says why.
    refused(used.anfu("prepare"), "没有启动", "检查点")
    assert used.anfu("prepare", "--accept-rollback", "机房失火，只剩这份备份").returncode == 0
    assert used.anfu("prepare").returncode == 0
    count = used.child("count")
    assert count["days"] == source.child("count")["days"] and count["faults"] == 0


@pytest.mark.once
def test_T38_a_copy_older_than_checkpoints_kept_outside_is_named_and_not_started(
    homes, used, archive, key, tmp_path
):
    used.child("more")
    kept = tmp_path / "kept"
    kept.mkdir()
    shutil.copy(used.path / "ledger" / "checkpoints.txt", kept / "checkpoints-2026-11.txt")
    second = homes()
    done = second.anfu("restore", archive, "--key", key, "--checkpoints", kept)
    assert done.returncode == 3 and "少了 5 条" in done.stderr, done.stderr
    assert second.anfu("prepare").returncode == 0  # nothing outside is named to the start
    told = {"ANFU_LEDGER_KEPT": str(kept)}
    refused(second.anfu("prepare", **told), "没有启动", "外面留着的检查点")
    assert second.anfu("prepare", "--accept-rollback", "机房失火，只剩这份备份", **told).returncode == 0
    assert second.anfu("prepare", **told).returncode == 0


@pytest.mark.faults
def test_T38_another_history_than_the_kept_checkpoints_is_refused(homes, restored, key, tmp_path):
    first, second = homes(restored), homes(restored)
    for each in (first, second):
        each.child("more")  # entries with their own times: two histories under one key
    other = tmp_path / "other.age"
    assert second.anfu("backup", other, "--key", key).returncode == 0
    done = homes().anfu("restore", other, "--key", key, "--checkpoints", first.path / "ledger")
    refused(done, "不是同一个")


def test_a_running_platform_is_not_restored_over(used, archive, key):
    worker = subprocess.Popen([sys.executable, "-m", "anfu.cli.main", "work"], env=used.environment)
    try:
        lock, until = used.path / ".running.lock", time.monotonic() + 60
        while not (lock.exists() and subprocess.run(["flock", "-xn", lock, "true"]).returncode):
            assert time.monotonic() < until, "the worker did not start"
            time.sleep(0.1)
        refused(used.anfu("restore", archive, "--key", key, "--replace"), "还在运行")
    finally:
        worker.terminate()
        worker.wait(60)


def test_a_damaged_kept_file_is_named_and_the_rest_is_backed_up(used, key, tmp_path):
    victim = max(
        (used.path / "files").rglob("*"), key=lambda path: path.stat().st_size if path.is_file() else 0
    )
    victim.write_bytes(b"gone")
    done = used.anfu("backup", tmp_path / "b.age", "--key", key, "--json")
    assert done.returncode == 2
    told = json.loads(done.stdout)
    assert told["damaged"] == [victim.name] and told["files"] == 1


@pytest.mark.once
def test_an_existing_file_and_a_key_file_are_not_overwritten(source, archive, key):
    size = archive.stat().st_size
    refused(source.anfu("backup", archive, "--key", key), "没有覆盖")
    refused(source.anfu("backup-key", key), "没有改动")
    assert archive.stat().st_size == size


def test_a_full_disk_is_one_line_and_leaves_no_half_backup(source, key, tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small], capture_output=True
    ).returncode:
        pytest.skip("no tmpfs can be mounted here")
    try:
        refused(source.anfu("backup", small, "--key", key), "磁盘满了")
        assert os.listdir(small) == []
    finally:
        subprocess.run(["umount", small], check=True)
    assert not [path for path in source.path.iterdir() if path.name.startswith(".backup-")]


@pytest.mark.once
@pytest.mark.parametrize("moves", range(14))
def test_a_restore_killed_before_any_of_its_moves_goes_on(tmp_path, monkeypatch, moves):
    for name in layout.OWNED[2:]:
        (tmp_path / name).write_text("old")
        (tmp_path / ".restoring").mkdir(exist_ok=True)
        (tmp_path / ".restoring" / name).write_text("new")
    (tmp_path / "anfu.sqlite3-wal").write_text("old")
    switching.begin(tmp_path, "20261126", {"ledger"})
    left, rename = [moves], Path.rename

    def dying(self, to):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return rename(self, to)

    with monkeypatch.context() as patched, contextlib.suppress(KeyboardInterrupt):
        patched.setattr(Path, "rename", dying)
        switching.go_on(tmp_path)
    if switching.waiting(tmp_path):
        switching.go_on(tmp_path)
    else:
        assert moves >= 11
    now = {name: (tmp_path / name).read_text() for name in layout.used(tmp_path)}
    assert now == dict.fromkeys(layout.OWNED[2:], "new") | {"ledger": "old"}
    assert sum(path.read_text() == "old" for path in (tmp_path / "before-restore-20261126").iterdir()) == 6


@pytest.mark.faults
def test_a_restore_killed_half_way_stops_the_start_and_the_same_command_ends_it(used, archive, key):
    count = used.child("count")
    script = (
        "import os, pathlib, sys; from anfu.core.backup import switching\n"
        "left = [4]; rename = pathlib.Path.rename\n"
        "def dying(self, to):\n"
        "    left[0] -= 1\n"
        "    os.kill(os.getpid(), 9) if left[0] < 0 else None\n"
        "    return rename(self, to)\n"
        "pathlib.Path.rename = dying\n"
        "from anfu.cli.main import run; run()"
    )
    again = ["restore", archive, "--key", key, "--replace"]
    done = subprocess.run([sys.executable, "-c", script, *again], env=used.environment, capture_output=True)
    assert done.returncode == -9
    refused(used.anfu("prepare"), "做到一半")
    assert used.anfu(*again).returncode == 0
    assert used.child("count") == count


@pytest.mark.skipif(not URL, reason="of PostgreSQL")
def test_on_postgresql_somebody_connected_stops_the_restore(used, archive, key):
    with psycopg.connect(used.url):
        refused(used.anfu("restore", archive, "--key", key, "--replace"), "连着这个数据库")
