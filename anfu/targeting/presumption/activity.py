"""What is done with each thing named: made, stored, traded, serviced, or not said."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .cover import outermost
from .hits import Hits
from .lexicon import Lexicon
from .marks import CLAUSE, COLON, PLAIN
from .places import first_from, place_among
from .text import Page
from .trie import BMP, FAR, Index, Ints
from .vocabulary import (
    IS_VERB,
    MAKE,
    MAKER_NAME,
    NAMES_FIRM,
    NAMES_GOODS,
    NO_VERB,
    ON_PAPER,
    SERVICE,
    TRADE,
    TRADER_NAME,
)

Mask = npt.NDArray[np.bool_]
_FAR, _NONE = np.array([FAR], Index), np.array([-1], Index)
_JOIN = np.zeros(BMP, np.bool_)
_JOIN[[ord(char) for char in "、，,．. 　及和与兼或并/"]] = True
_COLON = np.zeros(BMP, np.bool_)
_COLON[[ord(":"), ord("：")]] = True
_TAIL = np.zeros(BMP, np.bool_)
_TAIL[[ord(char) for char in "及和与等业务的为*＊"]] = True


@dataclass(frozen=True, slots=True)
class Runs:
    """Verbs that stand together (制造、加工、销售), as one span with all their activities."""

    start: Ints
    end: Ints
    done: Ints
    leads: Mask

    def of_kind(self, leading: bool) -> "Runs":
        keep = self.leads == leading
        return Runs(self.start[keep], self.end[keep], self.done[keep], self.leads[keep])


@dataclass(frozen=True, slots=True)
class Activities:
    """The verbs of a page and, for each row, what its first clause and its name say that the firm does."""

    before: Runs
    behind: Runs
    makes: Mask
    paper: Mask
    first_clause_end: Ints

    def of(self, page: Page, hits: Hits) -> Ints:
        """Activities said of each hit; 0 where nothing is said (and for every hit in a name)."""
        begin, end = page.clause_of(hits.start)
        next_run = first_from(self.behind.end, hits.end)
        last_run = place_among(self.before.end, hits.start)
        next_start = np.append(self.behind.start, _FAR).take(next_run)
        last_start = np.append(self.before.start, _NONE).take(last_run)
        said_behind = next_start < end
        said_before = last_start >= begin
        between = np.append(self.before.start, _FAR).take(last_run + 1) < next_start
        behind = np.append(self.behind.done, 0).take(next_run) * said_behind
        before = np.append(self.before.done, 0).take(last_run) * said_before
        done = np.where(said_before & (between | ~said_behind), before, behind)
        return done * ~hits.in_name


def activities(page: Page, hits: Hits, lexicon: Lexicon) -> Activities:
    """The verbs of the scopes and what each firm mainly does."""
    runs = _runs(page, hits, lexicon)
    first_end = _first_clause_end(page)
    named = np.flatnonzero(hits.play(NAMES_FIRM) & hits.in_name)
    kinds = lexicon.activity.take(hits.word.take(named))
    maker, trader = (
        _rows(page, hits.row.take(named[kinds & kind != 0])) for kind in (MAKER_NAME, TRADER_NAME)
    )
    goods = np.flatnonzero(hits.play(NAMES_GOODS))
    goods = goods[hits.start.take(goods) < first_end.take(hits.row.take(goods))]
    makes = _makes(page, runs, first_end, maker, trader, _rows(page, hits.row.take(goods)))
    paper = _rows(page, hits.row[hits.play(ON_PAPER)])
    return Activities(runs.of_kind(True), runs.of_kind(False), makes, paper, first_end)


def _first_clause_end(page: Page) -> Ints:
    end = page.clause_of(page.scope_start)[1]
    heading = (page.kind[end] == CLAUSE) & _COLON[page.codes[end]]
    return np.where(heading, page.clause_of(np.minimum(end + 1, page.row_end - 1))[1], end)


def _rows(page: Page, row: Ints) -> Mask:
    mask = np.zeros(page.rows, np.bool_)
    mask[row] = True
    return mask


def _runs(page: Page, hits: Hits, lexicon: Lexicon) -> Runs:
    verbs = np.flatnonzero(hits.play(IS_VERB) & ~hits.in_name & (hits.depth == 0))
    start, end = hits.start.take(verbs), hits.end.take(verbs)
    done = lexicon.activity.take(hits.word.take(verbs))
    verbs = np.flatnonzero(outermost(start, end) & (done & NO_VERB == 0))
    return _joined(page, start.take(verbs), end.take(verbs), done.take(verbs))


def _joined(page: Page, start: Ints, end: Ints, done: Ints) -> Runs:
    if not len(start):
        none = np.zeros(0, np.int64)
        return Runs(none, none, none, none.astype(np.bool_))
    gap = start[1:] - end[:-1]
    joined = (gap <= 0) | ((gap == 1) & _JOIN.take(page.codes.take(end[:-1])))
    first = np.concatenate([[0], np.flatnonzero(~joined) + 1])
    last = np.append(first[1:], len(start)) - 1
    start, end = start.take(first), end.take(last)
    return Runs(start, end, np.bitwise_or.reduceat(done, first), _leads(page, start, end))


def _leads(page: Page, start: Ints, end: Ints) -> Mask:
    """Whether a run stands before its things (生产、销售：A、B) and not behind them (A、B制造、加工)."""
    ahead = page.kind.take(end)
    follows = (ahead == COLON) | ((ahead == PLAIN) & ~_TAIL.take(page.codes.take(end)))
    return (page.kind.take(start - 1) != PLAIN) & follows


def _makes(page: Page, runs: Runs, first_end: Ints, maker: Mask, trader: Mask, goods: Mask) -> Mask:
    """Whether a firm mainly makes things: by its first clause, else by its name, else by what it deals in."""
    row = page.row_of(runs.start)
    early = runs.start < first_end[row]
    made = runs.done & MAKE != 0
    sold = runs.done & (TRADE | SERVICE) != 0
    first_made, first_sold = _rows(page, row[early & made]), _rows(page, row[early & sold])
    silent = ~first_sold & ~trader & (maker | ~goods)
    return first_made | silent | ((maker | ~trader) & _rows(page, row[made]))
