"""From the address to a search: facets, text and order, alike for pages, files and tiles."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from anfu.core.web.facets import Facet, FilterBar, choice_facet
from anfu.core.web.query import changed
from anfu.portal.queries.found import STATES, Asked, Order
from anfu.portal.web import words
from anfu.registry import divisions

# The orders that anybody may choose; the first is the one where nobody chose.
ORDERS = {"chance": "每天随机", "name": "按名称", "load": "先闲后忙"}
PRICE = {"price": "价格从低到高"}


@dataclass(frozen=True)
class Asking:
    """A search as the address says it, with the facets that say it again on the page."""

    asked: Asked
    order: Order
    bar: FilterBar
    text: str
    orders: dict[str, str]


def asking(query: QueryDict) -> Asking:
    """What this address asks for; what is no choice is left out."""
    facets = _facets(query)
    chosen = {name: [option.value for option in facet.chosen] for name, facet in facets.items()}
    text = query.get("q", "").strip()[:100]
    asked = Asked(
        text=text, kinds=chosen["kind"], services=chosen["service"], lines=chosen["line"],
        divisions=chosen["division"], seats=chosen["seat"], industry=next(iter(chosen["industry"]), None),
        states=chosen["state"] or ("listed",),
    )  # fmt: skip
    orders = ORDERS | (PRICE if len(asked.services) == 1 else {})
    by = query.get("sort", "")
    service = next(iter(asked.services), "")
    return Asking(
        asked,
        Order(by if by in orders else "chance", service),
        FilterBar(tuple(facets.values())),
        text,
        orders,
    )


def _facets(query: QueryDict) -> dict[str, Facet]:
    return {
        "service": choice_facet(query, "service", "服务种类", words.SERVICES.items()),
        "line": choice_facet(query, "line", "核准范围", words.lines()),
        "division": choice_facet(query, "division", "服务地区", divisions.county_choices()),
        "industry": choice_facet(query, "industry", "企业行业", words.branches_of_trade(), many=False),
        "kind": choice_facet(query, "kind", "机构类型", words.KINDS.items()),
        "seat": choice_facet(query, "seat", "网点所在", divisions.county_choices()),
        "state": choice_facet(query, "state", "状态", STATES.items(), many=False),
    }


def switch(query: QueryDict, name: str, choices: dict[str, str], current: str) -> list[dict[str, Any]]:
    """Segments that change one parameter of the address."""
    return [
        {"label": label, "href": f"?{changed(query, {name: code})}", "current": code == current}
        for code, label in choices.items()
    ]
