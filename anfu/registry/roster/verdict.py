"""What a row of a roster would do to what is known: created, updated, unchanged or refused, and why."""

from collections.abc import Callable, Sequence, Set
from datetime import date
from typing import NamedTuple

import polars as pl

from anfu.core.intake.cases import decide
from anfu.core.intake.rows import with_problems
from anfu.registry.roster.cases import all_cases
from anfu.registry.roster.changes import CHANGES, OLD, changes
from anfu.registry.roster.fields import CANONICAL, FACTS
from anfu.registry.roster.gazetteer import Gazetteer, gazetteer
from anfu.registry.roster.in_file import Seen
from anfu.registry.roster.placement import STATED

VERDICTS = ("created", "updated", "unchanged", "refused")

_VERDICT: dict[str, pl.DataType | type[pl.DataType]] = {
    "row": pl.Int64,
    "uscc": pl.String,
    "name": pl.String,
    "verdict": pl.String,
    "code": pl.String,
    "message": pl.String,
    "fix": pl.String,
    "changes": CHANGES,
    "organisation_id": pl.Int64,
    "version_id": pl.Int64,
    "facts_hash": pl.String,
}
VERDICT = pl.Schema(_VERDICT)

# What the caller knows about the enterprises of a chunk, light enough to fetch for every row.
KNOWN = pl.Schema(
    {
        "uscc": pl.String,
        "organisation_id": pl.Int64,
        "version_id": pl.Int64,
        "valid_from": pl.Date,
        "division": pl.String,
        "facts_hash": pl.String,
    }
)

# Full facts by version id: `version_id` and the columns of FACTS. Asked only for rows that say something new.
FactsOf = Callable[[list[int]], pl.DataFrame]


class Territory(NamedTuple):
    """The divisions that the actor answers for; None is the whole city."""

    divisions: Set[str] | None


def judge(
    chunk: pl.DataFrame,
    problems: pl.DataFrame,
    known: pl.DataFrame,
    facts_of: FactsOf,
    *,
    given: Sequence[str],
    on: date,
    territory: Territory,
    seen: Seen,
    names: Gazetteer | None = None,
) -> pl.DataFrame:
    """One verdict (VERDICT) for each row of the chunk, in its order.

    `chunk`: CANONICAL as `place` gives it, with `facts_hash`; `problems`: PROBLEM_SCHEMA of reading and
    normalising; `known`: KNOWN for the chunk's codes; `on`: the day that the roster states; `seen`: one for
    all chunks of a file.
    """
    names = names or gazetteer()
    rows = chunk.join(known.select(_as_known(known)), on="uscc", how="left", maintain_order="left")
    rows = with_problems(rows, problems)
    rows = rows.with_columns(_outside(territory, names), _nameless(), _too_new(on))
    rows = _with_duplicates(rows, seen)
    rows = _with_changes(rows, facts_of, given, on)
    rows = rows.with_columns(decide(all_cases(on, names.city)))
    changed = pl.when(pl.col("verdict") == "updated").then(pl.col("changes"))
    return rows.with_columns(changed.otherwise(pl.lit([], dtype=CHANGES)).alias("changes")).select(
        list(VERDICT)
    )


def _as_known(known: pl.DataFrame) -> list[pl.Expr]:
    renamed = {"valid_from": "known_from", "division": "known_division_now", "facts_hash": "known_hash"}
    return [pl.col(name).alias(renamed.get(name, name)) for name in known.columns]


def _outside(territory: Territory, names: Gazetteer) -> pl.Expr:
    """Name of the division that is not the actor's: the row's, or the one that answers for the known one."""
    if territory.divisions is None:
        return pl.lit(None, dtype=pl.String).alias("outside")
    now = pl.when(pl.col("known_division_now") != "").then(pl.col("known_division_now"))
    own = sorted(territory.divisions)
    foreign = pl.coalesce(pl.when(~code.is_in(own)).then(code) for code in (pl.col("division"), now))
    name = foreign.replace_strict(names.names_of, default="别的区县", return_dtype=pl.String)
    return pl.when(foreign.is_not_null()).then(name).alias("outside")


def _nameless() -> pl.Expr:
    return (pl.col("name").is_null() & pl.col("organisation_id").is_null()).alias("nameless")


def _too_new(on: date) -> pl.Expr:
    return (pl.col("established_on") > on).fill_null(False).alias("too_new")


def _refused_before() -> pl.Expr:
    elsewhere = pl.col("placement") == "elsewhere"
    return (
        pl.col("problem_code").is_not_null()
        | elsewhere
        | pl.col("outside").is_not_null()
        | pl.col("nameless")
        | pl.col("too_new")
    )


def _with_duplicates(rows: pl.DataFrame, seen: Seen) -> pl.DataFrame:
    # A row that is refused for itself does not claim its code.
    marked = seen.mark(rows.filter(~_refused_before()))
    return rows.join(marked, on="row", how="left", maintain_order="left")


def _with_changes(rows: pl.DataFrame, facts_of: FactsOf, given: Sequence[str], on: date) -> pl.DataFrame:
    """Compares only rows whose content is new; the old facts of all others are never read."""
    same = (pl.col("facts_hash") == pl.col("known_hash")).fill_null(False)
    rows = rows.with_columns(kept_newer=(pl.col("known_from") > on).fill_null(False), says_same=same)
    open_rows = rows.filter(
        ~_refused_before()
        & pl.col("first_row").is_null()
        & pl.col("version_id").is_not_null()
        & ~pl.col("says_same")
        & ~pl.col("kept_newer")
    )
    versions = open_rows["version_id"].to_list()
    if not versions:
        return rows.with_columns(pl.lit(None, dtype=CHANGES).alias("changes"))
    compared = _compare(open_rows, facts_of(versions), given)
    return rows.join(compared, on="row", how="left", maintain_order="left")


def _compare(rows: pl.DataFrame, facts: pl.DataFrame, given: Sequence[str]) -> pl.DataFrame:
    old = facts.select("version_id", *(_old(facts, name) for name in FACTS if name in facts.columns))
    both = rows.join(old, on="version_id", how="left", maintain_order="left")
    both = both.with_columns(_place_if_moved(given))
    fields = [
        name for name in FACTS if name in facts.columns and (name in given or name in ("division", "town"))
    ]
    return changes(both, fields)


def _old(facts: pl.DataFrame, name: str) -> pl.Expr:
    column = pl.col(name).cast(CANONICAL[name])
    known = pl.when(column != "").then(column) if CANONICAL[name] == pl.String else column
    return known.alias(OLD + name)


def _place_if_moved(given: Sequence[str]) -> list[pl.Expr]:
    """What an officer has placed stays placed: the address speaks again only when it changes.

    A new place without a known town takes the old town away (empty text).
    """
    said = pl.lit("division" in given) & pl.col("placement_basis").str.starts_with(STATED).fill_null(False)
    moved = pl.col("address").is_not_null() & pl.col("address").ne_missing(pl.col(OLD + "address"))
    speaks = said | moved | pl.col(OLD + "division").is_null()
    division = pl.when(speaks).then(pl.col("division"))
    leaves = division.is_not_null() & (moved | (division != pl.col(OLD + "division")))
    gone = leaves & pl.col("town").is_null() & pl.col(OLD + "town").is_not_null()
    town = pl.when(gone).then(pl.lit("")).when(speaks).then(pl.col("town"))
    return [division.alias("division"), town.alias("town")]
