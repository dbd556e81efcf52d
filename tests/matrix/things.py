"""What the addresses name: how the thing behind an address of a certain form is made on a side of the world."""

import re
from collections.abc import Callable

from tests.matrix.routes import Route
from tests.matrix.world import Side, World

Values = dict[str, object]
Maker = Callable[[Side], Values]
_MAKERS: list[tuple[re.Pattern[str], str, Maker]] = []
# What addresses name that is nobody's own.
FIXED: Values = {
    "code": "targets.high_risk_bp", "kind": "roster", "verb": "confirm", "row": 1, "name": "checkpoint",
    "provider_id": "gov", "what": "rule",
}  # fmt: skip
ABSENT: Values = {
    **FIXED, "pk": 999_999_999, "uscc": "91330784MA0000000X", "stream": "330702", "seq": 999_999,
    "username": "nobody-at-all", "party": 999_999_999,
    "digest": "0" * 64, "number": 999,
}  # fmt: skip


def thing(pattern: str) -> Callable[[Maker], Maker]:
    """Declare how the thing behind addresses of this form is made."""

    def declare(maker: Maker) -> Maker:
        _MAKERS.append((re.compile(pattern), f"{maker.__module__}.{maker.__name__}", maker))
        return maker

    return declare


def kind_behind(route: Route) -> tuple[str, Maker] | None:
    """Which kind of thing the address names; None where it names none."""
    if all(name in FIXED for name in route.parameters):
        return None
    found = next(((name, maker) for form, name, maker in _MAKERS if form.search(route.pattern)), None)
    if found is None:
        raise LookupError(f"{route}: say in things.py what this address names")
    return found


def values_of(route: Route, world: World, relation: str) -> Values:
    """What stands in the address for that relation; made once a world."""
    found = kind_behind(route)
    if found is None:
        return FIXED
    name, maker = found
    side = world.sides[relation]
    key = (name, side.relation)
    if key not in world.made:
        world.made[key] = maker(side)
    return _filled(route, world.made[key])


def absent_values(route: Route) -> Values:
    """An address of that form behind which there is nothing."""
    return _filled(route, ABSENT)


def _filled(route: Route, made: Values) -> Values:
    """An `engagement_id` is the `pk` under another name."""
    return {name: made.get(name, FIXED.get(name, made.get("pk"))) for name in route.parameters}
