"""Presumption of whole frames: one page at a time, so memory stays bounded, over two processes if wanted."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import NamedTuple

import numpy as np
import polars as pl

from . import evidence
from .activity import activities
from .grounds import presumed_grounds
from .hits import find
from .industry import presumed_industry
from .lexicon import Lexicon
from .negation import negations
from .text import lay_out
from .trie import Ints

PAGE_ROWS = 10_000
COLUMNS = ("uscc", "name", "scope", "industry")
Packed = tuple[bytes, bytes]


class Presumed(NamedTuple):
    """What is presumed of a frame. `row` counts the rows of the frame from 0.

    grounds: row, uscc, ground, strength (strong, medium, weak; null: every word struck out), likelier, rule,
    subtype (paper_trade or null), evidence (list of {field, start, end, text, kind: matched|excluded, rule}).
    industries: row, uscc, section, industry (GB/T 4754-2017 code), sector, evidence; one for each row.
    """

    grounds: pl.DataFrame
    industries: pl.DataFrame


def presume_frame(frame: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """The grounds of `presume_all`: one row for each (row, ground) with any evidence."""
    return presume_all(frame, lexicon).grounds


def presume_all(frame: pl.DataFrame, lexicon: Lexicon) -> Presumed:
    """Grounds and industries of a frame with name and scope and, where known, uscc and industry (a fact)."""
    pages = [_page(part, lexicon, at) for at, part in _parts(frame)] or [_page(frame, lexicon, 0)]
    grounds, signs, spans, firms = (evidence.joined(parts) for parts in zip(*pages, strict=True))
    uscc = frame["uscc"] if "uscc" in frame.columns else pl.Series("uscc", [None] * len(frame), pl.String)
    rows = pl.DataFrame({"row": np.arange(len(frame), dtype=np.uint32), "uscc": uscc})
    return Presumed(
        evidence.ground_frame(grounds, signs, firms, lexicon, rows),
        evidence.industry_frame(spans, firms, lexicon, rows),
    )


def presume_chunks(
    frames: Iterable[pl.DataFrame], lexicon: Lexicon, processes: int = 2
) -> Iterator[tuple[pl.DataFrame, Presumed]]:
    """Each frame with what is presumed of it, in order; at most `processes` + 1 frames are in memory."""
    if processes < 2:
        yield from ((frame, presume_all(frame, lexicon)) for frame in frames)
        return
    # A forked child of a process with polars threads can hang, so children start afresh.
    with (
        _single_threaded(),
        ProcessPoolExecutor(processes, get_context("spawn"), _receive, (lexicon,)) as pool,
    ):
        waiting: deque[tuple[pl.DataFrame, Future[Packed]]] = deque()
        for frame in frames:
            read = [name for name in COLUMNS if name in frame.columns]
            waiting.append((frame, pool.submit(_work, _packed(frame.select(read)))))
            if len(waiting) > processes:
                yield _received_answer(*waiting.popleft())
        while waiting:
            yield _received_answer(*waiting.popleft())


@contextmanager
def _single_threaded() -> Iterator[None]:
    """Children that start meanwhile use one polars thread each: the processes are the parallel work."""
    before = os.environ.get("POLARS_MAX_THREADS")
    os.environ["POLARS_MAX_THREADS"] = "1"
    try:
        yield
    finally:
        os.environ.pop("POLARS_MAX_THREADS")
        if before is not None:
            os.environ["POLARS_MAX_THREADS"] = before


_received: list[Lexicon] = []


def _receive(lexicon: Lexicon) -> None:
    _received.append(lexicon)


def _work(frame: bytes) -> Packed:
    grounds, industries = presume_all(pl.read_ipc(frame), _received[-1])
    return _packed(grounds), _packed(industries)


def _received_answer(frame: pl.DataFrame, answer: Future[Packed]) -> tuple[pl.DataFrame, Presumed]:
    return frame, Presumed(*map(pl.read_ipc, answer.result()))


def _packed(frame: pl.DataFrame) -> bytes:
    # A pickled frame costs three times as much to write and to read.
    return frame.write_ipc(None).getvalue()


def _parts(frame: pl.DataFrame) -> Iterator[tuple[int, pl.DataFrame]]:
    return ((at, frame[at : at + PAGE_ROWS]) for at in range(0, len(frame), PAGE_ROWS))


class _Page(NamedTuple):
    """What speaks for grounds and for industries on a page, and its firms."""

    grounds: evidence.Spans
    signs: evidence.Grounds
    industries: evidence.Spans
    firms: evidence.Firms


def _page(frame: pl.DataFrame, lexicon: Lexicon, at: int) -> _Page:
    page = lay_out(frame["name"], frame["scope"])
    hits = find(page, lexicon)
    negated = negations(page, hits, lexicon)
    done = activities(page, hits, lexicon)
    industry = presumed_industry(page, hits, lexicon, done, negated, _given(frame, lexicon))
    sections = lexicon.section.take(industry.code)
    signs = presumed_grounds(page, hits, lexicon, done, negated, industry.code, sections)
    return _Page(
        *evidence.ground_spans(page, signs, at),
        evidence.industry_spans(page, industry, lexicon, at),
        evidence.Firms(industry.code, done.paper),
    )


def _given(frame: pl.DataFrame, lexicon: Lexicon) -> Ints:
    if "industry" not in frame.columns or not len(frame):
        return np.full(len(frame), -1, np.int64)
    places = {code: n for n, code in enumerate(lexicon.codes)}
    return frame["industry"].replace_strict(places, default=-1, return_dtype=pl.Int64).to_numpy()
