"""Rules of the data files as arrays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .vocabulary import ACTIVITY, GROUNDS, STRENGTHS

Ints = npt.NDArray[np.int64]
Row = Mapping[str, str]
DIRECT, PRODUCT, TRADED, GENERIC = 1, 2, 3, 4
_KIND = {"direct": DIRECT, "product": PRODUCT, "trade": TRADED, "generic": GENERIC}


@dataclass(frozen=True, slots=True)
class Csr:
    """Which rules a word belongs to: `rule[start[word]:start[word + 1]]`."""

    start: Ints
    rule: Ints

    def expand(self, words: Ints) -> tuple[Ints, Ints]:
        """For hits given by their words: (number of the hit, rule) of every pair."""
        start = self.start.take(words)
        count = self.start.take(words + 1) - start
        hit = np.repeat(np.arange(len(words)), count)
        first = np.repeat(start - (np.cumsum(count) - count), count)
        return hit, self.rule.take(first + np.arange(len(hit)))


@dataclass(frozen=True, slots=True)
class Grounds:
    """One entry a rule; strengths are places in STRENGTHS, masks are bits."""

    ids: Ints
    ground: Ints
    activity: Ints
    alone: Ints
    with_class: Ints
    main: Ints
    not_sections: npt.NDArray[np.bool_]
    covered_by: Ints
    branch_stays: npt.NDArray[np.bool_]
    in_name: npt.NDArray[np.bool_]
    in_scope: npt.NDArray[np.bool_]
    of_word: Csr
    in_class: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Industries:
    """One entry a rule; `code` and `trade` are places in the table of codes, -1: none."""

    ids: Ints
    kind: Ints
    code: Ints
    trade: Ints
    in_name: npt.NDArray[np.bool_]
    in_scope: npt.NDArray[np.bool_]
    of_word: Csr


def ground_rules(
    rows: Sequence[Row],
    classes: Iterable[Row],
    number: Mapping[str, int],
    concepts: Mapping[str, int],
    codes: Sequence[str],
    place: Mapping[str, int],
) -> Grounds:
    """The rules of the nine grounds. Raises ValueError naming the rule that is not understood."""
    try:
        return Grounds(
            ids=_ints(place[row["rule"]] for row in rows),
            ground=_ints(GROUNDS.index(row["ground"]) for row in rows),
            activity=_ints(sum(ACTIVITY[a] for a in row["activity"].split("|")) for row in rows),
            alone=_ints(STRENGTHS.index(row["alone"]) for row in rows),
            with_class=_ints(STRENGTHS.index(row["with_class"]) for row in rows),
            main=_ints(STRENGTHS.index(row["main"]) for row in rows),
            not_sections=_by_letter(row["not_sections"] for row in rows),
            covered_by=_ints(sum(concepts[c] for c in row["covered_by"].split("|") if c) for row in rows),
            branch_stays=np.array([row["branch"] == "stays" for row in rows]),
            in_name=np.array([row["field"] in {"name", "both"} for row in rows]),
            in_scope=np.array([row["field"] in {"scope", "both"} for row in rows]),
            of_word=_csr(rows, number),
            in_class=_in_class(rows, classes, codes),
        )
    except (KeyError, ValueError) as error:
        raise ValueError(f"presumption_grounds.csv: {error}") from error


def industry_rules(
    rows: Sequence[Row], number: Mapping[str, int], codes: Sequence[str], place: Mapping[str, int]
) -> Industries:
    """Which words stand for which industry. Raises ValueError for a code that the table lacks."""
    code_at = {code: n for n, code in enumerate(codes)} | {"": -1}
    try:
        return Industries(
            ids=_ints(place[row["rule"]] for row in rows),
            kind=_ints(_KIND[row["kind"]] for row in rows),
            code=_ints(code_at[row["code"]] for row in rows),
            trade=_ints(code_at[row["trade"]] for row in rows),
            in_name=np.array([row["field"] in {"name", "both"} for row in rows]),
            in_scope=np.array([row["field"] in {"scope", "both"} for row in rows]),
            of_word=_csr(rows, number),
        )
    except KeyError as error:
        raise ValueError(f"presumption_industries.csv: unknown {error}") from error


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), np.int64)


def _by_letter(sections: Iterable[str]) -> npt.NDArray[np.bool_]:
    """[rule, character number of a letter]: whether the section is among those of the rule (B|C)."""
    letters = [named.replace("|", "") for named in sections]
    table = np.zeros((len(letters), 128), np.bool_)
    for rule, named in enumerate(letters):
        table[rule, [ord(letter) for letter in named]] = True
    return table


def _csr(rows: Sequence[Row], number: Mapping[str, int]) -> Csr:
    pairs = sorted(
        {(number[t.strip()], n) for n, row in enumerate(rows) for t in row["terms"].split("、") if t.strip()}
    )
    count = np.bincount([word for word, _ in pairs], minlength=len(number))
    return Csr(np.concatenate([[0], np.cumsum(count)]), _ints(rule for _, rule in pairs))


def _in_class(rows: Sequence[Row], classes: Iterable[Row], codes: Sequence[str]) -> npt.NDArray[np.bool_]:
    """[rule, code]: whether the code is a class of the rule (or, where it names none, of its ground)."""
    of_ground = {row["ground"]: row["classes"] for row in classes}
    prefixes = [tuple((row["classes"] or of_ground.get(row["ground"], "")).split()) for row in rows]
    # Most rules share the prefixes of their ground.
    member = {some: [*(code.startswith(some) for code in codes), False] for some in set(prefixes)}
    return np.array([member[some] for some in prefixes])
