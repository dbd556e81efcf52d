"""A stored draw as the pure draw and the public record see it."""

from datetime import UTC, datetime
from typing import Any

from anfu.experts.draw import Answer, Calls, Selection, public_record, replay
from anfu.experts.models import Draw, DrawLine, DrawState, UseState

ANSWERED = (UseState.ACCEPTED, UseState.DECLINED, UseState.LAPSED)


def said(moment: datetime | None) -> str:
    """A moment as the record says it: UTC, whole seconds; "" for none."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""


def selection_of(draw: Draw) -> Selection:
    """What chance chose, in its order."""
    found = Selection({g["code"]: [] for g in draw.groups}, {g["code"]: [] for g in draw.groups})
    rows = DrawLine.objects.filter(draw=draw, place__isnull=False).order_by("group", "place")
    for group, line, is_seat in rows.values_list("group", "hash", "is_seat"):
        (found.seats if is_seat else found.alternates)[group].append(line)
    return found


def answers_of(draw: Draw) -> list[Answer]:
    """Every answer in the order of time."""
    rows = DrawLine.objects.filter(draw=draw, use__state__in=ANSWERED).select_related("use")
    return [
        Answer(line.hash, line.use.state, said(line.use.answered_at), line.use.reason)
        for line in rows.order_by("use__answered_at", "use_id")
        if line.use is not None
    ]


def calls_of(draw: Draw) -> Calls:
    """Who is asked now, who accepted, who may still follow."""
    return replay(selection_of(draw), answers_of(draw))


def record_of(draw: Draw) -> dict[str, Any]:
    """The public record as far as the draw has come; names nobody before it is closed."""
    stop = {"at": said(draw.cancelled_at), "reason": draw.cancel_reason} if draw.cancelled_at else None
    return public_record(
        draw.commit or {},
        sources=draw.sources,
        drawn_at=said(draw.drawn_at),
        answers=answers_of(draw),
        salts=_salts(draw) if draw.state == DrawState.CLOSED else (),
        closed_at=said(draw.closed_at),
        cancelled=stop,
    )


def _salts(draw: Draw) -> list[dict[str, str]]:
    lines = DrawLine.objects.filter(draw=draw).select_related("expert")
    return [{"hash": line.hash, "salt": line.salt, "code": line.expert.code} for line in lines]
