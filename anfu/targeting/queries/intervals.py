"""When each of many enterprises was in which group: what the coverage summary is built from."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from anfu.core import bulk
from anfu.targeting.models import Programme
from anfu.targeting.programmes.conditions import ProgrammeTerms
from anfu.targeting.programmes.conditions import read as read_conditions
from anfu.targeting.programmes.expression import needs_texts
from anfu.targeting.queries.parameters import parameter_rows
from anfu.targeting.rules.rows import ACCIDENTS, CONFIRMED, FACTS, NEIGHBOURS, TEXTS, Rows
from anfu.targeting.rules.timeline import timeline

VERSIONS = "registry_enterpriseversion"
BOOLEANS = ("above_scale", "has_safety_rules", "has_training_records")


def class_intervals(enterprise_ids: Sequence[int]) -> pl.DataFrame:
    """(enterprise_id, group, valid_from, valid_to or null) of these enterprises, all time, in seven queries.

    Groups are named in `targeting.groups`: class_1 … class_5, the nine grounds, programme:<id>. Only
    confirmed grounds count. Half-open periods that neither overlap nor touch. For up to 50,000 a call.
    """
    return timeline(rows_of(enterprise_ids))


def rows_of(enterprise_ids: Sequence[int]) -> Rows:
    """Everything that the rules look at for these enterprises."""
    programmes = programme_terms()
    versions = _versions(enterprise_ids, with_texts=needs_texts(programmes))
    return Rows(
        versions=versions,
        confirmed=_confirmed(enterprise_ids),
        listings=_listings(enterprise_ids),
        accidents=_accidents(enterprise_ids),
        neighbours=_neighbours(versions),
        parameters=parameter_rows(),
        programmes=programmes,
    )


def programme_terms() -> tuple[ProgrammeTerms, ...]:
    """Every programme, past and present, as the rules read it."""
    return tuple(terms_of(programme) for programme in Programme.objects.order_by("id"))


def terms_of(programme: Programme) -> ProgrammeTerms:
    """A programme as the rules read it."""
    return ProgrammeTerms(
        programme.pk,
        programme.name,
        programme.division,
        read_conditions(programme.conditions),
        programme.valid_from,
        programme.valid_to,
        programme.clause,
    )


def _versions(ids: Sequence[int], *, with_texts: bool) -> pl.DataFrame:
    schema: dict[str, Any] = FACTS | (TEXTS if with_texts else {})
    # Both drivers give whole numbers for truth values this way.
    raw = {name: pl.Int8 if name in BOOLEANS else kind for name, kind in schema.items()}
    columns = ", ".join(_selected(name, kind) for name, kind in raw.items())
    condition, parameter = bulk.among("enterprise_id", ids)
    sql = f"SELECT {columns} FROM {VERSIONS} WHERE retracted_at IS NULL AND {condition}"  # noqa: S608  # nosec B608
    return bulk.read(sql, [parameter], raw).with_columns(pl.col(BOOLEANS).cast(pl.Boolean))


def _selected(name: str, kind: Any) -> str:
    if kind == pl.Date:
        return bulk.days(name)
    return f"CASE WHEN {name} THEN 1 WHEN NOT {name} THEN 0 END" if kind == pl.Int8 else name


def _confirmed(ids: Sequence[int]) -> pl.DataFrame:
    condition, parameter = bulk.among("enterprise_id", ids)
    sql = (
        f"SELECT enterprise_id, {bulk.days('valid_from')}, {bulk.days('valid_to')}, subject "  # noqa: S608  # nosec B608
        f"FROM targeting_finding WHERE state = 'confirmed' AND {condition}"
    )
    return bulk.read(sql, [parameter], CONFIRMED)


def _listings(ids: Sequence[int]) -> pl.DataFrame:
    condition, parameter = bulk.among("enterprise_id", ids)
    sql = (
        f"SELECT enterprise_id, {bulk.days('listed_on')}, {bulk.days('delisted_on')} "  # noqa: S608  # nosec B608
        f"FROM targeting_supervisedlisting WHERE {condition}"
    )
    schema = {"enterprise_id": pl.Int64, "valid_from": pl.Date, "valid_to": pl.Date}
    return bulk.read(sql, [parameter], schema)


def _accidents(ids: Sequence[int]) -> pl.DataFrame:
    condition, parameter = bulk.among("enterprise_id", ids)
    sql = f"SELECT enterprise_id, {bulk.days('happened_on')} FROM targeting_accident WHERE {condition}"  # noqa: S608  # nosec B608
    return bulk.read(sql, [parameter], ACCIDENTS)


def _neighbours(versions: pl.DataFrame) -> pl.DataFrame:
    """Who was in business at the addresses of these versions, where the sector makes it matter."""
    placed = versions.filter(pl.col("sector") != "", pl.col("address_key") != "")
    keys = placed["address_key"].unique().to_list()
    condition, parameter = bulk.among("address_key", keys)
    sql = (
        f"SELECT address_key, {bulk.days('valid_from')}, {bulk.days('valid_to')} FROM {VERSIONS} "  # noqa: S608  # nosec B608
        f"WHERE retracted_at IS NULL AND status = 'active' AND {condition}"
    )
    return bulk.read(sql, [parameter], NEIGHBOURS)
