"""One draw as its page shows it: what is public, and what its own people can do next."""

from typing import Any

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.experts.draw.answers import ANSWERS, REASONS
from anfu.experts.draw.commitment import EXCLUSIONS
from anfu.experts.models import Draw, DrawLine, DrawState, Supervisor, Use
from anfu.experts.queries.draws_stored import record_of
from anfu.experts.specialities import labels
from anfu.experts.web.rows import draw_line
from anfu.registry import divisions
from anfu.registry.models import Organisation


def described(draw: Draw, actor: Actor) -> dict[str, Any]:
    """Everything for the page; names are shown as far as `names_for` allows."""
    record = record_of(draw) if draw.commit else None
    names = names_for(draw, actor)
    return {
        "found": draw,
        "line": draw_line(draw),
        "record": record,
        "groups": [_group(group, record, names) for group in draw.groups],
        "answers": _answers(record, names),
        "exclusions": _exclusions(draw),
        "pool": len(draw.commit["pool"]) if draw.commit else 0,
        "supervisors": list(draw.supervisors.order_by("pk")),
        "names": bool(names),
    } | _may(draw, actor)


def names_for(draw: Draw, actor: Actor) -> dict[str, str]:
    """Line -> name of those who accepted: for everybody once it is closed, before that for the office that draws (T10)."""
    lines = DrawLine.objects.filter(draw=draw, use__state="accepted")
    if draw.state != DrawState.CLOSED:
        seen = Use.objects.visible_to(actor).filter(line__draw=draw).exclude(expert__user=actor.user_id)
        lines = lines.filter(use__in=seen)
    return dict(lines.values_list("hash", "expert__name"))


def _may(draw: Draw, actor: Actor) -> dict[str, bool]:
    mine: Supervisor | None = (
        draw.supervisors.filter(user=actor.user_id).first() if actor.user_id is not None else None
    )
    runs = actor.may("experts.draw") and actor.party_id == draw.party_id and actor.user_id is not None
    handed = draw.supervisors.filter(nonce_hash="").exists() is False
    late = draw.reveal_until is not None and clock.now() >= draw.reveal_until
    revealed = draw.supervisors.filter(revealed_at=None).exists() is False
    return {
        "may_hand": mine is not None and draw.state == DrawState.PREPARED and not mine.nonce_hash,
        "may_reveal": mine is not None
        and draw.state == DrawState.COMMITTED
        and not mine.revealed_at
        and not late,
        "may_commit": runs and draw.state == DrawState.PREPARED and handed,
        "waits_for_hashes": draw.state == DrawState.PREPARED and not handed,
        "may_draw": runs and draw.state == DrawState.COMMITTED and (revealed or late),
        "waits_for_nonces": draw.state == DrawState.COMMITTED and not (revealed or late),
        "may_close": runs and draw.state == DrawState.DRAWN,
        "may_cancel": runs and draw.state in (DrawState.PREPARED, DrawState.COMMITTED, DrawState.DRAWN),
    }


def _group(group: dict[str, Any], record: dict[str, Any] | None, names: dict[str, str]) -> dict[str, Any]:
    code = group["code"]
    seats = record["seats"].get(code, []) if record else []
    alternates = record["alternates"].get(code, []) if record else []
    panel = record["panel"].get(code, []) if record else []
    return {
        "code": code,
        "seats": group["seats"],
        "specialities": labels(group["specialities"]) or "不限专业",
        "regions": "、".join(divisions.short_label(each) for each in group["regions"]) or "不限地区",
        "drawn": [_seat(line, n, "席位", panel, names) for n, line in enumerate(seats, 1)]
        + [_seat(line, n, "候补", panel, names) for n, line in enumerate(alternates, 1)],
    }


def _seat(line: str, number: int, word: str, panel: list[str], names: dict[str, str]) -> dict[str, Any]:
    return {"place": f"{word} {number}", "line": line, "name": names.get(line, ""), "accepted": line in panel}


def _answers(record: dict[str, Any] | None, names: dict[str, str]) -> list[dict[str, Any]]:
    if record is None:
        return []
    return [
        {
            "line": each["hash"],
            "name": names.get(each["hash"], ""),
            "answer": ANSWERS[each["answer"]],
            "reason": REASONS.get(each["reason"], ""),
            "at": each["at"],
        }
        for each in record["answers"]
    ]


def _exclusions(draw: Draw) -> list[tuple[str, int]]:
    """How many were left out for which reason."""
    rows = draw.commit["exclusions"] if draw.commit else []
    counts = {word: sum(row["reason"] == code for row in rows) for code, word in EXCLUSIONS.items()}
    return [(word, count) for word, count in counts.items() if count]


def party_names(draw: Draw) -> str:
    """The parties to stay clear of."""
    return "、".join(Organisation.objects.filter(uscc__in=draw.parties).values_list("name", flat=True))
