"""What a list can be filtered by: each facet has its options, their counts and what is chosen now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from anfu.core.web.formats import GAP


@dataclass(frozen=True)
class Option:
    """One choice of a facet; `count` is the number of rows it would leave, None where not counted."""

    value: str
    label: str
    count: int | None = None
    chosen: bool = False


@dataclass(frozen=True)
class Facet:
    """A filter button and its menu. `kind`: many (ticks), one (a single choice), range (two numbers)."""

    name: str
    label: str
    kind: str = "many"
    options: tuple[Option, ...] = ()
    low: str = ""
    high: str = ""
    unit: str = ""

    @property
    def chosen(self) -> tuple[Option, ...]:
        """The options that are ticked now."""
        return tuple(option for option in self.options if option.chosen)

    @property
    def is_set(self) -> bool:
        """Whether this facet narrows the list now."""
        return bool(self.chosen or self.low or self.high)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names it uses in the address."""
        return (f"{self.name}_min", f"{self.name}_max") if self.kind == "range" else (self.name,)

    @property
    def summary(self) -> str:
        """What the button says: 类别：重点高危, or how many are chosen from three on."""
        if self.kind == "range":
            return f"{self.label}：{self._range_words()}"
        labels = [option.label for option in self.chosen]
        words = "、".join(labels) if len(labels) < 3 else f"{len(labels)}{GAP}项"
        return f"{self.label}：{words}"

    def _range_words(self) -> str:
        if self.low and self.high:
            return f"{self.low}{GAP}至{GAP}{self.high}{GAP}{self.unit}".rstrip()
        words = f"{self.low}{GAP}{self.unit}以上" if self.low else f"{self.high}{GAP}{self.unit}以下"
        return words


@dataclass(frozen=True)
class FilterBar:
    """All facets of a list, in the order they are shown."""

    facets: tuple[Facet, ...] = field(default_factory=tuple)

    @property
    def active(self) -> int:
        """How many facets narrow the list now."""
        return sum(facet.is_set for facet in self.facets)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Every name that the facets use in the address."""
        return tuple(name for facet in self.facets for name in facet.parameters)


def choice_facet(
    query: QueryDict,
    name: str,
    label: str,
    choices: Iterable[tuple[str, str]],
    counts: Mapping[str, int] | None = None,
    many: bool = True,
) -> Facet:
    """A facet over coded choices; a code in the address that is no choice is left out."""
    chosen = set(query.getlist(name)) if many else {query.get(name, "")}
    options = tuple(
        Option(code, text, counts.get(code, 0) if counts is not None else None, code in chosen)
        for code, text in choices
    )
    return Facet(name, label, "many" if many else "one", options)


def range_facet(query: QueryDict, name: str, label: str, unit: str = "") -> Facet:
    """A facet over whole numbers from NAME_min to NAME_max; what is no whole number is left out."""
    low, high = query.get(f"{name}_min", "").strip(), query.get(f"{name}_max", "").strip()
    return Facet(
        name,
        label,
        "range",
        low=low if low.isdecimal() else "",
        high=high if high.isdecimal() else "",
        unit=unit,
    )
