"""What a kind of to-do is called and by which verb it is dealt with: each room's data/todos.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Kind:
    """The words of one kind: 导入待写入, the verb 写入, the icon."""

    label: str
    verb: str = "去办"
    icon: str = "clipboard-list"


@cache
def kinds() -> dict[str, Kind]:
    """Every declared kind by its code."""
    found: dict[str, Kind] = {}
    for path in sorted(Path(settings.PACKAGE).glob("*/data/todos.toml")):
        rows = tomllib.loads(path.read_text("utf-8"))["todos"]
        found |= {code: Kind(**words) for code, words in rows.items()}
    return found


def kind_of(code: str) -> Kind:
    """The words of a kind; one that no room declares shows its code."""
    return kinds().get(code, Kind(label=code))
