"""What a provider may give at all, without naming an enterprise: it stands in the directory, and holds what is asked."""

from collections.abc import Iterable, Mapping
from datetime import date

from anfu.core import parameters
from anfu.providers.kinds import ProviderKind, ServiceKind
from anfu.providers.queries.serving import facts_on
from anfu.providers.rules.catalogue import Service, catalogue
from anfu.providers.rules.scope import STANDINGS, ProviderFacts, decide

# Metal goods for buildings: in no line of business that asks for a licence of its own.
ORDINARY = "3351"


def may_give(provider: int, kinds: Iterable[str], on: date) -> str:
    """ "" where each kind can be offered to somebody; else the first reason, with its clause."""
    facts = facts_on([provider], on=on).get(provider)
    if facts is None or facts.standing != "listed":
        return f"{STANDINGS[facts.standing if facts else '']}（三(一)）"
    table = parameters.table(on=on)
    return next((why for kind in kinds if (why := _why_not(facts, kind, on, table))), "")


def given_by(provider: int, on: date) -> list[str]:
    """The kinds of service that the provider can offer to somebody that day."""
    facts = facts_on([provider], on=on).get(provider)
    if facts is None or facts.standing != "listed":
        return []
    table = parameters.table(on=on)
    return [kind for kind in ServiceKind.values if not _why_not(facts, kind, on, table)]


def _why_not(facts: ProviderFacts, kind: str, on: date, table: Mapping[tuple[str, str], int]) -> str:
    known = catalogue()
    service = known.service(kind, on)
    if service is None:
        return f"{on} 还没有{ServiceKind(kind).label}的规定"
    floors = {floor.parameter: table[floor.parameter, ""] for floor in known.floors}
    found = [decide(facts, kind, industry, known, floors, on=on) for industry in _tried(service, facts)]
    if any(each.may for each in found):
        return ""
    reason = found[0].reasons[0]
    return f"不能做{ServiceKind(kind).label}：{reason.text}（{reason.clause}）"


def _tried(service: Service, facts: ProviderFacts) -> list[str]:
    """Industries that stand for all: one of each line of business, the own trade, and one outside every line."""
    lines = [line.industries[0] for line in catalogue().lines if line.set == service.lines]
    held = [
        line.industries[0]
        for licence in facts.licences
        if licence.credential == service.licence
        for line in catalogue().lines
        if line.set == service.lines and line.code in licence.lines
    ]
    own = [facts.trade] if facts.kind == ProviderKind.LEADING_ENTERPRISE and facts.trade else []
    return [*own, *held, *lines, ORDINARY]
