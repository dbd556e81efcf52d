"""What a list of enterprises can be narrowed by, packed into one whole number for each version.

Versions with the same number differ in nothing that the packed facets ask for. The few distinct numbers stand
in `FacetSet`; a list picks the numbers that fit and reads their ranges of one index, in order, so that its
cost depends on the page and not on how rare the combination is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, reduce
from operator import add

from django.db.models import BigIntegerField, Case, F, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable, CombinedExpression
from django.db.models.functions import Cast, StrIndex

SECTIONS = "ABCDEFGHIJKLMNOPQRST"
SECTORS = (
    "metallurgy",
    "nonferrous",
    "building_materials",
    "machinery",
    "light",
    "textiles",
    "tobacco",
    "commerce",
    "",
)
SIZES = ("large", "medium", "small", "micro", "")
STATUSES = (
    "active",
    "dormant",
    "suspended",
    "liquidating",
    "moved_out",
    "revoked",
    "cancelled",
    "annulled",
)
HAZARD_LEVELS = ("severe", "heavier", "general", "")
SCALES = ("yes", "no", "")
# Lower bounds of the bands of employees; band 0 is "not known".
BANDS = (0, 10, 20, 50, 100, 300, 1000)


@dataclass(frozen=True, slots=True)
class Part:
    """One facet's place in the number: `width` bits above `shift`."""

    name: str
    shift: int
    width: int

    @property
    def mask(self) -> int:
        return (1 << self.width) - 1

    @property
    def one(self) -> int:
        """The number that stands for code 1."""
        return 1 << self.shift


# From the highest bits down; this is also the order of a list that is not sorted otherwise.
_WIDTHS = {
    "division": 20,
    "section": 5,
    "sector": 4,
    "size": 3,
    "status": 4,
    "band": 4,
    "scale": 2,
    "hazard": 3,
}


@cache
def parts() -> dict[str, Part]:
    """Every packed facet by name."""
    shift, found = sum(_WIDTHS.values()), {}
    for name, width in _WIDTHS.items():
        shift -= width
        found[name] = Part(name, shift, width)
    return found


_VALUES = {"sector": SECTORS, "size": SIZES, "status": STATUSES, "hazard": HAZARD_LEVELS, "scale": SCALES}


def code_of(name: str, value: str) -> int | None:
    """The code of a facet's value as it stands in an address; None where there is no such value."""
    if name == "division":
        return int(value or 0) if value.isdecimal() or not value else None
    if name == "section":
        # Databases find the empty text at the first place, so "no section" is 1.
        return f"_{SECTIONS}".find(value) + 1 if len(value) < 2 and value in SECTIONS else None
    values = _VALUES[name]
    return values.index(value) if value in values else None


def bands_between(low: int | None, high: int | None) -> list[int]:
    """The bands that hold some number from `low` to `high`; all but "not known" where neither is given."""
    tops = [*(start - 1 for start in BANDS[1:]), None]
    return [
        n
        for n, (start, top) in enumerate(zip(BANDS, tops, strict=True), 1)
        if (high is None or start <= high) and (low is None or top is None or top >= low)
    ]


def expression() -> CombinedExpression:
    """The number as the database computes it from the columns of a version."""
    codes: dict[str, Combinable] = {
        "division": _division(),
        "section": StrIndex(Value("_" + SECTIONS), F("section")),
        "sector": _coded("sector", SECTORS),
        "size": _coded("size_class", SIZES),
        "status": _coded("status", STATUSES),
        "band": _band(),
        "scale": _scale(),
        "hazard": _coded("hazard_level", HAZARD_LEVELS),
    }
    terms = [Cast(code, BigIntegerField()) * Value(1 << parts()[name].shift) for name, code in codes.items()]
    return reduce(add, terms)


def _division() -> Combinable:
    number = Cast("division", BigIntegerField())
    return Case(When(division="", then=Value(0)), default=number, output_field=BigIntegerField())


def _scale() -> Combinable:
    cases = [When(above_scale=True, then=Value(0)), When(above_scale=False, then=Value(1))]
    return Case(*cases, default=Value(2), output_field=IntegerField())


def _coded(column: str, values: Collection[str]) -> Combinable:
    cases = [When(**{column: value, "then": Value(n)}) for n, value in enumerate(values)]
    return Case(*cases, default=Value(len(values)), output_field=IntegerField())


def _band() -> Combinable:
    cases = [When(Q(employees__gte=start), then=Value(n)) for n, start in reversed(list(enumerate(BANDS, 1)))]
    return Case(*cases, default=Value(0), output_field=IntegerField())
