"""Writing a batch of a roster: new organisations and enterprises, new versions, in the caller's transaction.

Locks are taken in one order (codes, then enterprises by key), so that two imports at once wait and never cross.
"""

import polars as pl

from anfu.core import bulk
from anfu.core.intake.kinds import Applied, Batch
from anfu.registry.derived import DERIVED, derive
from anfu.registry.models import EnterpriseVersion
from anfu.registry.roster import current, writing
from anfu.registry.roster.fields import CANONICAL, FACTS
from anfu.registry.signals import facts_changed

_OLD = "old_"
_PLACE = ("placement", "placement_basis")
# What the ledger keeps of a row: no personal data, which could never be taken out of it again.
_PERSONAL = ("principal", "contact_name", "contact_phone")
_LEDGERED = ("uscc", "verdict", "facts_hash", *(name for name in FACTS if name not in _PERSONAL))


def apply(batch: Batch) -> Applied:
    """Write the rows whose enterprise still is as it was judged; the others come back with who changed it."""
    ids = writing.take_organisations(batch.rows)
    now = writing.in_force(ids["enterprise_id"].to_list())
    rows = batch.rows.join(ids, on="uscc", how="left").join(now, on="enterprise_id", how="left")
    # A row is written to every enterprise that is there, has facts in force or not.
    rows = rows.with_columns(there=pl.col("enterprise_id").is_in(now["enterprise_id"].implode()))
    still = pl.col("version_id").eq_missing(pl.col("version_now")) & (
        pl.col("from_now") <= batch.on
    ).fill_null(True)
    late = rows.filter(~still)
    facts = _facts(rows.filter(still), batch)
    _write_enterprises(facts)
    _write_versions(facts, batch)
    if facts.height:
        facts_changed.send(
            sender=EnterpriseVersion,
            enterprises=facts["enterprise_id"].to_list(),
            on=batch.on,
            actor=batch.actor,
        )
    return Applied(facts.select("row", *_LEDGERED), _told(late))


def _facts(rows: pl.DataFrame, batch: Batch) -> pl.DataFrame:
    """The facts as they will be: what the row says, where it says nothing what was known; with what follows from them."""
    old = current.facts(rows["version_now"].drop_nulls().to_list())
    old = old.rename({name: f"{_OLD}{name}" for name in (*FACTS, *_PLACE)})
    both = rows.join(old, left_on="version_now", right_on="version_id", how="left")
    new = pl.col("verdict") == "created"
    moved = new | pl.col("changed").list.contains("division") | pl.col("changed").list.contains("town")
    merged = both.with_columns(
        *(_fact(name, new | pl.col("changed").list.contains(name)) for name in FACTS),
        *(pl.when(moved).then(name).otherwise(f"{_OLD}{name}").alias(name) for name in _PLACE),
    )
    placed = merged.with_columns(pl.col("status").fill_null("active"), waiting_at=_waiting(batch))
    return _without_nulls(derive(placed))


def _fact(name: str, says: pl.Expr) -> pl.Expr:
    value = pl.when(says).then(pl.col(name)).otherwise(pl.col(_OLD + name))
    return pl.when(value != "").then(value).alias(name) if CANONICAL[name] == pl.String else value.alias(name)


def _waiting(batch: Batch) -> pl.Expr:
    """Who has to find its place; one that already waits stays where it waits."""
    return pl.when(pl.col("division").is_null()).then(pl.lit(batch.intake.division)).otherwise(pl.lit(""))


def _without_nulls(facts: pl.DataFrame) -> pl.DataFrame:
    texts = [name for name in (*FACTS, *_PLACE, *DERIVED, "facts_hash") if facts.schema[name] == pl.String]
    return facts.with_columns(pl.col(name).fill_null("") for name in texts)


def _write_enterprises(facts: pl.DataFrame) -> None:
    writing.insert_enterprises(facts.filter(~pl.col("there")))
    there = facts.filter(pl.col("there"))
    place = ("division", "town")
    was = [pl.col(name).ne_missing(pl.col(_OLD + name).fill_null("")) for name in place]
    writing.move_enterprises(there.filter(pl.any_horizontal(*was) | (pl.col("verdict") == "created")))
    known_name = pl.col(f"{_OLD}name").is_null() | (pl.col("name") != pl.col(f"{_OLD}name"))
    writing.rename_organisations(
        facts.filter(known_name & (pl.col("there") | (pl.col("verdict") != "created")))
    )


def _write_versions(facts: pl.DataFrame, batch: Batch) -> None:
    old = facts.filter(pl.col("version_now").is_not_null())
    same_day = pl.col("from_now") == batch.on
    writing.retract_versions(old.filter(same_day)["version_now"].to_list(), batch.at)
    writing.close_versions(old.filter(~same_day)["version_now"].to_list(), batch.on)
    at = writing.moment(batch.at)
    beside = {
        "valid_from": batch.on.isoformat(),
        "recorded_at": at,
        "recorded_by_id": batch.actor.user_id,
        "source": f"名册：{batch.intake.name}"[:200],
        "intake_id": batch.intake.pk,
    }
    columns = ["enterprise_id", "facts_hash", *_PLACE, *FACTS, *DERIVED]
    rows = bulk.plain(facts.select(columns)).rows()
    constants = tuple(beside.values())
    bulk.insert(writing.VERSION, [*columns, *beside], [row + constants for row in rows])


def _told(late: pl.DataFrame) -> pl.DataFrame:
    """`row` and who changed the enterprise meanwhile."""
    versions = EnterpriseVersion.objects.filter(pk__in=late["version_now"].drop_nulls().to_list())
    by = {
        pk: f"核对之后，{name or '平台'}在 {at:%m-%d %H:%M} 改过这家企业（{source}）"
        for pk, name, at, source in versions.values_list("pk", "recorded_by__name", "recorded_at", "source")
    }
    gone = "核对之后，这家企业的情况被撤回或停用了"
    messages = [by.get(version, gone) for version in late["version_now"].to_list()]
    return late.select("row").with_columns(pl.Series("message", messages, dtype=pl.String))
