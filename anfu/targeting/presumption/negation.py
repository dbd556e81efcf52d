"""How far a negator reaches, and which words it strikes out."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .cover import covering, within
from .hits import Hits
from .lexicon import Lexicon
from .marks import CLAUSE, COLON
from .places import after, before_next
from .text import Page
from .trie import BMP, FAR, Ints
from .vocabulary import (
    ABSENT,
    ADJACENT,
    AFTER,
    BACKWARD,
    BEFORE,
    BRANCH,
    EXCEPT,
    FORWARD,
    ITEM,
    NAMES_CONCEPT,
    NEGATES,
    NEUTRAL,
    OUTSIDE,
)

_COMMA = np.zeros(BMP, np.bool_)
_COMMA[[ord(char) for char in "，,；;。\0："]] = True
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Reach:
    """Spans, sorted by start, in which words do not count, and the rule that says so."""

    start: Ints
    end: Ints
    rule: Ints

    def rule_over(self, hits: Hits) -> Ints:
        """The rule that strikes out each hit, or 0."""
        place = covering(self.start, self.end, hits.start, hits.end)
        return np.append(self.rule, 0).take(place)


@dataclass(frozen=True, slots=True)
class Beside:
    """Where a word that begins just there does not count, and the rule that says so; sorted."""

    at: Ints
    rule: Ints
    here: Mask

    def rule_at(self, at: Ints) -> Ints:
        """The rule that strikes out a word that begins at each position, or 0."""
        rule = np.zeros(len(at), self.rule.dtype)
        some = np.flatnonzero(self.here.take(at))
        rule[some] = self.rule.take(np.searchsorted(self.at, at.take(some)))
        return rule


@dataclass(frozen=True, slots=True)
class Negations:
    """What is struck out on a page: by itself, by concept (bit → spans), and what is only at a branch."""

    direct: Reach
    beside: Beside
    by_concept: dict[int, Reach]
    branch: Reach

    def struck_by(self, hits: Hits, covered_by: Ints | None = None) -> Ints:
        """The negator's rule for each hit that is excluded, else 0; `covered_by`: each hit's concepts."""
        rule = self.direct.rule_over(hits)
        rule = np.where(rule == 0, self.beside.rule_at(hits.start), rule)
        if covered_by is not None:
            self._strike_by_concept(hits, covered_by, rule)
        return rule

    def _strike_by_concept(self, hits: Hits, covered_by: Ints, rule: Ints) -> None:
        for bit, reach in self.by_concept.items():
            some = np.flatnonzero((covered_by & bit != 0) & (rule == 0))
            rule[some] = reach.rule_over(hits.where(some))


@dataclass(frozen=True, slots=True)
class Negators:
    """Words that strike others out, and the bracket or clause that each stands in."""

    hits: Hits
    kind: Ints
    rule: Ints
    begin: Ints
    end: Ints

    def where(self, keep: Mask | Ints) -> "Negators":
        return Negators(
            self.hits.where(keep), self.kind[keep], self.rule[keep], self.begin[keep], self.end[keep]
        )


def negations(page: Page, hits: Hits, lexicon: Lexicon) -> Negations:
    """All negations of a page."""
    signs = _signs(page, hits, lexicon)
    negators = signs.where(signs.kind & (FORWARD | EXCEPT | BACKWARD | ITEM) != 0)
    outside = signs.hits.start[signs.kind & OUTSIDE != 0]
    start, end = _spans(page, negators, outside)
    order = np.argsort(start, kind="stable")
    negators = negators.where(order)
    direct = Reach(start[order], end[order], negators.rule)
    whole = signs.where(signs.kind & (BEFORE | AFTER) != 0)
    return Negations(
        direct,
        _beside(page, signs.where(signs.kind & (ADJACENT | ABSENT) != 0)),
        _by_concept(hits, lexicon, direct, _spreads(page, negators, whole)),
        _branches(page, signs.where(signs.kind & BRANCH != 0)),
    )


def _signs(page: Page, hits: Hits, lexicon: Lexicon) -> Negators:
    signs = hits.where(hits.play(NEGATES) & ~hits.in_name)
    kind = lexicon.negation.take(signs.word)
    neutral = kind & NEUTRAL != 0
    calm = within(signs.start[neutral], signs.end[neutral], signs.start, signs.end)
    keep = np.flatnonzero(~calm & ~neutral)
    signs = signs.where(keep)
    return Negators(signs, kind.take(keep), lexicon.negation_rule.take(signs.word), *_bounds(page, signs))


def _reach(start: Ints, end: Ints, rule: Ints) -> Reach:
    order = np.argsort(start, kind="stable")
    return Reach(start[order], end[order], rule[order])


def _bounds(page: Page, hits: Hits) -> tuple[Ints, Ints]:
    """Where each hit's own bracket, or outside brackets its clause, begins and ends."""
    begin, end = page.clause_of(hits.start)
    held = np.flatnonzero(hits.depth)
    opens, closes = page.bracket_of(hits.start[held], hits.depth[held])
    row = hits.row[held]
    begin[held] = np.maximum(opens, page.scope_start[row])
    end[held] = np.minimum(closes, page.row_end[row])
    return begin, end


