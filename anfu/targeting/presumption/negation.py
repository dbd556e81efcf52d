"""How far a negator reaches, and which words it strikes out."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .cover import covering, within
from .hits import Hits
from .lexicon import Lexicon
from .text import CLAUSE, COLON, Page, after, before_next
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
        return np.append(self.rule, 0)[place]


@dataclass(frozen=True, slots=True)
class Negations:
    """What is struck out on a page: by itself, by concept (bit → spans), and what is only at a branch."""

    direct: Reach
    beside: Reach
    by_concept: dict[int, Reach]
    branch: Reach

    def struck_by(self, hits: Hits, covered_by: Ints) -> Ints:
        """The negator's rule for each hit that is excluded, else 0; `covered_by`: each hit's concepts."""
        rule = self.direct.rule_over(hits)
        place = np.searchsorted(self.beside.start, hits.start)
        follows = np.append(self.beside.start, -1)[place] == hits.start
        rule = np.where((rule == 0) & follows, np.append(self.beside.rule, 0)[place], rule)
        for bit, reach in self.by_concept.items():
            some = np.flatnonzero((covered_by & bit != 0) & (rule == 0))
            rule[some] = reach.rule_over(hits.where(some))
        return rule


def negations(page: Page, hits: Hits, lexicon: Lexicon) -> Negations:
    """All negations of a page."""
    signs = hits.where((lexicon.negation[hits.word] != 0) & ~hits.in_name)
    signs = signs.where(_not_in_neutral(signs, lexicon.negation[signs.word]))
    kind = lexicon.negation[signs.word]
    beside = signs.where(kind & (ADJACENT | ABSENT) != 0)
    negators = signs.where(kind & (FORWARD | EXCEPT | BACKWARD | ITEM) != 0)
    outside = signs.where(kind & OUTSIDE != 0).start
    start, end = _spans(page, negators, lexicon.negation[negators.word], outside)
    order = np.argsort(start, kind="stable")
    negators = negators.where(order)
    direct = Reach(start[order], end[order], lexicon.negation_rule[negators.word])
    whole = signs.where(kind & (BEFORE | AFTER) != 0)
    spreads = [_spread(page, negators, whole, lexicon, by_item) for by_item in (False, True)]
    return Negations(
        direct,
        Reach(*_beside(page, beside, lexicon), lexicon.negation_rule[beside.word]),
        _by_concept(hits, lexicon, direct, spreads),
        _branches(page, signs.where(kind & BRANCH != 0), lexicon),
    )


def _reach(start: Ints, end: Ints, rule: Ints) -> Reach:
    order = np.argsort(start, kind="stable")
    return Reach(start[order], end[order], rule[order])


def _not_in_neutral(signs: Hits, kind: Ints) -> Mask:
    neutral = kind & NEUTRAL != 0
    calm = within(signs.start[neutral], signs.end[neutral], signs.start, signs.end)
    return ~calm & ~neutral


def _bounds(page: Page, hits: Hits) -> tuple[Ints, Ints]:
    """Where each hit's own bracket, or outside brackets its clause, begins and ends."""
    clause = page.clause_of(hits.start)
    bracket = page.bracket_of(hits.start, hits.depth)
    held = hits.depth > 0
    first = page.scope_start[hits.row]
    begin = np.where(held, np.maximum(bracket[0], first), clause[0])
    return begin, np.where(held, np.minimum(bracket[1], page.row_end[hits.row]), clause[1])


def _spans(page: Page, negators: Hits, kind: Ints, outside: Ints) -> tuple[Ints, Ints]:
    begin, end = _bounds(page, negators)
    item = page.item_of(negators.start)
    start, until = negators.start.copy(), end.copy()
    closes = before_next(outside, negators.end, len(page.codes))
    excepting = kind & EXCEPT != 0
    until[excepting] = np.minimum(until, closes + 1)[excepting]
    back = kind & BACKWARD != 0
    start[back] = np.where(negators.depth > 0, begin, np.maximum(begin, _comma_before(page, negators.start)))[
        back
    ]
    until[back] = negators.end[back]
    whole = kind & ITEM != 0
    held = page.item_of(np.maximum(begin - 1, 0))
    start[whole] = np.where(negators.depth > 0, held[0], item[0])[whole]
    until[whole] = np.where(negators.depth > 0, end, item[1])[whole]
    return start, until


def _comma_before(page: Page, at: Ints) -> Ints:
    return after(page.items.at[:-1][_COMMA[page.codes[page.items.at[:-1]]]], at)


def _beside(page: Page, signs: Hits, lexicon: Lexicon) -> tuple[Ints, Ints]:
    # 许可经营项目：无一般经营项目：… : the form's own "none", not a negation of what follows.
    opens = np.isin(page.kind[signs.start - 1], [CLAUSE, COLON])
    blank = opens & (lexicon.negation[signs.word] & ABSENT != 0)
    return np.where(blank, signs.start, signs.end), signs.end


def _spread(page: Page, negators: Hits, signs: Hits, lexicon: Lexicon, by_item: bool) -> Reach:
    """How far concepts reach back: clause or item; with 以上/以下 the whole scope before/after."""
    begin, end = _bounds(page, negators)
    clause = page.clause_of(negators.start)
    direction = _direction(negators, begin, end, signs, lexicon)
    near = page.item_of(np.maximum(begin - 1, 0))[0] if by_item else clause[0]
    first = np.where(direction & BEFORE != 0, page.scope_start[negators.row], near)
    free = (negators.depth == 0) & (lexicon.negation[negators.word] & EXCEPT != 0)
    last = np.where(direction & AFTER != 0, page.row_end[negators.row], np.where(free, clause[1], end))
    return Reach(first, last, lexicon.negation_rule[negators.word])


def _direction(negators: Hits, begin: Ints, end: Ints, signs: Hits, lexicon: Lexicon) -> Ints:
    direction = np.zeros(len(negators), np.int64)
    for bit in (BEFORE, AFTER):
        marks = signs.start[lexicon.negation[signs.word] & bit != 0]
        found = before_next(marks, begin, FAR) < end
        direction |= np.where(found, bit, 0)
    return direction


def _by_concept(hits: Hits, lexicon: Lexicon, direct: Reach, spreads: list[Reach]) -> dict[int, Reach]:
    named = hits.where((lexicon.concept[hits.word] != 0) & ~hits.in_name)
    place = covering(direct.start, direct.end, named.start, named.end)
    concepts, place = lexicon.concept[named.word[place >= 0]], place[place >= 0]
    answer = {}
    for bit in _bits(concepts):
        chosen = place[concepts & bit != 0]
        spread = spreads[lexicon.concept_of_item & bit != 0]
        answer[bit] = _reach(spread.start[chosen], spread.end[chosen], direct.rule[chosen])
    return answer


def _bits(masks: Ints) -> list[int]:
    every = int(np.bitwise_or.reduce(masks)) if len(masks) else 0
    return [1 << n for n in range(every.bit_length()) if every >> n & 1]


def _branches(page: Page, signs: Hits, lexicon: Lexicon) -> Reach:
    """（限分支机构经营）: the item before the bracket; outside brackets its clause."""
    begin, end = _bounds(page, signs)
    item = page.item_of(np.maximum(begin - 1, 0))
    start = np.where(signs.depth > 0, np.maximum(item[0], page.scope_start[signs.row]), begin)
    return _reach(start, end, lexicon.negation_rule[signs.word])
