"""The findings that a person decides on, within the actor's territory."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import QueryDict

from anfu.core.actor import Actor
from anfu.registry.models import EnterpriseVersion
from anfu.targeting.models import Finding, FindingState

FACETS = {
    "ground": "subject__in",
    "division": "enterprise__division__in",
    "town": "enterprise__town__in",
    "strength": "strength__in",
}
NAMES = ("state", "weak", "sector", "q", *FACETS)


@dataclass(frozen=True)
class Chosen:
    """What a list of findings is narrowed to, as it stands in the address."""

    state: str
    weak: bool
    values: dict[str, list[str]]
    text: str

    @staticmethod
    def of(query: QueryDict) -> "Chosen":
        """Read an address or a form; an unknown state is the waiting one."""
        state = query.get("state", "")
        state = state if state in FindingState.values else FindingState.PRESUMED.value
        values = {name: [v for v in query.getlist(name) if v] for name in (*FACETS, "sector")}
        return Chosen(state, query.get("weak") == "1", values, query.get("q", "").strip())


def chosen_findings(actor: Actor, chosen: Chosen) -> QuerySet[Finding]:
    """Those of the actor's territory that were asked for; weak ones only where they were asked for."""
    found: QuerySet[Finding] = Finding.objects.visible_to(actor).filter(state=chosen.state)
    if not chosen.weak:
        found = found.filter(likelier=True)
    for name, lookup in FACETS.items():
        if chosen.values[name]:
            found = found.filter(**{lookup: chosen.values[name]})
    if chosen.values["sector"]:
        current = EnterpriseVersion.objects.current().filter(sector__in=chosen.values["sector"])
        found = found.filter(Exists(current.filter(enterprise=OuterRef("enterprise"))))
    if chosen.text:
        named = "uscc__startswith" if chosen.text[:1].isdigit() else "name__contains"
        found = found.filter(**{f"enterprise__organisation__{named}": chosen.text})
    return found


def counts_by_state(actor: Actor) -> dict[str, int]:
    """How many findings stand in each state, weak ones left out."""
    rows = Finding.objects.visible_to(actor).filter(likelier=True).values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows}


def waiting(actor: Actor) -> QuerySet[Finding]:
    """The presumptions that wait for this actor's decision."""
    if not actor.may("targeting.decide"):
        return Finding.objects.none()
    found: QuerySet[Finding] = Finding.objects.visible_to(actor).filter(
        state=FindingState.PRESUMED, likelier=True
    )
    return found


def texts_of(enterprise_ids: list[int]) -> dict[int, dict[str, Any]]:
    """Name, scope and what a row shows of the facts in force, by enterprise; one query."""
    names = ("enterprise_id", "name", "scope", "industry", "division", "town", "sector", "employees")
    rows = EnterpriseVersion.objects.current().filter(enterprise_id__in=enterprise_ids).values(*names)
    return {row["enterprise_id"]: row for row in rows}
