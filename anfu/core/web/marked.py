"""Cuts a text at the ends of the spans that were found in it, so that a page can mark and strike them."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Piece:
    """A stretch of text under the same spans. `numbers` belong to matches that end with it."""

    text: str
    state: str
    numbers: tuple[str, ...] = ()
    title: str = ""


def pieces(text: str, spans: Iterable[Mapping[str, Any]]) -> list[Piece]:
    """Cut `text` by spans {start, end, kind: match|excluded, number?, title?}, which may overlap.

    Offsets count characters, end excluded; what reaches outside the text is cut off. Where a match
    and an exclusion meet, the exclusion holds: the words stand there, but do not count.
    """
    inside = [clipped for span in spans if (clipped := _clip(span, len(text)))]
    cuts = sorted({0, len(text), *(s["start"] for s in inside), *(s["end"] for s in inside)})
    cut = [_piece(text, start, end, inside) for start, end in itertools.pairwise(cuts)]
    return _joined(cut)


def _clip(span: Mapping[str, Any], length: int) -> dict[str, Any] | None:
    start, end = max(0, span["start"]), min(length, span["end"])
    return {**span, "start": start, "end": end} if start < end else None


def _piece(text: str, start: int, end: int, spans: list[dict[str, Any]]) -> Piece:
    over = [span for span in spans if span["start"] <= start and end <= span["end"]]
    state = _state(over)
    numbers = [
        str(span["number"])
        for span in over
        if span["end"] == end and span.get("number") and state == "match" and _is_match(span)
    ]
    titles = dict.fromkeys(str(span["title"]) for span in over if span.get("title"))
    return Piece(text[start:end], state, tuple(dict.fromkeys(numbers)), "；".join(titles))


def _is_match(span: Mapping[str, Any]) -> bool:
    return span.get("kind", "match") == "match"


def _state(over: list[dict[str, Any]]) -> str:
    if not over:
        return "plain"
    return "match" if all(_is_match(span) for span in over) else "excluded"


def _joined(cut: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in cut:
        last = joined[-1] if joined else None
        if last and not last.numbers and (last.state, last.title) == (piece.state, piece.title):
            joined[-1] = Piece(last.text + piece.text, piece.state, piece.numbers, piece.title)
        else:
            joined.append(piece)
    return joined
