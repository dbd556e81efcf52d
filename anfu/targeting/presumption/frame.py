"""Presumption of whole frames: one page at a time, so memory stays bounded, over two processes if wanted."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from multiprocessing import get_context
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
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
    return Presumed(pl.concat([p.grounds for p in pages]), pl.concat([p.industries for p in pages]))


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
        waiting: list[tuple[pl.DataFrame, Future[Presumed]]] = []
        for frame in frames:
            waiting.append((frame, pool.submit(_work, frame)))
            if len(waiting) > processes:
                done, future = waiting.pop(0)
                yield done, future.result()
        yield from ((done, future.result()) for done, future in waiting)


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


def _work(frame: pl.DataFrame) -> Presumed:
    return presume_all(frame, _received[-1])


def _parts(frame: pl.DataFrame) -> Iterator[tuple[int, pl.DataFrame]]:
    return ((at, frame[at : at + PAGE_ROWS]) for at in range(0, len(frame), PAGE_ROWS))


def _page(frame: pl.DataFrame, lexicon: Lexicon, at: int) -> Presumed:
    page = lay_out(frame["name"], frame["scope"])
    hits = find(page, lexicon)
    negated = negations(page, hits, lexicon)
    done = activities(page, hits, lexicon)
    given = _given(frame, lexicon)
    industry = presumed_industry(page, hits, lexicon, done, negated, given)
    sections = _sections(lexicon)[industry.code]
    signs = presumed_grounds(page, hits, lexicon, done, negated, industry.code, sections)
    uscc = frame["uscc"] if "uscc" in frame.columns else pl.Series("uscc", [None] * len(frame), pl.String)
    rows = pl.DataFrame({"row": np.arange(at, at + len(frame), dtype=np.uint32), "uscc": uscc})
    return Presumed(
        evidence.ground_frame(page, signs, lexicon, rows, done.paper),
        evidence.industry_frame(page, industry, lexicon, rows, sections),
    )


def _given(frame: pl.DataFrame, lexicon: Lexicon) -> Ints:
    if "industry" not in frame.columns or not len(frame):
        return np.full(len(frame), -1, np.int64)
    places = {code: n for n, code in enumerate(lexicon.codes)}
    return frame["industry"].replace_strict(places, default=-1, return_dtype=pl.Int64).to_numpy()


@lru_cache(maxsize=8)
def _section_letters(codes: tuple[str, ...], letters: tuple[tuple[str, str], ...]) -> npt.NDArray[np.object_]:
    of = dict(letters)
    return np.array([*(of[code[:2]] for code in codes), ""], object)


def _sections(lexicon: Lexicon) -> npt.NDArray[np.object_]:
    return _section_letters(lexicon.codes, tuple(lexicon.section_of.items()))
