"""The arrays of a page say what a slow reading of its texts says: words, clauses, items, brackets."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from anfu.targeting.presumption import load_lexicon, presume_chunks
from anfu.targeting.presumption.hits import find
from anfu.targeting.presumption.text import Page, lay_out
from anfu.targeting.presumption.trie import build

CLAUSE, ITEM = "；;。\n\r\0", "、，,．. 　\t/：:"
OPEN, CLOSE = "（([【", "）)]】"
TEXT = st.lists(
    st.sampled_from([*"家具制造；、：（）([】】\0\n 𠮷", "项目：", "（不含", "）"]), max_size=16
).map("".join)
ROWS = st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5)
SHORT = st.text("制造业农", min_size=1, max_size=4)


def laid_out(rows: list[tuple[str, str]]) -> tuple[Page, str]:
    names, scopes = zip(*rows, strict=True)
    return lay_out(pl.Series(names), pl.Series(scopes)), "".join(f"{n}\0{s}\0" for n, s in rows)


@given(st.lists(SHORT, min_size=1, max_size=8, unique=True), st.lists(SHORT, max_size=9).map("".join))
def test_every_occurrence_is_found_longer_first(words: list[str], text: str) -> None:
    page, laid = laid_out([(text, "")])
    start, word = build(words).occurrences(page.codes)
    slow = [
        (at, -len(w), n) for n, w in enumerate(words) for at in range(len(laid)) if laid.startswith(w, at)
    ]
    assert [(int(at), int(n)) for at, n in zip(start, word, strict=True)] == [
        (a, n) for a, _, n in sorted(slow)
    ]


@given(ROWS)
def test_clauses_and_items_end_at_their_marks(rows: list[tuple[str, str]]) -> None:
    page, text = laid_out(rows)
    clause = [c in CLAUSE or (c in "：:" and text[at - 2 : at] == "项目") for at, c in enumerate(text)]
    item = [clause[at] or c in ITEM for at, c in enumerate(text)]
    for at in range(len(text)):
        for mark, found in ((clause, page.clause_of), (item, page.item_of)):
            start, end = found(pl.Series([at]).to_numpy())
            before = [n for n in range(at) if mark[n]]
            assert start[0] == (before[-1] + 1 if before else 0)
            assert end[0] == next(n for n in range(at, len(text)) if mark[n])


@given(ROWS)
def test_brackets_are_counted_row_by_row(rows: list[tuple[str, str]]) -> None:
    page, _ = laid_out(rows)
    at = 0
    for number, (name, scope) in enumerate(rows):
        depth = 0
        for char in f"{name}\0{scope}":
            depth = depth + 1 if char in OPEN else max(depth - 1, 0) if char in CLOSE else depth
            here = pl.Series([at]).to_numpy()
            assert page.depth_of(here)[0] == min(depth, 2) and page.row_of(here)[0] == number
            at += 1
        at += 1


@given(ROWS)
def test_hits_know_their_row_and_field(rows: list[tuple[str, str]]) -> None:
    page, text = laid_out(rows)
    lexicon = load_lexicon()
    hits = find(page, lexicon)
    for start, end, word, row, in_name in zip(
        hits.start, hits.end, hits.word, hits.row, hits.in_name, strict=True
    ):
        assert text[start:end] == lexicon.words[word]
        assert page.row_start[row] <= start < page.row_end[row]
        assert in_name == (end < page.scope_start[row])


def test_two_processes_answer_as_one_does() -> None:
    frames = [
        pl.DataFrame({"town": ["某镇"], "name": ["某厂"], "scope": [scope], "industry": [code]})
        for scope, code in (("电镀加工", ""), ("喷塑加工", "3360"), ("黄酒生产", ""), ("", ""))
    ]
    one, two = (list(presume_chunks(frames, load_lexicon(), processes)) for processes in (1, 2))
    for (frame, answer), (other, others) in zip(one, two, strict=True):
        assert frame.equals(other)
        assert answer.grounds.equals(others.grounds) and answer.industries.equals(others.industries)
        assert answer.grounds.schema == others.grounds.schema
