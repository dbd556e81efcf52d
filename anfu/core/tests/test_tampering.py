"""Nine ways to bend the ledger, in 1,800 random cases: each is found, and the first bad entry is named (T13, T36-T38)."""

import json
import random
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from anfu.core.ledger.anfu_verify import Verdict
from anfu.core.tests import tampering
from anfu.core.tests.tamper_cases import LEDGERS, cases, found_rightly, made, verdict
from anfu.core.tests.tampering import WAYS, Held

pytestmark = pytest.mark.once

WEB = Path(__file__).parents[3] / "web"


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_T13_T36_T37_T38_each_bent_ledger_is_found_and_its_first_bad_entry_named(way):
    assert all(found_rightly(way, bent, at) for bent, at in cases(way))


@pytest.mark.parametrize("way", WAYS[:7], ids=lambda way: way.__name__)
def test_without_leaf_hashes_the_checkpoints_alone_still_find_it(way):
    for bent, at in cases(way, 60):
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
    given = [bent for way in WAYS for bent, _ in cases(way, 25)]
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
