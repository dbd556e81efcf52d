"""scripts/verify_draw.py: one file, the standard library alone; any record that was changed anywhere is refused."""

import ast
import copy
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anfu.experts.draw.canonical import canonical, sha256
from anfu.experts.draw.record import public_record, written
from anfu.experts.tests.draws import closed_record, commit, drawn

pytestmark = pytest.mark.once
SCRIPT = Path(__file__).parents[3] / "scripts" / "verify_draw.py"
_spec = importlib.util.spec_from_file_location("verify_draw", SCRIPT)
verifier = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(verifier)
RECORD = closed_record()


def run(path: Path, *more: str) -> subprocess.CompletedProcess[str]:
    # -I: no package of ours, no environment, no current folder.
    return subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(path), *more], capture_output=True, text=True
    )


def refused(text: str, path: Path) -> bool:
    path.write_text(text, "utf-8")
    try:
        verifier.verify(verifier.read(path))
    except (verifier.Wrong, KeyError, TypeError, AttributeError, ValueError, IndexError):
        return True
    return False


def places(value, path=()):
    """Every place of the record: leaves, and the lists and mappings themselves."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield from places(each, (*path, key))


PLACES = [path for path in places(RECORD) if path]


def at(record, path):
    for key in path:
        record = record[key]
    return record


def test_it_says_ok_alone_with_the_standard_library(tmp_path):
    path = tmp_path / "record.json"
    path.write_text(written(RECORD), "utf-8")
    told = run(path, "--digest", RECORD["digest"], "--commit", RECORD["commit_hash"])
    assert (told.returncode, told.stdout[:4]) == (0, "ok: "), told.stdout + told.stderr
    assert run(path, "--commit", "0" * 64).returncode == 1
    assert run(tmp_path / "nothing.json").returncode == 1
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(SCRIPT.read_text("utf-8")))
        for name in ([a.name for a in node.names] if isinstance(node, ast.Import)
                     else [node.module or ""] if isinstance(node, ast.ImportFrom) else [])
    }  # fmt: skip
    assert imported <= sys.stdlib_module_names


def test_every_stage_of_an_honest_record_is_fine(tmp_path):
    made, sources, _ = drawn()
    stages = [
        public_record(made),
        public_record(made, cancelled={"at": "2026-11-02T03:00:00Z", "reason": "项目取消"}),
        public_record(made, sources=sources, drawn_at="2026-11-03T01:00:00Z"),
        public_record(commit(alternates=0)),
        RECORD,
    ]
    assert not any(refused(written(record), tmp_path / "r.json") for record in stages)


def changes(value):
    """Other values of the same kind and of others."""
    if isinstance(value, bool):
        return st.just(not value)
    if isinstance(value, int):
        return st.integers(-5, 50).filter(lambda other: other != value)
    if isinstance(value, str):
        flipped = st.integers(0, max(len(value) - 1, 0)).map(
            lambda n: value[:n] + ("0" if value[n : n + 1] != "0" else "1") + value[n + 1 :]
        )
        return st.one_of(flipped, st.just(value + " "), st.none(), st.text(max_size=3)).filter(
            lambda other: other != value
        )
    return st.one_of(st.just("x"), st.just(7)) if value is None else st.none()


@settings(max_examples=30)
@given(st.data())
def test_a_changed_value_anywhere_is_refused(tmp_path_factory, data):
    path = data.draw(st.sampled_from(PLACES))
    record = copy.deepcopy(RECORD)
    at(record, path[:-1])[path[-1]] = data.draw(changes(at(record, path)))
    assert refused(written(record), tmp_path_factory.getbasetemp() / "r.json"), path


def test_every_single_leaf_changed_is_refused(tmp_path):
    for path in PLACES:
        old = at(RECORD, path)
        if isinstance(old, dict | list):
            continue
        record = copy.deepcopy(RECORD)
        at(record, path[:-1])[path[-1]] = f"{old}0" if isinstance(old, str) else 99
        assert refused(written(record), tmp_path / "r.json"), path


def tampered(path):
    """The record with one name or item dropped, added, put elsewhere, or twice there."""
    inside = at(RECORD, path)
    for kind in ("drop", "add", "reorder", "twice"):
        record = copy.deepcopy(RECORD)
        there = at(record, path)
        if kind == "add":
            there.update({"more": 1}) if isinstance(there, dict) else there.append("more")
        elif not inside or (isinstance(inside, dict) and kind in ("reorder", "twice")):
            continue
        elif kind == "drop":
            there.pop(next(iter(there)) if isinstance(there, dict) else 0)
        elif kind == "twice":
            there.append(copy.deepcopy(there[0]))
        elif len(there) > 1:
            there.reverse()
        else:
            continue
        yield kind, record


def test_nothing_can_be_dropped_added_put_elsewhere_or_said_twice(tmp_path):
    holders = [path for path in [(), *PLACES] if isinstance(at(RECORD, path), dict | list)]
    # One of many lines of the pool, of the opened salts and of the answers stands for all of them.
    for path in (each for each in holders if not any(isinstance(key, int) and key > 1 for key in each)):
        for kind, record in tampered(path):
            assert refused(written(record), tmp_path / "r.json"), (kind, path)


def test_names_in_another_order_or_twice_and_another_layout_are_refused(tmp_path):
    text = written(RECORD)
    turned = json.dumps(dict(reversed(RECORD.items())), ensure_ascii=False, indent=1) + "\n"
    for other in (
        turned,
        text.replace("{", '{\n "format": "anfu-draw-record-1",', 1),
        text + " ",
        text.rstrip("\n"),
    ):
        assert refused(other, tmp_path / "r.json")


# Where the digest is forged too, what follows from the commitment is still refused.
FOLLOWS = [
    p for p in PLACES if p[0] in ("commit", "commit_hash", "seed", "seats", "alternates", "panel", "salts")
]
FOLLOWS += [
    p
    for p in PLACES
    if p[0] in ("sources", "answers") and p[-1] in ("value", "name", "hash", "answer", "revealed")
]


def test_a_forged_digest_does_not_help(tmp_path):
    for path in FOLLOWS:
        old = at(RECORD, path)
        if isinstance(old, dict | list):
            continue
        record = copy.deepcopy(RECORD)
        at(record, path[:-1])[path[-1]] = (
            (old[:-1] + ("0" if old[-1:] != "0" else "1")) if isinstance(old, str) else 99
        )
        rest = {name: value for name, value in record.items() if name != "digest"}
        record["digest"] = sha256(canonical(rest))
        assert refused(written(record), tmp_path / "r.json"), path


def test_T08_a_pool_trimmed_after_the_commitment_is_refused_even_with_its_hash_forged(tmp_path):
    record = copy.deepcopy(RECORD)
    record["commit"]["pool"].pop()
    record["commit_hash"] = sha256(canonical(record["commit"]))
    rest = {name: value for name, value in record.items() if name != "digest"}
    record["digest"] = sha256(canonical(rest))
    path = tmp_path / "r.json"
    path.write_text(written(record), "utf-8")
    told = run(path)
    assert told.returncode == 1 and told.stdout.startswith("wrong: ")
