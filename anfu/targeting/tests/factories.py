"""Findings, listings, accidents and programmes for tests, written without a ledger entry."""

from datetime import date
from typing import Any

from anfu.core import clock
from anfu.core.ledger.guard import without_ledger
from anfu.registry.models import Enterprise
from anfu.targeting.models import Accident, Finding, Programme, SupervisedListing

JUNE = date(2026, 6, 1)


def make_finding(enterprise: Enterprise, subject: str = "combustible_dust", **more: Any) -> Finding:
    """A presumed finding; `state="confirmed"` gives one that holds from June 2026."""
    span = {"field": "scope", "start": 0, "end": 2, "text": "抛光", "kind": "matched", "rule": "R-105-01"}
    facts: dict[str, Any] = {
        "state": "presumed",
        "strength": "medium",
        "likelier": True,
        "rule": "R-105-01",
        "evidence": [span],
        "texts_hash": "0" * 32,
    } | more
    if facts["state"] == "confirmed":
        facts.setdefault("valid_from", JUNE)
    if facts["state"] != "presumed":
        facts = {"decided_name": "陈岚", "decided_at": clock.now(), "reason": "现场看到"} | facts
    with without_ledger():
        return Finding.objects.create(
            enterprise=enterprise, subject=subject, presumed_at=clock.now(), **facts
        )


def make_listing(enterprise: Enterprise, **more: Any) -> SupervisedListing:
    """A county's listing of June 2026."""
    facts = {
        "level": "county",
        "number": "永安督〔2026〕1号",
        "hazard": "安全出口被封堵",
        "source": "县安委办",
    }
    days = {"listed_on": JUNE, "due_on": date(2026, 9, 1)}
    with without_ledger():
        return SupervisedListing.objects.create(enterprise=enterprise, **(facts | days | more))


def make_accident(enterprise: Enterprise, happened_on: date = JUNE) -> Accident:
    """An accident with one injured."""
    with without_ledger():
        return Accident.objects.create(
            enterprise=enterprise,
            happened_on=happened_on,
            injuries=1,
            description="机械伤害",
            source="事故快报",
        )


def make_programme(conditions: list[Any], **more: Any) -> Programme:
    """A programme of the whole city since 2026."""
    facts = {"name": "测试专项", "office": "测试局", "valid_from": date(2026, 1, 1)}
    with without_ledger():
        return Programme.objects.create(conditions=conditions, **(facts | more))
