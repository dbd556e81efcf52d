"""Looking for duplicates: a job over the whole registry, which suggests and decides nothing."""

from typing import Any

import polars as pl
from django.db import transaction

from anfu.core import bulk, clock, jobs, ledger
from anfu.core.actor import Actor
from anfu.core.intake import acting
from anfu.core.models import Job, JobState
from anfu.core.refusal import Refused
from anfu.registry.queries.candidates import candidates, known_pairs
from anfu.registry.roster import writing

KIND = "registry.find_duplicates"
PAIRS = "registry_duplicatepair"
# So many at a time keep no other writer waiting for more than a moment.
BATCH = 5_000
_KEYS = ["first_id", "second_id"]


@transaction.atomic
def start(actor: Actor) -> Job:
    """Queue a search, once: one that already waits is enough."""
    if not actor.may("registry.merge"):
        raise Refused("你没有查找重复企业的权限。")
    waiting = Job.objects.filter(kind=KIND, state=JobState.QUEUED).first()
    return waiting or jobs.enqueue(KIND, {"actor": acting.to_json(actor)}, actor=actor)


@jobs.job(KIND)
def find(arguments: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """Pairs that came, changed and went since the last search; what a person decided stays as it is."""
    actor = acting.from_json(arguments["actor"])
    progress(0, 2, "比对名称和地址")
    found, known = candidates(), known_pairs()
    waiting = known.filter(pl.col("state") == "open")
    new = found.join(known, on=_KEYS, how="anti")
    changed = found.join(waiting.select("id", *_KEYS, was="kind", said="basis"), on=_KEYS).filter(
        (pl.col("kind") != pl.col("was")) | (pl.col("basis") != pl.col("said"))
    )
    gone = waiting.join(found, on=_KEYS, how="anti")
    progress(1, 2, f"新发现 {new.height} 对")
    for part in new.iter_slices(BATCH):
        _add(part, actor)
    for part in changed.iter_slices(BATCH):
        _change(part, actor)
    for part in gone.iter_slices(BATCH):
        _drop(part, actor)
    progress(2, 2, f"新发现 {new.height} 对，{gone.height} 对不再相似")
    return {
        "new": new.height,
        "changed": changed.height,
        "gone": gone.height,
        "waiting": _waiting(waiting, new, gone),
    }


def _waiting(before: pl.DataFrame, new: pl.DataFrame, gone: pl.DataFrame) -> int:
    return before.height + new.height - gone.height


@transaction.atomic
def _add(pairs: pl.DataFrame, actor: Actor) -> None:
    beside = {"state": "open", "reason": "", "moved": "{}", "decided_name": ""}
    rows = [(*row, *beside.values()) for row in pairs.select("first_id", "second_id", "kind", "basis").rows()]
    bulk.insert(PAIRS, ["first_id", "second_id", "kind", "basis", *beside], rows)
    _record("found", pairs, actor)


@transaction.atomic
def _change(pairs: pl.DataFrame, actor: Actor) -> None:
    sql = f"UPDATE {PAIRS} SET kind = %s, basis = %s WHERE id = %s AND state = 'open'"  # noqa: S608  # nosec B608
    writing.many(sql, pairs.select("kind", "basis", "id").rows())
    _record("changed", pairs, actor)


@transaction.atomic
def _drop(pairs: pl.DataFrame, actor: Actor) -> None:
    among, ids = bulk.among("id", pairs["id"].to_list())
    writing.execute(f"DELETE FROM {PAIRS} WHERE state = 'open' AND {among}", [ids])  # noqa: S608  # nosec B608
    _record("gone", pairs, actor)


def _record(what: str, pairs: pl.DataFrame, actor: Actor) -> None:
    ledger.record_rows(
        "registry.duplicates_found",
        "duplicates:city",
        pairs.select("first_id", "second_id", "kind", "basis").iter_rows(named=True),
        actor=actor,
        on=clock.today(),
        after={what: pairs.height},
    )
