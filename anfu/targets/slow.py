"""Coverage counted anew from the facts, firm by firm: slow, plain, and sharing no code with the spans.

Tests compare the maintained figures with it.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from anfu.engagements.models import Engagement
from anfu.registry.models import Enterprise, EnterpriseVersion
from anfu.targeting.queries.facts import explanation_on
from anfu.targets.figures import Figure
from anfu.targets.groups import CLASSES, GROUND_CODES

Key = tuple[str, str, str, str]
ClassesOf = Callable[[int, date], set[str]]


def explained(enterprise_id: int, on: date) -> set[str]:
    """The classes and grounds that the explanation of that day gives."""
    return set(explanation_on(Enterprise.objects.get(pk=enterprise_id), on).groups)


def coverage(on: date, classes_of: ClassesOf = explained) -> dict[Key, Figure]:
    """(group, division, sector, size_class) -> figure as of a day; `classes_of` tells classes and grounds."""
    counts: dict[Key, Figure] = defaultdict(Figure)
    for version in EnterpriseVersion.objects.filter(retracted_at=None):
        if not _holds(version.valid_from, version.valid_to, on) or not version.division:
            continue
        figure = _figure(version.enterprise_id, on)
        for group in _groups(version, classes_of(version.enterprise_id, on)):
            counts[group, version.division, version.sector, version.size_class] += figure
    return dict(counts)


def _groups(version: EnterpriseVersion, classes: set[str]) -> set[str]:
    if version.status in ("dormant", "suspended", "liquidating"):
        return {"idle"}
    if version.status != "active":
        return set()
    groups = {"all"} | (classes & {*CLASSES, *GROUND_CODES})
    if version.section in ("B", "C", "D"):
        groups.add("industrial")
    if not version.section:
        groups.add("industry_unknown")
    if groups & set(GROUND_CODES):
        groups.add("class_1")
    if groups & {*CLASSES, *GROUND_CODES}:
        groups.add("key_object")
    return groups


def _figure(enterprise_id: int, on: date) -> Figure:
    relations = list(Engagement.objects.filter(enterprise=enterprise_id, retracted_at=None))
    year_end = date(on.year - 1, 12, 31)
    covered = any(_holds(each.valid_from, each.valid_to, on) for each in relations)
    before = any(_holds(each.valid_from, each.valid_to, year_end) for each in relations)
    ever = any(each.valid_from <= on for each in relations)
    return Figure(1, int(covered), int(covered and not before), int(ever and not covered))


def _holds(start: date, end: date | None, on: date) -> bool:
    return start <= on and (end is None or end > on)
