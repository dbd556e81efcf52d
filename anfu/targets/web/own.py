"""A town officer's own town, which the cube does not know."""

from datetime import date
from typing import Any

from anfu.core.actor import Actor
from anfu.core.web.formats import count
from anfu.targets import figures, labels
from anfu.targets.groups import GROUPS
from anfu.targets.queries.cube import Filters
from anfu.targets.queries.overview import TARGETED
from anfu.targets.queries.towns import own_towns
from anfu.targets.queries.wanted import Wanted
from anfu.targets.web.links import rows_href


def own_town(actor: Actor, on: date, targets: Wanted) -> dict[str, Any] | None:
    """The two targeted figures of the reader's town; None for all who answer for more than one town."""
    if actor.whole_city or len(actor.towns) != 1:
        return None
    town = next(iter(actor.towns))
    found = own_towns(on, actor, TARGETED)
    return {
        "name": labels.town_names().get(town, town),
        "figures": [_line(actor, on, town, group, found[group], targets) for group in TARGETED],
    }


def _line(
    actor: Actor, on: date, town: str, group: str, figure: figures.Figure, targets: Wanted
) -> dict[str, Any]:
    target = targets.of_group(group, town[:6]) or 0
    missing = figures.gap(figure.covered, figure.in_scope, target)

    def href(state: str) -> str:
        return rows_href(actor, on, group, state, Filters(), town=town)

    return {
        "label": GROUPS[group].label,
        "value": figures.percent(figure.rate_bp),
        "bar": None if figure.rate_bp is None else figure.rate_bp / 100,
        "target": target / 100,
        "covered": count(figure.covered),
        "covered_href": href("covered"),
        "in_scope": count(figure.in_scope, "家"),
        "in_scope_href": href("all"),
        "gap": f"差 {count(missing, '家')}" if missing else "已达到",
        "gap_kind": "bad" if missing else "ok",
        "gap_href": href("uncovered") if missing == figure.uncovered else "",
    }
