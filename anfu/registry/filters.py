"""The filter bar of the enterprise list: from an address to a `Filter` and back to buttons, menus and words.

Rooms on higher floors add their own facets and columns (`register`, `register_column`) in their AppConfig.ready.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.http import QueryDict

from anfu.core.actor import Actor
from anfu.core.web.facets import Facet, FilterBar, choice_facet, range_facet
from anfu.registry import divisions, labels
from anfu.registry.industry import industries
from anfu.registry.queries.filter import TERRITORY, Filter, Order, Source

# Stands in an address for "not known" or "none".
NONE = "none"
MOST_PEOPLE = 2_000_000_000
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ExtraFacet:
    """A facet of a higher room. `source` says which enterprises the chosen values mean on a day."""

    name: str
    label: str
    choices: Callable[[Actor, date], Choices]
    source: Callable[[Sequence[str], date], Source]
    many: bool = True
    order: int = 50


class Mark(NamedTuple):
    """A word in a cell: `kind` is a status (ok, warn, bad, ask, info, mute), "chip", or "" for plain text."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class ExtraColumn:
    """A column of a higher room: for the page's enterprises (keys) on a day, in one query, each one's marks."""

    name: str
    label: str
    cells: Callable[[Sequence[int], date, Actor], Mapping[int, Sequence[Mark]]]
    permission: str = "registry.view"
    order: int = 50


_facets: dict[str, ExtraFacet] = {}
_columns: dict[str, ExtraColumn] = {}
SORTS = {"headcount": "headcount"}


def register(facet: ExtraFacet) -> None:
    """Add a facet; the same name twice replaces."""
    _facets[facet.name] = facet


def register_column(column: ExtraColumn) -> None:
    """Add a column; the same name twice replaces."""
    _columns[column.name] = column


def columns(actor: Actor) -> list[ExtraColumn]:
    """The columns of other rooms that the actor may see, in order."""
    return sorted((c for c in _columns.values() if actor.may(c.permission)), key=lambda c: c.order)


def parse(query: QueryDict, actor: Actor, on: date) -> Filter:
    """The filter of an address; what is no value of its facet is left out."""
    low, high = (_number(query.get(f"employees_{end}", "")) for end in ("min", "max"))
    return Filter(
        divisions=_chosen(query, "division", _with_none(_division_choices(actor))),
        towns=_chosen(query, "town", _town_choices(query, actor)),
        sections=_chosen(query, "section", _with_none(labels.sections().items())),
        industries=tuple(code for code in query.getlist("industry") if code in industries().names),
        sectors=_chosen(query, "sector", _with_none(labels.SECTORS.items())),
        sizes=_chosen(query, "size", _with_none(labels.SIZES.items())),
        statuses=_chosen(query, "status", labels.STATUSES.items()),
        scales=_chosen(query, "scale", _with_none(labels.SCALES.items())),
        hazards=_chosen(query, "hazard", _with_none(labels.HAZARD_LEVELS.items())),
        employees_min=low,
        employees_max=high,
        text=query.get("q", "").strip()[:100],
        sources=tuple(_sources(query, actor, on)),
    )


def order_of(query: QueryDict) -> tuple[str, Order]:
    """The sort that the address asks for, as asked ("" is by territory) and as an order."""
    asked = query.get("sort", "")
    column = SORTS.get(asked.removeprefix("-"))
    return (asked, Order(column, asked.startswith("-"))) if column else ("", TERRITORY)


def bar(query: QueryDict, actor: Actor, on: date) -> FilterBar:
    """The buttons and menus, with what is chosen."""
    places = _division_choices(actor)
    found = [choice_facet(query, "division", "区县", _with_none(places, "未落位"))] if len(places) > 1 else []
    if not actor.towns:
        found.append(choice_facet(query, "town", "镇街", _town_choices(query, actor)))
    found += [
        choice_facet(
            query, "section", "门类", _with_none((c, f"{c} {n}") for c, n in labels.sections().items())
        ),
        choice_facet(query, "industry", "行业", _industry_choices(query)),
        choice_facet(query, "sector", "工贸行业", _with_none(labels.SECTORS.items(), "八大行业以外")),
        choice_facet(query, "size", "规模", _with_none(labels.SIZES.items())),
        choice_facet(query, "status", "登记状态", labels.STATUSES.items()),
        choice_facet(query, "scale", "规上", _with_none(labels.SCALES.items())),
        choice_facet(query, "hazard", "职业病危害", _with_none(labels.HAZARD_LEVELS.items())),
        range_facet(query, "employees", "人数", "人"),
    ]
    return FilterBar((*found, *_extra_facets(query, actor, on)))


def in_words(shown: FilterBar, text: str) -> str:
    """The filter as a sentence for the head of an export: 镇街：古山镇；查找“五金”."""
    said = [facet.summary for facet in shown.facets if facet.is_set]
    said += [f"查找“{text}”"] if text else []
    return "；".join(said) or "没有筛选"


def _extra_facets(query: QueryDict, actor: Actor, on: date) -> Iterable[Facet]:
    for facet in sorted(_facets.values(), key=lambda f: f.order):
        yield choice_facet(query, facet.name, facet.label, facet.choices(actor, on), many=facet.many)


def _sources(query: QueryDict, actor: Actor, on: date) -> Iterable[Source]:
    for name, facet in _facets.items():
        known = {code for code, _ in facet.choices(actor, on)} if query.getlist(name) else set()
        chosen = [value for value in query.getlist(name) if value in known]
        if chosen:
            yield facet.source(chosen, on)


def _chosen(query: QueryDict, name: str, choices: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    known = {code for code, _ in choices}
    return tuple("" if value == NONE else value for value in query.getlist(name) if value in known)


def _with_none(choices: Iterable[tuple[str, str]], word: str = "未知") -> list[tuple[str, str]]:
    return [*choices, (NONE, word)]


def _division_choices(actor: Actor) -> list[tuple[str, str]]:
    return [(d.code, d.name) for d in divisions.counties() if actor.whole_city or d.code in actor.divisions]


def _town_choices(query: QueryDict, actor: Actor) -> list[tuple[str, str]]:
    """Towns of the chosen divisions, of all where none is chosen; told apart by county where there are several."""
    own = [code for code, _ in _division_choices(actor)]
    codes = [code for code in query.getlist("division") if code in own] or own
    if len(codes) == 1:
        return [(town.code, town.name) for town in divisions.towns_of(codes[0])]
    found = {
        t.code: f"{divisions.short_label(t.division)} {t.name}" for c in codes for t in divisions.towns_of(c)
    }
    return sorted(found.items())


def _industry_choices(query: QueryDict) -> list[tuple[str, str]]:
    """The two-digit divisions, and finer codes that the address already asks for."""
    listed = labels.industry_divisions()
    finer = [c for c in query.getlist("industry") if c in industries().names and c not in listed]
    return [(code, f"{code} {labels.industry(code)}") for code in (*finer, *listed)]


def _number(text: str) -> int | None:
    plain = text.strip()
    return min(int(plain), MOST_PEOPLE) if plain.isdecimal() else None
