"""Which header of a contract file is which field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from anfu.engagements.contracts.fields import REQUIRED, fields, labels
from anfu.registry.roster.columns import Column, How, money_unit, simplify


def match_columns(headers: Sequence[str], remembered: Mapping[str, str | None]) -> list[Column]:
    """Recognises each header; what a person chose before wins. Of two for one field the first counts."""
    return _first_of_each(_match(index, header, remembered) for index, header in enumerate(headers))


def edit_columns(columns: Sequence[Column], choice: Mapping[int, str | None]) -> list[Column]:
    """The mapping after a person's changes (index -> field or None). ValueError for an unknown field."""
    unknown = {field for field in choice.values() if field is not None} - fields().keys()
    if unknown:
        raise ValueError(f"没有这样的字段：{'、'.join(sorted(unknown))}")
    edited = [
        replace(column, field=choice[column.index], how="person", note="")
        if column.index in choice
        else column
        for column in columns
    ]
    chosen_first = sorted(edited, key=lambda column: (column.how != "person", column.index))
    return sorted(_first_of_each(chosen_first), key=lambda column: column.index)


def count_known(cells: Sequence[str]) -> int:
    """How many fields these headers name."""
    return len({field for cell in cells if (field := _lookup(cell)[0])})


def missing(columns: Iterable[Column]) -> list[str]:
    """Names of the fields without which no row can be taken."""
    given = {column.field for column in columns}
    return [labels()[field] for field in REQUIRED if field not in given]


def _match(index: int, header: str, remembered: Mapping[str, str | None]) -> Column:
    if header in remembered:
        return Column(index, header, remembered[header], "person", money_unit(header))
    field, how = _lookup(header)
    return Column(index, header, field, how, money_unit(header) if field == "price" else "")


def _lookup(header: str) -> tuple[str | None, How]:
    exact, others = _tables()
    if field := exact.get(simplify(header)):
        return field, "exact"
    field = others.get(simplify(header))
    return field, "synonym" if field else ""


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    exact = {simplify(entry["label"]): field for field, entry in fields().items()}
    others = {simplify(word): field for field, entry in fields().items() for word in entry["synonyms"]}
    return exact, others


def _first_of_each(columns: Iterable[Column]) -> list[Column]:
    taken: dict[str, str] = {}
    result = []
    for column in columns:
        if column.field is not None and column.field in taken:
            note = f"与“{taken[column.field]}”是同一字段，先出现的算，这一列不导入"
            column = replace(column, field=None, note=note)
        elif column.field is not None:
            taken[column.field] = column.header
        result.append(column)
    return result
