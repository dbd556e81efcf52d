"""The part on an enterprise's page: why it is a key object, in which words, and who said so."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from anfu.core.actor import Actor
from anfu.registry.models import Enterprise
from anfu.targeting import groups
from anfu.targeting.evidence import marked
from anfu.targeting.lifecycle import FINDING
from anfu.targeting.models import Finding, FindingState, Subject
from anfu.targeting.queries.facts import Explained, explained_on
from anfu.targeting.rules.reasons import Reason, State
from anfu.targeting.web import state_words, title

NUMBERS = "①②③④⑤⑥⑦⑧⑨"
CONCLUSIONS = {
    State.CONFIRMED: ("ok", "已确认"),
    State.PRESUMED: ("ask", "待现场核实"),
    State.DIRECT: ("ok", "成立"),
}
TAGS = {"class_1": ("bad", "target"), "class_4": ("warn", "flag")}
HISTORY = 30


def why(request: HttpRequest, enterprise: Enterprise, on: date) -> dict[str, Any] | None:
    """The reasons of the day with the marked texts, the questions left open, and every determination so far."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may("targeting.view_one"):
        return None
    found, findings = _explained(request, enterprise, on), _findings(actor, enterprise)
    writing = on == request.today  # type: ignore[attr-defined]
    numbered = _numbered(found.explanation.reasons)
    return {
        "targeting": {
            "summary": _summary(found.explanation.reasons),
            "reasons": [_line(r, numbered, findings, actor, writing) for r in found.explanation.reasons],
            "questions": found.explanation.questions,
            **_texts(found, numbered, findings),
            "history": [_past(f) for f in findings.values() if not _waits(f)][:HISTORY],
            "uscc": enterprise.organisation.uscc,
            "may_add": writing and actor.may("targeting.decide"),
            "may_open": actor.may("targeting.view"),
            "may_record": writing and actor.may("targeting.record"),
            "waiting": [_step(f, actor) for f in findings.values() if _waits(f) and f.subject == "industry"],
            "writing": writing,
        }
    }


def tags(request: HttpRequest, enterprise: Enterprise, on: date) -> dict[str, Any] | None:
    """The classes of the day, and how much waits."""
    if not request.actor.may("targeting.view_one"):  # type: ignore[attr-defined]
        return None
    reasons = _explained(request, enterprise, on).explanation.reasons
    counting = dict.fromkeys(r.group for r in reasons if r.counts and r.group in groups.CLASSES)
    shown = [(*TAGS.get(group, ("mute", "users")), groups.label(group)) for group in counting]
    waiting = sum(not reason.counts for reason in reasons)
    return {
        "targeting_tags": shown[:3] + ([("ask", "help-circle", f"{waiting} 条待确认")] if waiting else [])
    }


def _explained(request: HttpRequest, enterprise: Enterprise, on: date) -> Explained:
    """Once for both parts of the page."""
    known: dict[tuple[int, date], Explained] = request.__dict__.setdefault("targeting_explained", {})
    if (enterprise.pk, on) not in known:
        known[enterprise.pk, on] = explained_on(enterprise, on)
    return known[enterprise.pk, on]


def _findings(actor: Actor, enterprise: Enterprise) -> dict[int, Finding]:
    rows = Finding.objects.visible_to(actor).filter(enterprise=enterprise).order_by("-decided_at", "-pk")
    return {row.pk: row for row in rows.select_related("enterprise__organisation")}


def _numbered(reasons: tuple[Reason, ...]) -> dict[int, str]:
    keys = [reason.finding_id for reason in reasons if reason.finding_id is not None]
    return dict(zip(keys, NUMBERS, strict=False))


def _texts(found: Explained, numbered: dict[int, str], findings: dict[int, Finding]) -> dict[str, Any]:
    """Name and scope of the day with the words of every numbered finding."""
    version = found.facts.version
    texts = {"name": version.name if version else "", "scope": version.scope if version else ""}
    spans: dict[str, list[dict[str, Any]]] = {"name": [], "scope": []}
    for key, number in numbered.items():
        for field, text in texts.items():
            spans[field] += marked(
                text, field, findings[key].evidence if key in findings else (), number
            ).spans
    return {
        f"{field}_{part}": value
        for field in texts
        for part, value in (("text", texts[field]), ("spans", spans[field]))
    }


def _line(
    reason: Reason, numbered: dict[int, str], findings: dict[int, Finding], actor: Actor, writing: bool
) -> dict[str, Any]:
    finding = findings.get(reason.finding_id or 0)
    waits = finding is not None and finding.state == FindingState.PRESUMED
    who = f"{finding.decided_name} {finding.decided_at:%Y-%m-%d}" if finding and finding.decided_at else ""
    return {
        "number": numbered.get(reason.finding_id or 0, ""),
        "label": Subject(reason.ground).label if reason.ground else groups.label(reason.group),
        "reason": reason,
        "who": who or ("—" if waits else "规则直接判定"),
        "conclusion": CONCLUSIONS[reason.state],
        "finding": finding,
        "steps": list(FINDING.open_to(finding, actor)) if finding is not None and writing else [],
    }


def _summary(reasons: tuple[Reason, ...]) -> str:
    waiting = sum(not reason.counts for reason in reasons)
    if not reasons:
        return "这一天不在任何一类里"
    return f"{len(reasons)} 条规则，{len(reasons) - waiting} 条成立" + (
        f"，{waiting} 条待现场核实" if waiting else ""
    )


def _waits(finding: Finding) -> bool:
    return finding.state == FindingState.PRESUMED


def _past(finding: Finding) -> dict[str, Any]:
    return {"finding": finding, "title": title(finding), "state": state_words(finding)}


def _step(finding: Finding, actor: Actor) -> dict[str, Any]:
    return {"finding": finding, "title": title(finding), "steps": list(FINDING.open_to(finding, actor))}
