"""Many findings decided at once: first a preview of what would change and what is refused, then all in one transaction."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from anfu.core import bulk, clock, ledger
from anfu.core.actor import Actor
from anfu.core.refusal import Refused, Stale
from anfu.targeting.actions.checks import allowed, not_after, reason_given, stream_for
from anfu.targeting.lifecycle import DECIDE, FINDING
from anfu.targeting.models import Finding, FindingState, Subject
from anfu.targeting.signals import classes_changed

MOST = 50_000
VERBS = ("confirm", "refute")
Row = dict[str, Any]


@dataclass(frozen=True)
class Preview:
    """What a bulk decision would do: `ready` findings change, `refused` says why others do not, with their numbers."""

    ready: tuple[Row, ...]
    refused: tuple[tuple[str, int], ...]

    @property
    def enterprises(self) -> int:
        """How many firms the ready findings belong to."""
        return len({row["enterprise_id"] for row in self.ready})


def preview(chosen: QuerySet[Finding], verb: str, *, on: date) -> Preview:
    """Sort the chosen findings into those that the verb would change from `on`, and those it would not."""
    if verb not in VERBS:
        raise Refused("成批只能确认或判为不成立。")
    former = Finding.objects.filter(
        enterprise=OuterRef("enterprise"),
        subject=OuterRef("subject"),
        state=FindingState.CONFIRMED,
        valid_to__gt=on,
    )
    rows: list[Any] = list(
        chosen.annotate(overlaps=Exists(former.exclude(pk=OuterRef("pk"))))
        .order_by("pk")
        .values("id", "enterprise_id", "enterprise__organisation__uscc", "subject", "state", "overlaps")[
            : MOST + 1
        ]
    )
    if len(rows) > MOST:
        raise Refused(f"一次最多办 {MOST:,} 条。请先筛选，再选中全部。")
    judged = [(row, _why_not(row, verb)) for row in rows]
    refused = Counter(why for _, why in judged if why)
    return Preview(tuple(row for row, why in judged if not why), tuple(refused.most_common()))


@transaction.atomic
def decide_many(
    chosen: QuerySet[Finding], verb: str, *, actor: Actor, on: date, reason: str, valid_from: date | None = None,
    expected: int | None = None,
) -> Preview:  # fmt: skip
    """Confirm or refute all ready ones among the chosen; `expected`: how many the person was shown.

    `chosen` starts at `visible_to(actor)`. One ledger entry keeps every row.
    """
    allowed(actor, DECIDE, "确认")
    why, day = reason_given(reason), valid_from or on
    not_after(day, on)
    found = preview(chosen.select_for_update(of=("self",)), verb, on=day)
    if expected is not None and expected != len(found.ready):
        raise Stale(f"没有保存：刚才给你看的是 {expected} 条，现在是 {len(found.ready)} 条。请再看一遍。")
    if not found.ready:
        raise Refused("选中的都不能办，什么都没有改。")
    _write(found.ready, verb, actor, day, why)
    after = {"count": len(found.ready), "reason": why, "verb": verb}
    rows = [
        {"finding": r["id"], "uscc": r["enterprise__organisation__uscc"], "subject": r["subject"]}
        for r in found.ready
    ]
    told = {"confirm": "targeting.confirmed_many", "refute": "targeting.refuted_many"}[verb]
    ledger.record_rows(told, "findings", rows, actor=actor, on=day, stream=stream_for(actor), after=after)
    if verb == "confirm":
        classes_changed.send(Finding, enterprises=sorted({r["enterprise_id"] for r in found.ready}), on=day)
    return found


def _why_not(row: Row, verb: str) -> str:
    if row["state"] != FindingState.PRESUMED:
        return "已经有人核实过"
    if verb == "confirm" and row["subject"] == Subject.INDUSTRY:
        return "行业要逐家确认，因为会改企业档案"
    if verb == "confirm" and row["overlaps"]:
        return "上一次确认那天还没结束"
    return ""


def _write(rows: Sequence[Row], verb: str, actor: Actor, day: date, reason: str) -> None:
    at = connection.ops.adapt_datetimefield_value(clock.now())
    valid_from = day.isoformat() if verb == "confirm" else None
    among, keys = bulk.among("id", [row["id"] for row in rows])
    sql = (
        "UPDATE targeting_finding SET state = %s, valid_from = %s, decided_at = %s, decided_by_id = %s, "  # noqa: S608  # nosec B608
        f"decided_name = %s, reason = %s WHERE state = 'presumed' AND {among}"
    )
    values = [FINDING.step(verb).target, valid_from, at, actor.user_id, actor.name[:40], reason, keys]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        if cursor.rowcount != len(rows):
            raise Stale("没有保存：有人先办了其中几条。请再看一遍。")