def _spans(page: Page, negators: Negators, outside: Ints) -> tuple[Ints, Ints]:
    hits, begin, end = negators.hits, negators.begin, negators.end
    start, until = hits.start.copy(), end.copy()
    some = np.flatnonzero(negators.kind & EXCEPT)
    until[some] = np.minimum(end[some], before_next(outside, hits.end[some], len(page.codes)) + 1)
    some = np.flatnonzero(negators.kind & BACKWARD)
    comma = _comma_before(page, hits.start[some])
    start[some] = np.where(hits.depth[some] > 0, begin[some], np.maximum(begin[some], comma))
    until[some] = hits.end[some]
    some = np.flatnonzero(negators.kind & ITEM)
    held, item = _item_before(page, begin[some]), page.item_of(hits.start[some])
    start[some] = np.where(hits.depth[some] > 0, held, item[0])
    until[some] = np.where(hits.depth[some] > 0, end[some], item[1])
    return start, until


def _item_before(page: Page, begin: Ints) -> Ints:
    """Where the item before a bracket begins."""
    return page.item_of(np.maximum(begin - 1, 0))[0]


def _comma_before(page: Page, at: Ints) -> Ints:
    ends = page.marks.at[page.marks.ends_item]
    return after(ends[_COMMA.take(page.codes.take(ends))], at)


def _beside(page: Page, signs: Negators) -> Beside:
    hits = signs.hits
    # 许可经营项目：无一般经营项目：… : the form's own "none", not a negation of what follows.
    opens = np.isin(page.kind[hits.start - 1], [CLAUSE, COLON])
    blank = opens & (signs.kind & ABSENT != 0)
    at = np.where(blank, hits.start, hits.end)
    order = np.argsort(at, kind="stable")
    here = np.zeros(len(page.codes) + 1, np.bool_)
    here[at] = True
    return Beside(at[order], signs.rule[order], here)


def _spreads(page: Page, negators: Negators, whole: Negators) -> tuple[Reach, Reach]:
    """How far concepts reach back: clause or item; with 以上/以下 the whole scope before/after."""
    hits, begin, end = negators.hits, negators.begin, negators.end
    clause = page.clause_of(hits.start)
    before, behind = (
        before_next(whole.hits.start[whole.kind & bit != 0], begin, FAR) < end for bit in (BEFORE, AFTER)
    )
    free = (hits.depth == 0) & (negators.kind & EXCEPT != 0)
    last = np.where(behind, page.row_end[hits.row], np.where(free, clause[1], end))
    by_clause, by_item = (
        np.where(before, page.scope_start[hits.row], near) for near in (clause[0], _item_before(page, begin))
    )
    return Reach(by_clause, last, negators.rule), Reach(by_item, last, negators.rule)


def _by_concept(
    hits: Hits, lexicon: Lexicon, direct: Reach, spreads: tuple[Reach, Reach]
) -> dict[int, Reach]:
    named = hits.where(hits.play(NAMES_CONCEPT) & ~hits.in_name)
    place = covering(direct.start, direct.end, named.start, named.end)
    held = np.flatnonzero(place >= 0)
    concepts, place = lexicon.concept.take(named.word.take(held)), place.take(held)
    answer = {}
    for bit in _bits(concepts):
        chosen = place[concepts & bit != 0]
        spread = spreads[lexicon.concept_of_item & bit != 0]
        answer[bit] = _reach(spread.start[chosen], spread.end[chosen], direct.rule[chosen])
    return answer


def _bits(masks: Ints) -> list[int]:
    every = int(np.bitwise_or.reduce(masks)) if len(masks) else 0
    return [1 << n for n in range(every.bit_length()) if every >> n & 1]


def _branches(page: Page, signs: Negators) -> Reach:
    """（限分支机构经营）: the item before the bracket; outside brackets its clause."""
    hits = signs.hits
    item = np.maximum(_item_before(page, signs.begin), page.scope_start[hits.row])
    return _reach(np.where(hits.depth > 0, item, signs.begin), signs.end, signs.rule)
