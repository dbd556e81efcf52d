"""Findings as lines of a page."""

from collections.abc import Iterable
from typing import Any

from anfu.core.actor import Actor
from anfu.registry import divisions, labels
from anfu.targeting.evidence import excerpt, marked
from anfu.targeting.lifecycle import FINDING
from anfu.targeting.models import Finding, FindingState, Strength, Subject
from anfu.targeting.queries.queue import texts_of

KINDS = {FindingState.PRESUMED: "ask", FindingState.CONFIRMED: "ok", FindingState.REFUTED: "mute"}


def enterprise_href(uscc: str) -> str:
    """The page of an enterprise."""
    return f"/enterprises/{uscc}/"


def state_words(finding: Finding) -> tuple[str, str]:
    """(kind, words) of a finding's state."""
    if finding.state == FindingState.CONFIRMED and finding.valid_to:
        return "mute", f"{finding.valid_to} 结束"
    return KINDS[FindingState(finding.state)], FindingState(finding.state).label


def title(finding: Finding) -> str:
    """涉燃爆粉尘, or the industry that is presumed."""
    if finding.subject == Subject.INDUSTRY:
        return f"行业：{labels.industry_with_code(finding.value)}"
    return Subject(finding.subject).label


def lines(findings: Iterable[Finding], actor: Actor) -> list[dict[str, Any]]:
    """What a row of the queue shows of each; one query for the texts of all."""
    rows = list(findings)
    texts = texts_of([row.enterprise_id for row in rows])
    return [_line(row, texts.get(row.enterprise_id, {}), actor) for row in rows]


def _line(finding: Finding, facts: dict[str, Any], actor: Actor) -> dict[str, Any]:
    organisation, kind_words = finding.enterprise.organisation, state_words(finding)
    return {
        "finding": finding,
        "name": organisation.name,
        "href": enterprise_href(organisation.uscc),
        "title": title(finding),
        "place": _place(facts),
        "marked": _shortest(finding, facts),
        "strength": Strength(finding.strength).label,
        "kind": kind_words[0],
        "words": kind_words[1],
        "steps": [step for step in FINDING.open_to(finding, actor) if step.verb in ("confirm", "refute")],
    }


def _shortest(finding: Finding, facts: dict[str, Any]) -> Any:
    """The stretch of the scope, or where nothing was found in it the name, that speaks for the finding."""
    scope = marked(facts.get("scope") or "", "scope", finding.evidence)
    named = marked(facts.get("name") or "", "name", finding.evidence)
    return named if named.spans and not scope.spans else excerpt(scope)


def _place(facts: dict[str, Any]) -> str:
    division, town = facts.get("division", ""), facts.get("town", "")
    return " ".join(part for part in (divisions.short_label(division), divisions.town_label(town)) if part)
