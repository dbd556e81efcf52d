"""Which grounds the words of a row speak for, and which words are struck out."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .activity import Activities
from .cover import covering
from .hits import Hits
from .lexicon import Lexicon
from .negation import Negations
from .text import Page
from .trie import Ints
from .vocabulary import GROUNDS, MAKE, SERVICE, TRADE

WEAK = 1
# Rules for what is made or done for others hold names of processes (喷漆): the word itself says that it is done.
PROCESS = MAKE | SERVICE
MAIN_ITEMS = 3


@dataclass(frozen=True, slots=True)
class Signs:
    """One entry for each (word, rule): span, row, ground, strength (0: excluded), rule, excluded or not."""

    start: Ints
    end: Ints
    word: Ints
    row: Ints
    ground: Ints
    strength: Ints
    rule: Ints
    excluded: npt.NDArray[np.bool_]

    def where(self, keep: npt.NDArray[np.bool_] | Ints) -> "Signs":
        if keep.dtype == np.bool_:
            keep = np.flatnonzero(keep)
        return Signs(*(getattr(self, field)[keep] for field in self.__slots__))


def presumed_grounds(
    page: Page,
    hits: Hits,
    lexicon: Lexicon,
    done: Activities,
    negated: Negations,
    industry: Ints,
    sections: npt.NDArray[np.object_],
) -> Signs:
    """The signs of all rows; `industry`, `sections`: each row's code (place or -1) and section letter."""
    rules = lexicon.grounds
    words = hits.where(rules.of_word.start[hits.word + 1] > rules.of_word.start[hits.word])
    hit, rule = rules.of_word.expand(words.word)
    fits = np.where(words.in_name[hit], rules.in_name[rule], rules.in_scope[rule])
    hit, rule = hit[fits], rule[fits]
    words, ground = words.where(hit), rules.ground[rule]
    counter, counter_name = _counters(hits, words, ground, lexicon)
    struck = negated.struck_by(words, rules.covered_by[rule])
    said = _resolved(page, words, rules.activity[rule] == PROCESS, done, sections)
    strength = _strength(page, words, rule, lexicon, industry)
    strength = np.minimum(strength, _ceiling(words, rule, lexicon, negated, sections))
    excluded = (struck != 0) | (counter >= 0)
    # Who sells what he makes is no trader of it.
    said = np.where(rules.activity[rule] == TRADE, np.where(said & MAKE != 0, 0, said), said)
    keep = excluded | (said & rules.activity[rule] != 0)
    strength = np.where(_name_only(words, ground, excluded, keep), np.minimum(strength, WEAK), strength)
    names = np.where(counter >= 0, counter_name, np.where(struck != 0, struck, rules.ids[rule]))
    span = hits.where(np.where(counter >= 0, counter, 0)) if len(hits) else hits
    held = counter >= 0
    return Signs(
        np.where(held, span.start, words.start),
        np.where(held, span.end, words.end),
        np.where(held, span.word, words.word),
        words.row,
        ground,
        np.where(excluded, 0, strength),
        names,
        excluded,
    ).where(keep)


def _counters(hits: Hits, words: Hits, ground: Ints, lexicon: Lexicon) -> tuple[Ints, Ints]:
    """For each word the place (in `hits`) of a counter-word of its ground that holds it, or -1; its rule."""
    place = np.full(len(words), -1, np.int64)
    every = np.flatnonzero(lexicon.counter_of[hits.word] != 0)
    of_every = lexicon.counter_of[hits.word[every]]
    for number in range(len(GROUNDS)):
        counters = every[of_every >> number & 1 != 0]
        some = np.flatnonzero(ground == number)
        if len(counters) and len(some):
            found = covering(hits.start[counters], hits.end[counters], words.start[some], words.end[some])
            place[some] = np.where(found >= 0, counters[found], -1)
    if not len(hits):
        return place, np.zeros(0, np.int64)
    return place, lexicon.counter_rule[hits.word[place]]


def _resolved(
    page: Page,
    words: Hits,
    process: npt.NDArray[np.bool_],
    done: Activities,
    sections: npt.NDArray[np.object_],
) -> Ints:
    """What is said of each word; where nothing is, what the firm mainly does speaks for its first clause."""
    said = done.of(page, words)
    industrial = np.isin(sections, ["B", "C", "D", ""])[words.row]
    early = words.in_name | (words.start < done.first_clause_end[words.row])
    makes = done.makes[words.row] & industrial & early | process & ~words.in_name
    quiet = np.where(makes, MAKE, np.where(np.isin(sections, ["F", "C", "B", ""])[words.row], TRADE, SERVICE))
    return np.where(said == 0, quiet, said)


def _strength(page: Page, words: Hits, rule: Ints, lexicon: Lexicon, industry: Ints) -> Ints:
    rules = lexicon.grounds
    in_class = rules.in_class[rule, industry[words.row]]
    strength = np.maximum(rules.alone[rule], np.where(in_class, rules.with_class[rule], 0))
    return np.maximum(strength, np.where(_is_main(page, words), rules.main[rule], 0))


def _is_main(page: Page, words: Hits) -> npt.NDArray[np.bool_]:
    item = page.items.rank[words.start] - page.items.rank[page.scope_start][words.row]
    return words.in_name | (item < MAIN_ITEMS)


def _ceiling(
    words: Hits, rule: Ints, lexicon: Lexicon, negated: Negations, sections: npt.NDArray[np.object_]
) -> Ints:
    rules = lexicon.grounds
    branch = (negated.branch.rule_over(words) != 0) & ~rules.branch_stays[rule]
    elsewhere = np.zeros(len(words), np.bool_)
    for number in np.flatnonzero([bool(s) for s in rules.not_sections]):
        some = np.flatnonzero(rule == number)
        elsewhere[some] = np.isin(sections[words.row[some]], list(rules.not_sections[number]))
    return np.where(branch | elsewhere, WEAK, 9)


def _name_only(
    words: Hits, ground: Ints, excluded: npt.NDArray[np.bool_], keep: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Words of a name where the scope speaks of the same ground only to strike it out."""
    key = words.row * len(GROUNDS) + ground
    struck = key[excluded & ~words.in_name]
    spoken = key[keep & ~excluded & ~words.in_name]
    return words.in_name & np.isin(key, struck) & ~np.isin(key, spoken)
