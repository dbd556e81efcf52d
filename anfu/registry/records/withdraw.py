"""Taking an import of records back: what it made goes, what it corrected is as before; what was changed since stays."""

from collections.abc import Iterator, Sequence
from itertools import islice

import polars as pl
from django.db.models import Model, QuerySet

from anfu.core import bulk
from anfu.core.intake.kinds import Kept, Part, Withdrawn
from anfu.core.intake.store import BATCH_ROWS
from anfu.core.models import Intake
from anfu.registry.models import Organisation, RecordChange
from anfu.registry.records import firms
from anfu.registry.records.apply import lock_firms, update
from anfu.registry.records.fields import Field
from anfu.registry.records.known import Values, keys, own_fields, standing, terms


def withdraw(model: type[Model], fields: Sequence[Field], part: Part) -> tuple[Withdrawn, list[RecordChange]]:
    """Take the next records of the import back that are as it left them; gives what it undid, too."""
    looked_at = list(_of(part.intake).filter(pk__gt=part.after).order_by("pk")[: part.limit])
    if not looked_at:
        return Withdrawn(None, _told(fields, [])), []
    lock_firms(sorted({change.after["enterprise_id"] for change in looked_at}))
    now = standing(model, fields, [change.record_id for change in looked_at])
    taken = [change for change in looked_at if now.get(change.record_id) == change.after]
    bulk.delete(model._meta.db_table, [change.record_id for change in taken if change.before is None])
    _restore(model, fields, [change for change in taken if change.before is not None])
    RecordChange.objects.filter(pk__in=[change.pk for change in taken]).delete()
    return Withdrawn(looked_at[-1].pk, _told(fields, [change.after for change in taken])), taken


def kept(model: type[Model], fields: Sequence[Field], intake: Intake, limit: int) -> list[Kept]:
    """The records of the import that were changed since; reads on until so many are found."""
    return list(islice(_changed_since(model, fields, intake), limit))


def _changed_since(model: type[Model], fields: Sequence[Field], intake: Intake) -> Iterator[Kept]:
    after = 0
    while some := list(_of(intake).filter(pk__gt=after).order_by("pk")[:BATCH_ROWS]):
        after = some[-1].pk
        now = standing(model, fields, [change.record_id for change in some])
        others = [change for change in some if now.get(change.record_id) != change.after]
        wanted = {change.after["enterprise_id"] for change in others}
        names = dict(Organisation.objects.filter(pk__in=wanted).values_list("pk", "name"))
        for change in others:
            key = " ".join(str(change.after[name]) for name in keys(fields))
            why = _why(fields, change.after, now.get(change.record_id))
            yield Kept(key, names[change.after["enterprise_id"]], why)


def _why(fields: Sequence[Field], after: Values, now: Values | None) -> str:
    if now is None:
        return "已由别的撤回删去"
    if now["enterprise_id"] != after["enterprise_id"]:
        return "企业合并，已转到合并后的企业"
    differ = [field.label for field in own_fields(fields) if now[field.name] != after[field.name]]
    return f"后来又改过：{'、'.join(differ)}"


def _of(intake: Intake) -> QuerySet[RecordChange]:
    return RecordChange.objects.filter(intake_id=intake.pk)


def _restore(model: type[Model], fields: Sequence[Field], changes: list[RecordChange]) -> None:
    names = terms(fields)
    schema = {"id": pl.Int64} | {f.name: _stored(f) for f in own_fields(fields) if f.name in names}
    rows = [{"id": change.record_id, **(change.before or {})} for change in changes]
    found = pl.DataFrame([{name: row[name] for name in schema} for row in rows], schema=schema)
    update(model, names, found)


def _stored(field: Field) -> type[pl.DataType]:
    return pl.Int64 if field.dtype == pl.Int64 else pl.String


def _told(fields: Sequence[Field], values: list[Values]) -> pl.DataFrame:
    """What the ledger keeps of them: the credit code, the key, and the division whose ledger takes them."""
    names = keys(fields)
    schema = {"enterprise_id": pl.Int64, **dict.fromkeys(names, pl.String)}
    rows = pl.DataFrame([{name: each[name] for name in schema} for each in values], schema=schema)
    firm = firms.among(rows["enterprise_id"].unique().to_list())
    return rows.join(firm, on="enterprise_id", how="left", maintain_order="left").select(
        *names, uscc="known_uscc", division=pl.col("division").fill_null("")
    )
