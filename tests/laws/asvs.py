"""The requirements of OWASP ASVS 5.0, levels 1 and 2, decided one by one in docs/asvs.csv: `python -m tests.laws.asvs`.

Prints the summary by chapter that docs/trust.md holds. Ids are the standard's (OWASP, CC BY-SA 4.0); the words are ours.
"""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "asvs.csv"
VECTORS = ROOT.parent / "shared" / "vectors" / "asvs_5.0.0_en.csv"
DECISIONS = ("met", "not met", "not applicable")
# In our words: what each chapter is about.
CHAPTERS = {
    1: "encoding", 2: "validation and business rules", 3: "browsers", 4: "API and HTTP", 5: "files", 6: "signing in",
    7: "sessions", 8: "authorization", 9: "tokens", 10: "OAuth and OIDC", 11: "cryptography", 12: "TLS",
    13: "configuration", 14: "data protection", 15: "architecture and code", 16: "logs and errors", 17: "WebRTC",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One requirement: `evidence` are places (path, path:word or path::test) apart by blanks."""

    id: str
    level: str
    decision: str
    evidence: str
    words: str

    @property
    def chapter(self) -> int:
        return int(self.id[1:].split(".")[0])


def rows() -> list[Row]:
    """The table as it stands."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Row(**line) for line in csv.DictReader(file)]


def missing(place: str) -> str:
    """What of a place is not there, "" where all is."""
    path, _, test = place.partition("::")
    path, _, word = path.partition(":")
    if not (ROOT / path).is_file():
        return f"no file {path}"
    text = (ROOT / path).read_text("utf-8") if test or word else ""
    if test and not re.search(rf"^\s*def {re.escape(test)}\(", text, re.M):
        return f"no test {test} in {path}"
    return f"no {word} in {path}" if word and word not in text else ""


def summary() -> str:
    """A Markdown table by chapter."""
    counts = Counter((row.chapter, row.decision) for row in rows())
    by_level = Counter((row.level, row.decision) for row in rows())
    lines = [f"| chapter ({date.today()}) | {' | '.join(DECISIONS)} |", "|---|---|---|---|"]
    lines += [_line(f"V{n} {name}", [counts[n, d] for d in DECISIONS]) for n, name in CHAPTERS.items()]
    lines += [_line(f"level {level}", [by_level[level, d] for d in DECISIONS]) for level in ("1", "2")]
    return "\n".join([*lines, _line("all", [sum(by_level[v, d] for v in "12") for d in DECISIONS])])


def _line(name: str, numbers: list[int]) -> str:
    return f"| {name} | {' | '.join(map(str, numbers))} |"


if __name__ == "__main__":
    print(summary())
