"""Taking data out as a file: for a purpose, up to so many rows, and entered in the ledger before the file leaves."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO

from django.db import transaction
from django.utils import timezone

from anfu.core import ledger, parameters
from anfu.core.actor import Actor
from anfu.core.refusal import Refused

PURPOSES = {
    "supervision": "日常监管、排查",
    "statistics": "统计、做报表",
    "superior": "按上级要求报送",
    "inspection": "执法检查、核查",
    "service": "联系企业办事、通知",
}
# Files that are given back to who sent them, and figures without firms: what they are for is plain from what they are.
OWN = {"mending": "改好再传", "figures": "看覆盖率"}


@dataclass(frozen=True, slots=True)
class Taken:
    """What leaves. `what`: subject of the entry; `scope`: the filter in words; `fields`: headings of the columns."""

    what: str
    scope: str
    rows: int
    fields: Sequence[str]
    check_code: str = ""


def purpose_in_words(purpose: str) -> str:
    """Refused where none of the purposes was chosen."""
    if purpose not in PURPOSES:
        raise Refused("请选导出的用途。", field="purpose")
    return PURPOSES[purpose]


def most_rows(on: date) -> int:
    """How many rows one file may hold on that day."""
    return parameters.value("exports.rows_at_most", on=on)


def refuse_over(rows: int, on: date) -> None:
    """Refused where one file would hold more rows than the parameter allows."""
    if rows > (most := most_rows(on)):
        raise Refused(f"一次最多导出 {most:,} 行，现在的筛选多于这个数。请按区县或镇街分几次导出。")


@transaction.atomic
def enter(verb: str, taken: Taken, *, purpose: str, actor: Actor, on: date, stream: str | None = None) -> str:
    """Enter the export in the ledger; the watermark for the file: who, when, for what, and the entry's number."""
    entry = ledger.record(
        verb,
        taken.what,
        actor=actor,
        on=on,
        stream=stream or next(iter(sorted(actor.divisions)), None),
        after={
            "filter": taken.scope,
            "rows": taken.rows,
            "fields": list(taken.fields),
            "purpose": purpose,
            "check_code": taken.check_code,
        },
    )
    at = timezone.localtime(entry.at)
    return (
        f"{actor.office} {actor.name} {at:%Y-%m-%d %H:%M}，用途：{purpose}，台账 {entry.stream}-{entry.seq}"
    )


# With these a spreadsheet takes a cell for a formula, or drops what stands before one.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")


def csv_text(headings: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """A CSV file for people's spreadsheets (with BOM, RFC 4180): a cell that would be a formula gets an apostrophe (T27).

    Programs read JSON, where a text is what it is.
    """
    held = StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([plain_cell(cell) for cell in row] for row in rows)
    return "\ufeff" + held.getvalue()


def plain_cell(text: str) -> str:
    """The text as no spreadsheet calculates with it."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
