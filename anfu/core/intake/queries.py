"""What pages and the API show of an import: its rows by verdict, a page at a time, from the verdict files."""

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db.models import QuerySet

from anfu.core.actor import Actor
from anfu.core.intake.kinds import IntakeKind, kind_of, kinds_of
from anfu.core.intake.store import Store
from anfu.core.masks import MASKS
from anfu.core.models import Intake
from anfu.core.web.pages import PAGE, Page


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Which rows: of one verdict, of one reason; empty for all."""

    verdict: str = ""
    code: str = ""


def visible_to(actor: Actor) -> QuerySet[Intake]:
    """Imports of the actor's territory, of the kinds that the actor may import; newest first."""
    codes = [kind.code for kind in kinds_of(actor)]
    found = Intake.objects.visible_to(actor).filter(kind__in=codes)
    return found.select_related("file", "job", "created_by").order_by("-pk")


def rows_page(
    intake: Intake, chosen: RowFilter, *, after: int | None, before: int | None, size: int = PAGE
) -> Page:
    """The rows after (or before) a row number, in the order of the sheet."""
    rows = _filtered(intake, chosen)
    if before is not None:
        found = rows.filter(pl.col("row") < before).tail(size + 1).collect()
        more, found = found.height > size, found.tail(size)
        has_before, has_after = more, True
    else:
        beyond = rows.filter(pl.col("row") > after) if after is not None else rows
        found = beyond.head(size + 1).collect()
        has_after, has_before = found.height > size, after is not None
        found = found.head(size)
    kind = kind_of(intake.kind)
    shown = [_shown(kind, row) for row in found.iter_rows(named=True)]
    first, last = (str(shown[0]["row"]), str(shown[-1]["row"])) if shown else ("", "")
    return Page(shown, after=last if has_after else "", before=first if has_before else "")


def one_row(intake: Intake, row: int) -> dict[str, Any] | None:
    """One row as `rows_page` gives it."""
    found = _filtered(intake, RowFilter()).filter(pl.col("row") == row).collect()
    return _shown(kind_of(intake.kind), found.row(0, named=True)) if found.height else None


def count_rows(intake: Intake, chosen: RowFilter) -> int | None:
    """How many rows the filter leaves, from the counts of the import; None while it is judged."""
    counts = intake.counts
    if not counts:
        return None
    if chosen.code:
        codes = counts["codes"]
        return sum(n for key, n in codes.items() if key == f"{chosen.verdict or 'refused'}:{chosen.code}")
    return int(counts[chosen.verdict or "rows"])


def reasons(intake: Intake) -> list[tuple[str, str, int]]:
    """(code, short name, rows) of the refusals, the commonest first."""
    words = kind_of(intake.kind).reasons()
    codes = intake.counts.get("codes", {}).items()
    found = [(key.split(":", 1)[1], n) for key, n in codes if key.startswith("refused:")]
    return [
        (code, words.get(code, code), n) for code, n in sorted(found, key=lambda item: (-item[1], item[0]))
    ]


def _filtered(intake: Intake, chosen: RowFilter) -> pl.LazyFrame:
    rows = Store.of(intake).verdicts(intake.written)
    if chosen.verdict:
        rows = rows.filter(pl.col("verdict") == chosen.verdict)
    return rows.filter(pl.col("code") == chosen.code) if chosen.code else rows


def _shown(kind: IntakeKind, row: dict[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "line": row["row"] + 1,
        "changes": [_change(kind, change) for change in row["changes"] or []],
    }


def _change(kind: IntakeKind, change: dict[str, str | None]) -> dict[str, str | None]:
    field = change["field"] or ""
    old, new = (kind.words(field, change[side] or "") for side in ("old", "new"))
    if mask := kind.personal.get(field):
        old, new = MASKS[mask](old), MASKS[mask](new)
    return {"field": field, "label": kind.labels().get(field, field), "old": old or None, "new": new or None}
