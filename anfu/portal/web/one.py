"""The page of one institution in words."""

from datetime import date
from typing import Any

from anfu.core.periods import last_day
from anfu.portal.queries.details import Details
from anfu.portal.shelf.card import Card
from anfu.portal.shelf.shelf import Shelf
from anfu.portal.shelf.slots import services_of
from anfu.portal.web import words
from anfu.portal.web.comparison import burden
from anfu.providers.models import Spell
from anfu.providers.rules.catalogue import catalogue
from anfu.providers.web.papers import qualification_line
from anfu.providers.web.words import place_name

SUSPENSION = "暂停期间不能签新合同；期满自动恢复"
REMOVAL = "移出以后不能在本市签新合同；期满以后要重新申报"


def described(card: Card, shelf: Shelf, found: Details, on: date) -> dict[str, Any]:
    """Everything that the page shows to everybody."""
    status, state = words.STATES[card.state]
    return {
        "card": card, "found": found, "on_day": on, "kind": words.KINDS[card.kind],
        "place": place_name(card.division), "status": status, "state": state,
        "last_day": last_day(card.term_end), "means": REMOVAL if card.state == "removed" else SUSPENSION,
        "services": _services(card, shelf, on), "staff": staff(card), "no_grade": words.NO_GRADE,
        "licences": [qualification_line(each, on) for each in found.licences],
        "branches": [_branch(each) for each in found.branches],
        "burden": burden(card, {card.pk: found.taken}),
        "serves": "、".join(place_name(code) for code in sorted(card.serves)),
        "spells": [_spell(each) for each in found.spells],
    }  # fmt: skip


def _services(card: Card, shelf: Shelf, on: date) -> list[dict[str, Any]]:
    known = catalogue()
    lines = []
    for kind, codes in services_of(card.mask, shelf.slots).items():
        service = known.service(kind, on)
        labels = [words.line_label(code) for code in codes if code]
        lines.append(
            {
                "label": words.SERVICES[kind],
                "lines": "、".join(labels),
                "elsewhere": "" in codes,
                "licensed": bool(service and service.licence),
                "basis": service.basis if service else "",
            }
        )
    return lines


def staff(card: Card) -> list[tuple[str, int]]:
    """How many people of each title, full time, certificates compared with their source; never who."""
    return [(label, card.staff[code]) for code, label in words.STAFF.items() if card.staff.get(code)]


def _branch(each: Any) -> dict[str, Any]:
    serves = "、".join(place_name(code) for code in each.serves)
    return {"name": each.name, "address": each.address, "place": place_name(each.division), "serves": serves}


def _spell(each: Spell) -> dict[str, Any]:
    status, state = words.STATES[each.state]
    return {
        "found": each,
        "status": status,
        "state": state,
        "last_day": last_day(each.term_end),
        "until": last_day(each.valid_to),
    }
