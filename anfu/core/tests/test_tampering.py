"""Nine ways to bend the ledger, in 1,800 random cases: each is found, and the first bad entry is named (T13, T36-T38)."""

import json
import random
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from anfu.core.ledger.anfu_verify import Bad, Verdict, check, open_checkpoints, read_key
from anfu.core.tests import tampering
from anfu.core.tests.tampering import STREAMS, WAYS, Held, held

CASES = 200
WEB = Path(__file__).parents[3] / "web"


def made(draw: random.Random) -> Held:
    count = draw.randrange(8, 40)
    facts = [(draw.choice(STREAMS), draw.randrange(1000)) for _ in range(count)]
    return held(facts, sorted({count, *draw.sample(range(1, count), 3)}))


def verdict(kept: Held, *, leaves: bool = True) -> Verdict | str:
    try:
        points = open_checkpoints(kept.checkpoints, read_key(kept.key))
        return check(kept.lines, points, kept.leaves if leaves else b"")
    except Bad as why:
        return str(why)


LEDGERS = [made(random.Random(n)) for n in range(20)]


def cases(way, count=CASES):
    draw = random.Random(way.__name__)
    for n in range(count):
        kept = LEDGERS[n % len(LEDGERS)]
        at = draw.randrange(len(kept.entries))
        yield way(kept, at, draw), at, len(kept.entries)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_T13_T36_T37_T38_each_bent_ledger_is_found_and_its_first_bad_entry_named(way):
    for bent, at, _ in cases(way):
        found = verdict(bent)
        if way in (tampering.other_key, tampering.split_view):
            assert isinstance(found, str) and ("不是这把钥匙签的" in found or "两个不同的根" in found)
        else:
            first = first_difference(bent, at)
            assert isinstance(found, Verdict) and (found.bad_at, found.ok_to) == (first, first), found


def first_difference(bent: Held, at: int) -> int:
    """Where the bent export first differs from what the leaves say: swaps may lie before `at`."""
    whole = tampering.leaves_of(bent.entries)
    kept = [bent.leaves[i : i + 32] for i in range(0, len(bent.leaves), 32)]
    differing = [n for n, (a, b) in enumerate(zip(whole, kept, strict=False)) if a != b]
    indexes = [n for n, entry in enumerate(bent.entries) if entry["index"] != n]
    return min([at, *differing, *indexes])


@pytest.mark.parametrize("way", WAYS[:7], ids=lambda way: way.__name__)
def test_without_leaf_hashes_the_checkpoints_alone_still_find_it(way):
    for bent, at, _ in cases(way, 60):
        found = verdict(bent, leaves=False)
        assert isinstance(found, Verdict) and found.bad_at is not None and found.bad_at <= at


@pytest.mark.parametrize("leaves", [True, False])
def test_a_true_ledger_passes_whatever_its_length(leaves):
    for kept in LEDGERS:
        assert verdict(kept, leaves=leaves) == Verdict(len(kept.entries))


def test_T38_a_rolled_back_view_with_its_own_old_checkpoints_is_found_by_who_kept_newer_ones():
    draw = random.Random(2)
    kept = made(draw)
    older = tampering.truncate(kept, len(kept.entries) - 1, draw)
    assert isinstance(found := verdict(older), Verdict) and "退回到了旧的备份" in found.reason


def test_split_view_of_two_sizes_is_found_by_the_export():
    draw = random.Random(3)
    kept = made(draw)
    bent = tampering.rechain(kept, 0, draw)
    mixed = replace(kept, notes=[*kept.notes[:1], *tampering.notes_of(bent.entries, [len(bent.entries)])])
    assert isinstance(found := verdict(mixed, leaves=False), Verdict) and found.reason == "与检查点的根不符"


def test_entries_of_others_come_without_their_body_and_still_count():
    kept = made(random.Random(4))
    hidden = [{k: v for k, v in e.items() if k not in ("body", "previous")} for e in kept.entries]
    assert verdict(replace(kept, entries=hidden)) == Verdict(len(hidden))
    hidden[3]["digest"] = "0" * 64
    assert isinstance(found := verdict(replace(kept, entries=hidden)), Verdict) and found.bad_at == 3


def test_entries_beyond_the_last_checkpoint_are_counted_as_uncovered():
    kept = made(random.Random(5))
    sizes = [int(note.split("\n")[1]) for note in kept.notes]
    shorter = replace(kept, notes=kept.notes[:-1], leaves=kept.leaves[: sizes[-2] * 32])
    assert verdict(shorter) == Verdict(sizes[-2], uncovered=sizes[-1] - sizes[-2])


@pytest.fixture(scope="module")
def in_javascript(tmp_path_factory):
    """The browser's verifier, bundled and run on all cases at once."""
    node = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    if node is None or not (WEB / "node_modules/esbuild").is_dir():
        pytest.skip("node comes with the front end's build")
    folder = tmp_path_factory.mktemp("verifier")
    script = Path(__file__).with_name("verify_cases.ts")
    bundle = [
        str(WEB / "node_modules/.bin/esbuild"),
        str(script),
        "--bundle",
        "--platform=node",
        "--format=esm",
    ]
    paths = {"NODE_PATH": str(WEB / "node_modules"), "PATH": str(Path(node).parent)}
    subprocess.run([*bundle, f"--outfile={folder}/run.mjs"], check=True, env=paths, capture_output=True)

    def run(given: list[Held]) -> list[object]:
        told = [
            {"lines": k.lines, "points": k.checkpoints, "leaves": k.leaves.hex(), "key": k.key} for k in given
        ]
        (folder / "cases.json").write_text(json.dumps(told), "utf-8")
        done = subprocess.run(
            [node, str(folder / "run.mjs"), str(folder / "cases.json")], check=True, capture_output=True
        )
        return json.loads(done.stdout)

    return run


def test_the_browsers_verifier_agrees_on_every_case(in_javascript):
    given = [bent for way in WAYS for bent, _, _ in cases(way, 25)]
    given += LEDGERS
    for kept, theirs in zip(given, in_javascript(given), strict=True):
        ours = verdict(kept)
        if isinstance(ours, Verdict):
            ours = {
                "okTo": ours.ok_to,
                "badAt": ours.bad_at,
                "badTo": ours.bad_to,
                "reason": ours.reason or None,
            }
        assert ours == theirs
