"""What must hold when terms are proposed, and again when they are signed: scope, staff, load, overlaps."""

from datetime import date
from typing import Any

from anfu.core import clock, parameters
from anfu.core.periods import day_after
from anfu.core.refusal import Refused
from anfu.engagements.models import Contract
from anfu.engagements.queries.fitness import fitness, registered
from anfu.engagements.queries.load import names_of, provider_load, rates_on, staff_loads
from anfu.engagements.queries.overlaps import overlaps
from anfu.engagements.rules.load import Owed, too_much
from anfu.engagements.rules.terms import must_fit
from anfu.engagements.terms import Terms
from anfu.providers.kinds import ServiceKind
from anfu.providers.models import Employment


def must_be_possible(contract: Contract, terms: Terms) -> dict[str, Any]:
    """Refused with the field, or what is to be said beside: unchecked, overlaps, load. As of today or the first day."""
    today = clock.today()
    must_fit(terms, on=today)
    day = max(today, terms.valid_from)
    said = {
        "unchecked": _scope(contract, terms, day),
        "overlaps": _overlaps(contract, terms),
        "load": _load(contract, terms, day),
    }
    return {name: value for name, value in said.items() if value}


def _scope(contract: Contract, terms: Terms, day: date) -> str:
    found = fitness(contract.provider_id, terms.kinds, contract.enterprise_id, on=day)
    if found.reasons:
        kind, reason = found.reasons[0]
        raise Refused(
            f"不能签{ServiceKind(kind).label}：{reason.text}（{reason.clause}）。请减去这一项，或换一家机构。",
            field="kinds",
        )
    return found.unchecked


def _overlaps(contract: Contract, terms: Terms) -> list[str]:
    end = day_after(terms.last_day)
    found = overlaps(contract.enterprise_id, terms.kinds, terms.valid_from, end, without=contract.pk)
    names = [f"{each.provider.name} {each.contract_no}" for each in found]
    if found and len(terms.overlap_reason.strip()) < 5:
        raise Refused(
            f"同一期间已经有同样的服务：{'；'.join(names)}。确实还要签的，请写明理由，5 个字以上。",
            field="overlap_reason",
        )
    return names


def _load(contract: Contract, terms: Terms, day: date) -> str:
    _staff(contract, terms, day)
    if not registered([contract.provider_id]):
        return ""
    owed = terms.deliverables
    own = Owed(owed.visits_per_month, owed.training_hours, owed.reports, owed.drills, terms.months)
    more = own.tenths_a_year(rates_on(day))
    limits = {
        name: parameters.value(f"engagements.load_{name}_percent", on=day) for name in ("warn", "refuse")
    }
    whole = provider_load(contract.provider_id, day, without=contract.pk, more=more)
    said = [too_much(contract.provider.name, whole, **limits)]
    names = names_of(terms.staff)
    for key, load in staff_loads(terms.staff, day, without=contract.pk, more=more).items():
        said.append(too_much(names[key], load, **limits))
    return " ".join(filter(None, said))


def _staff(contract: Contract, terms: Terms, day: date) -> None:
    rows = Employment.objects.standing().in_force_on(day).filter(provider=contract.provider_id)
    there = set(rows.filter(pk__in=terms.staff).values_list("pk", flat=True))
    if set(terms.staff) - there or len(set(terms.staff)) != len(terms.staff):
        raise Refused("指定的服务人员里有人那天不在这家机构。请重新选。", field="staff")
