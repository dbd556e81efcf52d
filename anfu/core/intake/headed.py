"""What a kind of file says in the same way as any other, once its fields are named."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from anfu.core.intake.columns import Column, Headers, headers_of
from anfu.core.intake.kinds import BATCH_ROWS


class Headed(ABC):
    """A kind whose fields stand in a data file: field -> label, synonyms, example."""

    required: Iterable[str] = ()
    party = ""
    hides = False
    at_once = BATCH_ROWS

    def hidden(self, text: str) -> str:
        """As it stands."""
        return text

    @abstractmethod
    def fields(self) -> Mapping[str, Mapping[str, Any]]:
        """The data file."""

    def headers(self) -> Headers:
        """What the headers of such files mean."""
        return headers_of(self.fields())

    def labels(self) -> Mapping[str, str]:
        """Field -> its Chinese name."""
        return self.headers().labels()

    def examples(self) -> Mapping[str, str]:
        """Field -> a made-up value, for the template file."""
        return {field: str(entry["example"]) for field, entry in self.fields().items()}

    def count_known(self, cells: Sequence[str]) -> int:
        """How many fields these headers name."""
        return self.headers().count_known(cells)

    def match(self, headers: Sequence[str], remembered: Mapping[str, str | None]) -> list[Column]:
        """Recognise each header; what a person chose before wins."""
        return self.headers().match(headers, remembered)

    def edit(self, columns: Sequence[Column], choice: Mapping[int, str | None]) -> list[Column]:
        """The mapping after a person's changes; ValueError for a field that does not exist."""
        return self.headers().edit(columns, choice)

    def missing(self, columns: Sequence[Column]) -> list[str]:
        """Names of the fields without which no row can be taken."""
        return self.headers().missing(columns, self.required)
