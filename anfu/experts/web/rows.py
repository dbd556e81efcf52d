"""Experts, calls and draws as lines of a page."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from anfu.core.periods import last_day
from anfu.core.personal import masked
from anfu.experts.models import Draw, Expert, Level, Use
from anfu.experts.specialities import labels, sections
from anfu.registry import divisions

USE_STATUS = {"asked": "ask", "accepted": "ok", "declined": "mute", "lapsed": "bad", "cancelled": "mute"}
DRAW_STATUS = {"prepared": "mute", "committed": "ask", "drawn": "info", "closed": "ok", "cancelled": "bad"}


def standing(expert: Expert, on: date) -> tuple[str, str]:
    """Kind of status and words, as of a day: terms and suspensions end by the calendar."""
    if expert.state == "submitted":
        return "ask", "待审核"
    if expert.state == "returned":
        return "warn", "已退回"
    if expert.state == "removed":
        return "bad", "已出库"
    if expert.valid_to and expert.valid_to <= on:
        return "warn", "聘期已满"
    if expert.state == "suspended" and expert.barred_until and expert.barred_until > on:
        return "bad", f"暂停到 {expert.barred_until - timedelta(1)}"
    if expert.away_from and expert.away_to and expert.away_from <= on < expert.away_to:
        return "warn", f"请假到 {expert.away_to - timedelta(1)}"
    return "ok", "在库"


def expert_line(expert: Expert, on: date) -> dict[str, Any]:
    """One expert as lists and pages show it; the phone is masked."""
    kind, words = standing(expert, on)
    level = Level(expert.level).label
    return {
        "pk": expert.pk,
        "code": expert.code,
        "name": expert.name,
        "level": level + (f" · {divisions.short_label(expert.division)}" if expert.division else ""),
        "region": divisions.short_label(expert.region),
        "divisions": "、".join(divisions.short_label(code) for code in expert.divisions),
        "specialities": labels(expert.specialities),
        "industries": "、".join(sections().get(code, code) for code in expert.industries),
        "title": expert.title,
        "employer": expert.employer_name,
        "phone": masked("experts.Expert", "phone", expert.phone),
        "status": kind,
        "state": words,
        "last_day": last_day(expert.valid_to),
    }


def proposed_line(expert: Expert, on: date) -> dict[str, Any]:
    """One expert as the reviewers' list shows it: who proposed the person, and when."""
    return expert_line(expert, on) | {
        "proposed_by": expert.proposed_by.name if expert.proposed_by else "",
        "proposed_on": timezone.localtime(expert.proposed_at).date(),
    }


def use_line(use: Use) -> dict[str, Any]:
    """One call with its expert, draw and evaluation."""
    evaluation = getattr(use, "evaluation", None)
    return {
        "pk": use.pk,
        "use": use,
        "kind": use.get_kind_display(),
        "status": USE_STATUS[use.state],
        "state": use.get_state_display(),
        "reason": use.get_reason_display() if use.reason else "",
        "score": evaluation.score if evaluation else None,
        "words": evaluation.words if evaluation else "",
    }


def draw_line(draw: Draw) -> dict[str, Any]:
    """One draw."""
    return {
        "pk": draw.pk,
        "purpose": draw.purpose,
        "office": draw.office,
        "seats": sum(group["seats"] for group in draw.groups),
        "at": draw.committed_at,
        "drawn_at": draw.drawn_at,
        "status": DRAW_STATUS[draw.state],
        "state": draw.get_state_display(),
    }
