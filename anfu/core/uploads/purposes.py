"""What a file is taken for decides how large it may be and which kinds it may be."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from anfu.core.intake.reading.limits import DEFAULT_LIMITS, MIB

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Purpose:
    """`kinds`: as `kinds.kind_of` names them; `words`: for hints and refusals."""

    code: str
    kinds: tuple[str, ...]
    words: str
    max_bytes: int

    @property
    def hint(self) -> str:
        """What stands under the field."""
        return f"{self.words}，不超过 {self.max_bytes // MIB} MB"


EVIDENCE = Purpose("evidence", ("pdf", "jpg", "png", "webp"), "PDF、JPG、PNG 或 WebP", 20 * MIB)
TABLE = Purpose("table", ("csv", "xlsx"), "xlsx 或 csv", DEFAULT_LIMITS.max_bytes)


def takes(purpose: Purpose) -> Callable[[View], View]:
    """The view takes files for this purpose: more bytes than that are not even read. Others take what evidence may be."""

    def mark(view: View) -> View:
        view.takes_files_for = purpose  # type: ignore[attr-defined]
        return view

    return mark
