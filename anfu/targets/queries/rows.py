"""The rows under a figure: which enterprises it counts, and nothing else."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max

from anfu.core.actor import Actor
from anfu.engagements.models import Engagement
from anfu.registry.models import EnterpriseVersion
from anfu.registry.queries.named import named
from anfu.targets import figures, labels
from anfu.targets.figures import Figure
from anfu.targets.groups import GROUND_CODES, GROUPS
from anfu.targets.models import Span
from anfu.targets.queries import cube
from anfu.targets.queries.cube import Filters
from anfu.targets.queries.spans import SpanQuerySet

# Which of a group's enterprises: conditions on spans, and the same count in a figure.
STATES: dict[str, tuple[str, dict[str, bool]]] = {
    "all": ("全部", {}),
    "covered": ("已覆盖", {"covered": True}),
    "uncovered": ("未覆盖", {"covered": False}),
    "never": ("从未签约", {"covered": False, "lapsed": False}),
    "lapsed": ("合同到期未续", {"covered": False, "lapsed": True}),
    "newly": ("今年新增", {"newly": True}),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a page of rows shows."""

    group: str
    state: str = "all"
    filters: Filters = cube.NO_FILTER
    town: str = ""
    text: str = ""

    @property
    def in_cube(self) -> bool:
        """Whether the cube knows the count."""
        return not self.town and not self.text


def spans(on: date, actor: Actor, chosen: Chosen) -> SpanQuerySet:
    """The spans of those enterprises on that day, within the actor's territory."""
    rows: SpanQuerySet = chosen.filters.narrow(Span.objects.visible_to(actor)).as_of(on)
    rows = rows.in_group(chosen.group).filter(**STATES[chosen.state][1])
    if chosen.town:
        rows = rows.filter(town=chosen.town)
    return _matching(rows, chosen.text)


def _matching(rows: SpanQuerySet, text: str) -> SpanQuerySet:
    if not text:
        return rows
    found: SpanQuerySet = rows.filter(named(text, "enterprise__organisation"))
    return found


def count(on: date, actor: Actor, chosen: Chosen) -> int:
    """How many those are: from the cube where it knows, and always the number of rows of `spans`."""
    if not chosen.in_cube or not opens(actor, chosen.filters.division):
        return spans(on, actor, chosen).count()
    found = cube.by_division(on, actor, [chosen.group], chosen.filters)[chosen.group]
    return counted(figures.total(list(found.values())), chosen.state)


def counted(figure: Figure, state: str) -> int:
    """The part of a figure that a state names."""
    number: int = figure.in_scope if state == "all" else getattr(figure, state)
    return number


def opens(actor: Actor, division: str) -> bool:
    """Whether this actor may see every row under a figure of that division (empty: the city)."""
    return actor.whole_city or (bool(division) and actor.divisions == frozenset({division}))


def described(page: list[Span], on: date) -> list[dict[str, Any]]:
    """The page's rows with what stands beside the name, in two further queries."""
    ids = [span.enterprise_id for span in page]
    facts = EnterpriseVersion.objects.as_of(on).filter(enterprise__in=ids)
    employees = dict(facts.values_list("enterprise_id", "employees"))
    ended = _ended(on, [span.enterprise_id for span in page if span.lapsed])
    return [_row(span, employees.get(span.enterprise_id), ended.get(span.enterprise_id)) for span in page]


def _row(span: Span, employees: int | None, ended: date | None) -> dict[str, Any]:
    organisation = span.enterprise.organisation
    return {
        "uscc": organisation.uscc,
        "name": organisation.name,
        "division": labels.place_name(span.division),
        "town": labels.town_names().get(span.town, ""),
        "sector": labels.SECTORS[span.sector] if span.sector else "",
        "size": labels.SIZES[span.size_class] if span.size_class else "",
        "grounds": [GROUPS[code].label for code in GROUND_CODES if span.groups & GROUPS[code].mask],
        "employees": employees,
        "state": _state(span),
        "ended": ended,
    }


def _state(span: Span) -> str:
    if span.covered:
        return "covered"
    return "lapsed" if span.lapsed else "never"


def _ended(on: date, ids: Collection[int]) -> dict[int, date]:
    """When the last relation of each lapsed enterprise ended."""
    past = Engagement.objects.filter(enterprise__in=ids, retracted_at=None, valid_to__lte=on)
    return dict(past.values_list("enterprise_id").annotate(last=Max("valid_to")))
