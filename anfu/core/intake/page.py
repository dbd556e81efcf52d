"""What the page of one import shows: steps, counts, rows, what may be done now."""

from typing import Any

from django.http import HttpRequest

from anfu.core import clock
from anfu.core.intake import mapping, queries
from anfu.core.intake.actions import last_day_to_withdraw, rows_to_write
from anfu.core.intake.kinds import VERDICTS, kind_of
from anfu.core.intake.lifecycle import BUSY, lifecycle_of, stopped
from anfu.core.models import Intake, IntakeState
from anfu.core.models import IntakeState as S
from anfu.core.web.formats import count, moment

KEPT_SHOWN = 20
ICONS = {"created": "plus", "updated": "pencil", "unchanged": "equal", "refused": "ban"}
LOOKS = {"created": "info", "updated": "warn", "unchanged": "mute", "refused": "bad"}
NOTES = {
    "created": "库里没有",
    "updated": "有字段不同",
    "unchanged": "与库里一致",
    "refused": "不写入，可改后再传",
}
# Where each state stands in: 上传 → 对应列 → 逐行核对 → 写入.
_STEP = {
    S.UPLOADED: 1,
    S.FAILED: 1,
    S.JUDGING: 2,
    S.JUDGED: 3,
    S.APPLYING: 3,
    S.APPLIED: 4,
    S.WITHDRAWING: 4,
    S.WITHDRAWN: 4,
}
_WITH_ROWS = {S.JUDGED, S.APPLYING, S.APPLIED, S.WITHDRAWING, S.WITHDRAWN}


def context_of(request: HttpRequest, intake: Intake) -> dict[str, Any]:
    """Everything that `core/intake.html` asks for."""
    kind = kind_of(intake.kind)
    chosen = queries.RowFilter(_asked(request, "verdict", VERDICTS), request.GET.get("code", ""))
    verbs = {step.verb for step in lifecycle_of(kind).open_to(intake, request.actor)}  # type: ignore[attr-defined]
    last_day = last_day_to_withdraw(intake)
    if last_day is not None and clock.today() > last_day:
        verbs -= {"withdraw"}
    shows_rows = intake.state in _WITH_ROWS and intake.rows_kept
    return {
        "intake": intake,
        "kind": kind,
        "job": intake.job,
        "busy": intake.state in BUSY and not stopped(intake),
        "stopped": stopped(intake),
        "verbs": verbs,
        "steps": steps(intake),
        "columns": mapping.columns_of(intake),
        "labels": kind.labels(),
        "shows_rows": shows_rows,
        "page": _rows(request, intake, chosen) if shows_rows else None,
        "chosen": chosen,
        "total": queries.count_rows(intake, chosen) if shows_rows else None,
        "verdicts": VERDICTS,
        "icons": ICONS,
        "looks": LOOKS,
        "notes": NOTES,
        "reasons": queries.reasons(intake),
        "to_write": rows_to_write(intake.counts),
        "last_day": last_day,
        "kept": kind.kept(intake, KEPT_SHOWN + 1) if intake.state in (S.APPLIED, S.WITHDRAWN) else [],
        "kept_shown": KEPT_SHOWN,
    }


def steps(intake: Intake) -> list[dict[str, str]]:
    """The four steps with what was done in each."""
    now = _STEP.get(IntakeState(intake.state), 0)
    known = [column for column in mapping.columns_of(intake) if column.field]
    left = len(intake.mapping["columns"]) - len(known)
    notes = [
        moment(intake.created_at),
        f"{len(known)} 列对上，{left} 列不导入",
        f"{count(intake.counts['rows'])} 行" if intake.counts else "",
        _written_note(intake),
    ]
    labels = ("上传", "对应列", "逐行核对", "写入")
    return [
        {"label": label, "note": note, "state": "done" if n < now else "now" if n == now else "todo"}
        for n, (label, note) in enumerate(zip(labels, notes, strict=True))
    ]


def _written_note(intake: Intake) -> str:
    match intake.state:
        case S.JUDGED:
            return "等你确认"
        case S.APPLYING:
            return f"已写 {intake.written} / {intake.batches} 批"
        case S.WITHDRAWN:
            return f"{moment(intake.withdrawn_at)} 已撤回"
        case _:
            return moment(intake.applied_at) if intake.applied_at else ""


def _rows(request: HttpRequest, intake: Intake, chosen: queries.RowFilter) -> Any:
    return queries.rows_page(
        intake, chosen, after=_number(request, "after"), before=_number(request, "before")
    )


def _asked(request: HttpRequest, name: str, allowed: dict[str, str]) -> str:
    asked = request.GET.get(name, "")
    return asked if asked in allowed else ""


def _number(request: HttpRequest, name: str) -> int | None:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < 10 else None
