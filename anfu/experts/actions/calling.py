"""Who of those drawn is asked now: the seats, and for each refusal the next alternate."""

from datetime import date

from anfu.core import clock
from anfu.experts.actions.inviting import answer_by, call
from anfu.experts.models import Draw, DrawLine, DrawState, Use, UseKind
from anfu.experts.queries.draws_stored import calls_of


def line_of(use_id: int) -> DrawLine | None:
    """The line of a draw behind a use, if it is one."""
    return DrawLine.objects.filter(use=use_id).first()


def advance(draw_id: int, on: date) -> int:
    """Ask whoever is due and was not asked yet; returns how many. The caller holds the draw's lock."""
    draw = Draw.objects.get(pk=draw_id)
    if draw.state != DrawState.DRAWN:
        return 0
    asked = [line for lines in calls_of(draw).asked.values() for line in lines]
    due = DrawLine.objects.filter(draw=draw, hash__in=asked, use=None).select_related("expert")
    for line in due.order_by("group", "place"):
        _ask(draw, line, on)
    return len(due)


def _ask(draw: Draw, line: DrawLine, on: date) -> None:
    line.use = Use.objects.create(
        expert=line.expert, kind=UseKind.DRAWN, purpose=draw.purpose, asked_by_id=draw.made_by_id,
        office=draw.office, party_id=draw.party_id, asked_at=clock.now(), answer_by=answer_by("experts.drawn_answer_days", on),
    )  # fmt: skip
    line.save(update_fields=["use"])
    call(line.use)
