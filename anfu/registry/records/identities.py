"""Identity numbers in a file: sealed before anything of the file is kept, and understood as people type them."""

import re
from dataclasses import dataclass

from anfu.core.personal import identity
from anfu.core.personal.sealing import SUITE, seal, unseal
from anfu.registry.records.cells import short
from anfu.registry.roster.normalise.cells import Unclear

# A number with a figure too few or too many, or a sign between, is somebody's, too.
_NUMBER = re.compile(r"[0-9X.\-]{15,24}")
# From one day or month to another, its parts set apart: 2023.01.01-2025.12.31, 2023-01-01 2025-12-31, 2023.1-2025.12.
# Nobody writes an identity number with signs at these places, and none begins with 19 or 20.
_MONTH = r"(?:19|20)[0-9]{2}[.\-](?:0?[1-9]|1[0-2])"
_DAY = r"[.\-](?:0?[1-9]|[12][0-9]|3[01])"
_TERM = re.compile(rf"{_MONTH}(?:-{{1,2}}{_MONTH}|{_DAY}-{{0,2}}{_MONTH}{_DAY})")
# What is left of one that a spreadsheet took for a quantity: 3.30782E+17, or zeros for the last three figures.
_ROUNDED = re.compile(r"[0-9.]+E\+?17|[0-9]{15}000(\.0)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sealing:
    """As which field of which model the numbers of one kind of file are sealed."""

    model: str
    field: str

    def hidden(self, text: str) -> str:
        """What looks like a number, right or broken, comes back sealed, whatever column it stands in; all else as it is."""
        plain = identity.normal(text)
        return self.sealed(plain) if _NUMBER.fullmatch(plain) and not _TERM.fullmatch(plain) else text

    def sealed(self, number: str) -> str:
        """The number as it may lie in a file."""
        return seal(self.model, self.field, number)

    def opened(self, text: str) -> str:
        """A cell as it came."""
        return unseal(self.model, self.field, text) if text.startswith(SUITE) else text

    def number(self, text: str) -> str:
        """The number itself; only in memory, for it is sealed again before anything is written."""
        number = identity.normal(self.opened(text))
        if identity.is_right(number):
            return number
        if _ROUNDED.fullmatch(number):
            raise Unclear(
                "bad_identity",
                "身份证号被表格软件当成数字，后几位已经丢了",
                "请把这一列设成文本，照身份证再填",
            )
        raise Unclear("bad_identity", "身份证号不对：位数、日期或校验位不符", "请照身份证再填")

    def text(self, text: str, *, longest: int, label: str) -> str:
        """Another text of the file: it may look like a number (a certificate's does), and lie sealed in the copy."""
        return str(short(self.opened(text), longest=longest, label=label))
