"""Which industry the words of a row speak for."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .activity import Activities
from .cover import outermost
from .hits import Hits
from .lexicon import Lexicon
from .negation import Negations
from .tables import DIRECT, GENERIC, TRADED
from .text import Page
from .trie import Ints
from .vocabulary import MAKE, SERVICE, TELLS_INDUSTRY, TRADE

# How much a word weighs by where it stands: a name speaks for the firm, the first items for its main trade.
NAME_PRODUCT, NAME_DIRECT, NAME_GENERIC, FIRST_ITEM, FIRST_DIRECT = 34.0, 46.0, 16.0, 20.0, 26.0
PER_CHARACTER, ITEM_FADES, LATER_CLAUSE, TRADED_SHARE = 2.0, 0.78, 0.5, 0.6
# Items further on fade no more.
_FADED = np.power(ITEM_FADES, np.arange(13), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Voices:
    """Words that speak for an industry: the hit, the code's place in the lexicon's table, its weight."""

    hit: Ints
    rule: Ints
    code: Ints
    weight: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Industry:
    """For each row: its code's place in `lexicon.codes` or -1; the hits (with rules) that speak for it."""

    code: Ints
    hits: Hits
    voice_row: Ints
    voice_rule: Ints


def presumed_industry(
    page: Page, hits: Hits, lexicon: Lexicon, done: Activities, negated: Negations, given: Ints
) -> Industry:
    """The most likely industry of each row; a given code (place ≥ 0) stands as it is, without evidence."""
    speaking = _speaking(hits, given)
    speaking = speaking.where(negated.struck_by(speaking) == 0)
    voices = _voices(page, speaking, lexicon, done)
    code, kept = _elect(page.rows, speaking, voices, lexicon)
    chosen = speaking.where(voices.hit[kept])
    return Industry(np.where(given >= 0, given, code), chosen, chosen.row, voices.rule[kept])


def _speaking(hits: Hits, given: Ints) -> Hits:
    """The words outside brackets that speak for an industry, in rows whose industry is not given."""
    some = np.flatnonzero(hits.play(TELLS_INDUSTRY))
    if given.max(initial=-1) >= 0:
        some = some[given.take(hits.row.take(some)) < 0]
    alone = outermost(hits.start.take(some), hits.end.take(some))
    return hits.where(some[alone & (hits.depth.take(some) == 0)])


def _voices(page: Page, hits: Hits, lexicon: Lexicon, done: Activities) -> Voices:
    rules = lexicon.industries
    hit, rule = rules.of_word.expand(hits.word)
    fits = np.where(hits.in_name[hit], rules.in_name[rule], rules.in_scope[rule])
    hit, rule = hit[fits], rule[fits]
    said = done.of(page, hits)[hit]
    makes = np.where(said == 0, done.makes[hits.row[hit]], said & MAKE != 0)
    kind = rules.kind[rule]
    code = np.where((kind == DIRECT) | makes | (rules.trade[rule] < 0), rules.code[rule], rules.trade[rule])
    code = np.where((kind == TRADED) & makes, -1, np.where(kind == TRADED, rules.code[rule], code))
    fades = _fading(page, hits, done)
    weight = _weights(page, hits, fades)[hit]
    weight = weight + np.where(kind == DIRECT, _direct_bonus(hits, fades)[hit], 0.0)
    weight = weight - np.where(kind == GENERIC, NAME_PRODUCT - NAME_GENERIC, 0.0)
    serviced = (kind != DIRECT) & (said & SERVICE != 0) & (said & (MAKE | TRADE) == 0)
    keep = (code >= 0) & ~serviced
    weight = np.where(kind == TRADED, weight * TRADED_SHARE, weight)
    return Voices(hit[keep], rule[keep], code[keep], weight[keep])


def _fading(page: Page, hits: Hits, done: Activities) -> npt.NDArray[np.float64]:
    """How much of its weight a word of the scope keeps where it stands."""
    later = np.where(hits.start > done.first_clause_end.take(hits.row), LATER_CLAUSE, 1.0)
    return _FADED.take(page.item_number(hits.start), mode="clip") * later


def _direct_bonus(hits: Hits, fades: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.where(hits.in_name, NAME_DIRECT - NAME_PRODUCT, (FIRST_DIRECT - FIRST_ITEM) * fades)


def _weights(page: Page, hits: Hits, fades: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    length = PER_CHARACTER * np.minimum(hits.end - hits.start, 6)
    in_scope = (FIRST_ITEM + length) * fades
    # The trade word of a name stands last, just before its legal form.
    late = (hits.start - page.row_start.take(hits.row)) / 4.0
    return np.where(hits.in_name, NAME_PRODUCT + late + length, in_scope)


def _elect(rows: int, hits: Hits, voices: Voices, lexicon: Lexicon) -> tuple[Ints, Ints]:
    """The code of each row (-1: none): of the heaviest division and its heaviest group the heaviest word."""
    row = hits.row.take(voices.hit)
    division, group = lexicon.division.take(voices.code), lexicon.group.take(voices.code)
    best = _heaviest(row, division, voices.weight, rows)
    kept = np.flatnonzero(division == best.take(row))
    row, group, weight = row.take(kept), group.take(kept), voices.weight.take(kept)
    best = _heaviest(row, group, weight, rows)
    some = np.flatnonzero(group == best.take(row))
    return _heaviest_code(row.take(some), voices.code[kept[some]], weight.take(some), rows), kept[some]


def _heaviest(row: Ints, bin_of: Ints, weight: npt.NDArray[np.float64], rows: int) -> Ints:
    """The bin of each row whose weights add up to most; the first of equal ones."""
    bins = int(bin_of.max(initial=0)) + 1
    total = np.bincount(row * bins + bin_of, weights=weight, minlength=rows * bins)
    return total.reshape(rows, bins).argmax(axis=1)


def _heaviest_code(row: Ints, code: Ints, weight: npt.NDArray[np.float64], rows: int) -> Ints:
    """The code of the heaviest word of each row, of equal ones the last; -1 where there is none."""
    heaviest = np.full(rows, -np.inf)
    first = np.flatnonzero(np.diff(row, prepend=-1))
    if len(first):
        heaviest[row.take(first)] = np.maximum.reduceat(weight, first)
    winner = np.flatnonzero(weight == heaviest.take(row))
    answer = np.full(rows, -1, np.int64)
    answer[row.take(winner)] = code.take(winner)
    return answer
