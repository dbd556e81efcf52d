"""The words behind a presumption, cut to what a page shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

AROUND, LONGEST = 24, 150
KINDS = {"matched": "match", "excluded": "excluded"}
Span = Mapping[str, Any]


@dataclass(frozen=True)
class Marked:
    """A text and the spans found in it, as the page's marker takes them."""

    text: str
    spans: tuple[dict[str, Any], ...]


def marked(text: str, field: str, evidence: Iterable[Span], number: str = "") -> Marked:
    """The whole text of one field with its spans; those that no longer fit the text are left out."""
    fitting = [s for s in evidence if s["field"] == field and text[s["start"] : s["end"]] == s["text"]]
    return Marked(text, tuple(_shown(span, number) for span in fitting))


def excerpt(found: Marked) -> Marked:
    """The stretch around the matches, at most so long; the beginning of the text where nothing matched."""
    places = [span for span in found.spans if span["kind"] == "match"] or list(found.spans)
    first = max(0, min((s["start"] for s in places), default=0) - AROUND)
    last = min(max((s["end"] for s in places), default=LONGEST) + AROUND, first + LONGEST, len(found.text))
    before, after = ("…" if first else ""), ("…" if last < len(found.text) else "")
    shift = len(before) - first
    inside = [s for s in found.spans if s["start"] < last and s["end"] > first]
    moved = [
        {**s, "start": max(s["start"], first) + shift, "end": min(s["end"], last) + shift} for s in inside
    ]
    return Marked(before + found.text[first:last] + after, tuple(moved))


def words(evidence: Iterable[Span], kind: str = "matched") -> tuple[str, ...]:
    """The words of one kind, each once."""
    return tuple(dict.fromkeys(span["text"] for span in evidence if span["kind"] == kind))


def _shown(span: Span, number: str) -> dict[str, Any]:
    shown = {"start": span["start"], "end": span["end"], "kind": KINDS[span["kind"]]}
    return shown | {"number": number, "title": f"规则 {span['rule']}"}
