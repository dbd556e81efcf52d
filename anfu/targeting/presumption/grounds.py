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
from .vocabulary import COUNTERS, GROUNDS, MAKE, SERVICE, TELLS_GROUND, TRADE

WEAK = 1
# Rules for what is made or done for others hold names of processes (喷漆): the word itself says that it is done.
PROCESS = MAKE | SERVICE
MAIN_ITEMS = 3
Sections = npt.NDArray[np.uint8]


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
    sections: Sections,
) -> Signs:
    """The signs of all rows; `industry`, `sections`: each row's code (place or -1) and letter (0: none)."""
    rules = lexicon.grounds
    words, rule = _candidates(hits, lexicon)
    ground, activity = rules.ground.take(rule), rules.activity.take(rule)
    counter = _counters(hits, words, ground, lexicon)
    struck = negated.struck_by(words, rules.covered_by.take(rule))
    said = _resolved(page, words, activity == PROCESS, done, sections)
    strength = _strength(page, words, rule, lexicon, industry)
    strength = np.minimum(strength, _ceiling(words, rule, lexicon, negated, sections))
    excluded = (struck != 0) | (counter >= 0)
    # Who sells what he makes is no trader of it.
    said = np.where((activity == TRADE) & (said & MAKE != 0), 0, said)
    keep = excluded | (said & activity != 0)
    strength = np.where(_name_only(words, ground, excluded, keep), np.minimum(strength, WEAK), strength)
    strength = np.where(excluded, 0, strength)
    names = np.where(struck != 0, struck, rules.ids.take(rule))
    return _signs(hits, words, ground, strength, names, excluded, counter, lexicon).where(keep)


def _candidates(hits: Hits, lexicon: Lexicon) -> tuple[Hits, Ints]:
    """Each word that a rule names where it stands, once for each such rule; the rules."""
    rules = lexicon.grounds
    words = hits.where(hits.play(TELLS_GROUND))
    hit, rule = rules.of_word.expand(words.word)
    fits = np.flatnonzero(
        np.where(words.in_name.take(hit), rules.in_name.take(rule), rules.in_scope.take(rule))
    )
    return words.where(hit.take(fits)), rule.take(fits)


def _signs(
    hits: Hits,
    words: Hits,
    ground: Ints,
    strength: Ints,
    rule: Ints,
    excluded: npt.NDArray[np.bool_],
    counter: Ints,
    lexicon: Lexicon,
) -> Signs:
    """Signs of the words; where a counter-word holds one, the counter-word and its rule are shown."""
    held = np.flatnonzero(counter >= 0)
    shown = counter.take(held)
    start, end, word = words.start.copy(), words.end.copy(), words.word.copy()
    start[held], end[held], word[held] = hits.start.take(shown), hits.end.take(shown), hits.word.take(shown)
    rule[held] = lexicon.counter_rule.take(word.take(held))
    return Signs(start, end, word, words.row, ground, strength, rule, excluded)


def _counters(hits: Hits, words: Hits, ground: Ints, lexicon: Lexicon) -> Ints:
    """For each word the place (in `hits`) of a counter-word of its ground that holds it, or -1."""
    place = np.full(len(words), -1, np.int64)
    every = np.flatnonzero(hits.play(COUNTERS))
    of_every = lexicon.counter_of.take(hits.word.take(every))
    for number in range(len(GROUNDS)):
        counters = every[of_every >> number & 1 != 0]
        some = np.flatnonzero(ground == number)
        if len(counters) and len(some):
            start, end = hits.start.take(counters), hits.end.take(counters)
            found = covering(start, end, words.start.take(some), words.end.take(some))
            place[some] = np.where(found >= 0, counters.take(found), -1)
    return place


def _resolved(
    page: Page,
    words: Hits,
    process: npt.NDArray[np.bool_],
    done: Activities,
    sections: Sections,
) -> Ints:
    """What is said of each word; where nothing is, what the firm mainly does speaks for its first clause."""
    said = done.of(page, words)
    industrial = _among(sections, "BCD").take(words.row)
    early = words.in_name | (words.start < done.first_clause_end.take(words.row))
    makes = done.makes.take(words.row) & industrial & early | process & ~words.in_name
    quiet = np.where(makes, MAKE, np.where(_among(sections, "FCB").take(words.row), TRADE, SERVICE))
    return np.where(said == 0, quiet, said)


def _among(sections: Sections, letters: str) -> npt.NDArray[np.bool_]:
    """Which sections are one of these letters or none."""
    mask = np.zeros(128, np.bool_)
    mask[[0, *map(ord, letters)]] = True
    return mask.take(sections)


def _strength(page: Page, words: Hits, rule: Ints, lexicon: Lexicon, industry: Ints) -> Ints:
    rules = lexicon.grounds
    in_class = rules.in_class[rule, industry[words.row]]
    strength = np.maximum(rules.alone[rule], np.where(in_class, rules.with_class[rule], 0))
    return np.maximum(strength, np.where(_is_main(page, words), rules.main[rule], 0))


def _is_main(page: Page, words: Hits) -> npt.NDArray[np.bool_]:
    return words.in_name | (page.item_number(words.start) < MAIN_ITEMS)


def _ceiling(words: Hits, rule: Ints, lexicon: Lexicon, negated: Negations, sections: Sections) -> Ints:
    rules = lexicon.grounds
    branch = (negated.branch.rule_over(words) != 0) & ~rules.branch_stays[rule]
    elsewhere = rules.not_sections[rule, sections.take(words.row)]
    return np.where(branch | elsewhere, WEAK, 9)


def _name_only(
    words: Hits, ground: Ints, excluded: npt.NDArray[np.bool_], keep: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Words of a name where the scope speaks of the same ground only to strike it out."""
    key = words.row * len(GROUNDS) + ground
    struck, spoken = np.zeros((2, int(key.max(initial=-1)) + 1), np.bool_)
    struck[key[excluded & ~words.in_name]] = True
    spoken[key[keep & ~excluded & ~words.in_name]] = True
    return words.in_name & (struck & ~spoken).take(key)
