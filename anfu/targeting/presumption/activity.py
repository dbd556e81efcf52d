"""What is done with each thing named: made, stored, traded, serviced, or not said."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .hits import Hits
from .lexicon import Lexicon
from .text import CLAUSE, CLOSE, COLON, ITEM, OPEN, PLAIN, Page
from .trie import BMP, FAR, Index, Ints
from .vocabulary import MAKE, MAKER_NAME, NO_VERB, PAPER, SERVICE, STORE, TRADE, TRADER_GOODS, TRADER_NAME

Mask = npt.NDArray[np.bool_]
_DONE = MAKE | STORE | TRADE | SERVICE | PAPER
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
        next_run = np.searchsorted(self.behind.end, hits.end, "left")
        last_run = np.searchsorted(self.before.end, hits.start, "right") - 1
        next_start = np.append(self.behind.start, _FAR)[next_run]
        last_start = np.append(self.before.start, _NONE)[last_run]
        said_behind = next_start < end
        said_before = last_start >= begin
        between = np.append(self.before.start, _FAR)[last_run + 1] < next_start
        behind = np.where(said_behind, np.append(self.behind.done, 0)[next_run], 0)
        before = np.where(said_before, np.append(self.before.done, 0)[last_run], 0)
        done = np.where(said_behind & ~(between & said_before), behind, np.where(said_before, before, behind))
        return np.where(hits.in_name, 0, done)


def activities(page: Page, hits: Hits, lexicon: Lexicon) -> Activities:
    """The verbs of the scopes and what each firm mainly does."""
    verbs = hits.where(
        (lexicon.activity[hits.word] & (_DONE | NO_VERB) != 0) & ~hits.in_name & (hits.depth == 0)
    )
    verbs = verbs.outermost()
    verbs = verbs.where(lexicon.activity[verbs.word] & NO_VERB == 0)
    runs = _runs(page, verbs, lexicon.activity[verbs.word])
    first_end = _first_clause_end(page)
    named = hits.where(hits.in_name)
    kinds = lexicon.activity[named.word]
    paper = np.zeros(page.rows, np.bool_)
    paper[hits.row[lexicon.activity[hits.word] & PAPER != 0]] = True
    goods = hits.row[(lexicon.activity[hits.word] & TRADER_GOODS != 0) & (hits.start < first_end[hits.row])]
    maker, trader = (_rows(page, named.row[kinds & kind != 0]) for kind in (MAKER_NAME, TRADER_NAME))
    makes = _makes(page, runs, first_end, maker, trader, _rows(page, goods))
    return Activities(runs.of_kind(True), runs.of_kind(False), makes, paper, first_end)


def _first_clause_end(page: Page) -> Ints:
    end = page.clause_of(page.scope_start)[1]
    heading = (page.kind[end] == CLAUSE) & _COLON[page.codes[end]]
    return np.where(heading, page.clause_of(np.minimum(end + 1, page.row_end - 1))[1], end)


def _rows(page: Page, row: Ints) -> Mask:
    mask = np.zeros(page.rows, np.bool_)
    mask[row] = True
    return mask


def _runs(page: Page, verbs: Hits, done: Ints) -> Runs:
    if not len(verbs):
        none = np.zeros(0, np.int64)
        return Runs(none, none, none, none.astype(np.bool_))
    gap = verbs.start[1:] - verbs.end[:-1]
    joined = (gap <= 0) | ((gap == 1) & _JOIN[page.codes[verbs.end[:-1]]])
    first = np.concatenate([[0], np.flatnonzero(~joined) + 1])
    last = np.concatenate([first[1:], [len(verbs)]]) - 1
    start, end = verbs.start[first], verbs.end[last]
    return Runs(start, end, np.bitwise_or.reduceat(done, first), _leads(page, start, end))


def _leads(page: Page, start: Ints, end: Ints) -> Mask:
    """Whether a run stands before its things (生产、销售：A、B) and not behind them (A、B制造、加工)."""
    opened = np.isin(page.kind[start - 1], [CLAUSE, ITEM, COLON, OPEN, CLOSE])
    ahead = page.kind[end]
    follows = (ahead == COLON) | ((ahead == PLAIN) & ~_TAIL[page.codes[end]])
    return opened & follows


def _makes(page: Page, runs: Runs, first_end: Ints, maker: Mask, trader: Mask, goods: Mask) -> Mask:
    """Whether a firm mainly makes things: by its first clause, else by its name, else by what it deals in."""
    row = page.row_of(runs.start)
    early = runs.start < first_end[row]
    made = runs.done & MAKE != 0
    sold = runs.done & (TRADE | SERVICE) != 0
    first_made, first_sold = _rows(page, row[early & made]), _rows(page, row[early & sold])
    silent = ~first_sold & ~trader & (maker | ~goods)
    return first_made | silent | ((maker | ~trader) & _rows(page, row[made]))
