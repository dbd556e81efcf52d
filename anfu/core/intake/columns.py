"""Which header of a file is which field. The answer is shown, may be edited, and is remembered for the office."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

How = Literal["exact", "normalised", "synonym", "person", ""]

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_MARKS = re.compile(r"[\s*:：、,，./\\_\-—#()\[\]【】\"'“”]+")
_UNIT = re.compile(r"(亿|千万|百万|万|千)?(美元|港元|日元|欧元|元)|(亿|千万|百万|万)(?=\W*$)")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file. `field` is None where it is not imported; `note` tells why or what was assumed.

    `unit` is the money unit that the header names (`万元`), or empty.
    """

    index: int
    header: str
    field: str | None
    how: How
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FieldName:
    """A field of a file as people know it."""

    field: str
    label: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True)
class Headers:
    """The fields of one kind of file, in the order in which pages show them."""

    names: tuple[FieldName, ...]
    _exact: dict[str, str] = field(init=False, repr=False, default_factory=dict)
    _normalised: dict[str, str] = field(init=False, repr=False, default_factory=dict)
    _synonyms: dict[str, str] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.names:
            self._exact[name.label] = name.field
            self._normalised[simplify(name.label)] = name.field
            self._synonyms.update({simplify(word): name.field for word in name.synonyms})

    def labels(self) -> dict[str, str]:
        """Field -> its Chinese name."""
        return {name.field: name.label for name in self.names}

    def count_known(self, cells: Sequence[str]) -> int:
        """How many fields these cells name: finds the header among title lines."""
        return len({field for cell in cells if (field := self._lookup(cell)[0])})

    def match(self, headers: Sequence[str], remembered: Mapping[str, str | None]) -> list[Column]:
        """Recognises each header. `remembered` (header -> field or None) is what a person chose before; it wins.

        Two headers for one field: the first counts, the other is not imported and its note says so.
        """
        return _first_of_each(self._match(index, header, remembered) for index, header in enumerate(headers))

    def edit(self, columns: Sequence[Column], choice: Mapping[int, str | None]) -> list[Column]:
        """The mapping after a person's changes (index -> field or None). ValueError for an unknown field."""
        unknown = {field for field in choice.values() if field is not None} - self.labels().keys()
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

    def missing(self, columns: Iterable[Column], wanted: Iterable[str]) -> list[str]:
        """Names of the wanted fields that no column is matched to."""
        given, labels = {column.field for column in columns}, self.labels()
        return [labels[field] for field in wanted if field not in given]

    def _match(self, index: int, header: str, remembered: Mapping[str, str | None]) -> Column:
        if header in remembered:
            return Column(index, header, remembered[header], "person", money_unit(header))
        found, how = self._lookup(header)
        return Column(index, header, found, how, money_unit(header) if found else "")

    def _lookup(self, header: str) -> tuple[str | None, How]:
        if found := self._exact.get(header.strip()):
            return found, "exact"
        plain = simplify(header)
        if found := self._normalised.get(plain):
            return found, "normalised"
        if found := self._synonyms.get(plain):
            return found, "synonym"
        return None, ""


def headers_of(fields: Mapping[str, Mapping[str, object]]) -> Headers:
    """From a data file of headers: field -> label and synonyms."""
    return Headers(
        tuple(FieldName(name, str(each["label"]), _words(each["synonyms"])) for name, each in fields.items())
    )


def simplify(header: str) -> str:
    """A header without brackets and what stands in them, blanks, marks and width."""
    text = unicodedata.normalize("NFKC", header)
    outside = _MARKS.sub("", _BRACKETS.sub("", text))
    return (outside or _MARKS.sub("", text)).lower()


def money_unit(header: str) -> str:
    """`注册资金（万元）` -> `万元`; empty where the header names none."""
    match = _UNIT.search(unicodedata.normalize("NFKC", header))
    return match[0] if match else ""


def _words(found: object) -> tuple[str, ...]:
    return tuple(str(word) for word in found) if isinstance(found, list) else ()


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
