"""What must hold for any text: spans, negation, additions, and frames equal to single rows."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from anfu.targeting.presumption import Presumption, load_lexicon, presume_all, presume_chunks, presume_one
from anfu.targeting.presumption.lexicon import DATA

pytestmark = pytest.mark.once

WORDS = """
家具 木制品 五金制品 电镀 喷塑 铝锭 压铸机 饲料 染色 硫酸 化工原料 氨纶 生猪屠宰 危险化学品
矿山机械 萤石开采 抛光 水泥 黄酒 油漆 服装 塑料制品
"""
MARKS = """
制造 销售 加工 批发 ； 、 ， 。 （ ） ( 不含 除 外 除外 以上 非 无
一般经营项目： 限分支机构经营 票据经营 𠮷 a
"""
THINGS = WORDS.split()
PIECES = [*THINGS, *MARKS.split(), "\0", "\n", " "]
TEXT = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
ROWS = st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=6)
NEGATIONS = ["{}（不含{}）", "{}（除{}外）", "{}（{}除外）", "{}，不涉及{}"]
UNRELATED = ["；货物进出口、技术进出口", "；企业管理咨询", "；日用百货销售", "；会议服务"]


def spans_of(found: Presumption) -> list:
    return [span for ground in found.grounds for span in ground.evidence] + list(found.spans)


@given(TEXT, TEXT)
def test_every_span_is_what_stands_there(name: str, scope: str) -> None:
    for span in spans_of(presume_one(name, scope)):
        text = {"name": name, "scope": scope}[span.field]
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text


@given(TEXT, st.sampled_from(THINGS), st.sampled_from(NEGATIONS))
def test_negating_a_thing_never_adds_a_ground(scope: str, thing: str, form: str) -> None:
    plain = set(presume_one("某厂", scope + "；服装制造").likelier)
    negated = set(presume_one("某厂", scope + "；" + form.format("服装", thing) + "制造").likelier)
    assert negated <= plain


@given(st.lists(st.sampled_from(THINGS), min_size=1, max_size=4), st.sampled_from(["制造", "加工、销售", "批发"]),
       st.sampled_from(UNRELATED))  # fmt: skip
def test_an_unrelated_clause_takes_no_ground_away(things: list[str], verb: str, more: str) -> None:
    assume(verb != "批发" or "销售" not in more)  # to who trades, another clause of trade is not unrelated
    scope = "、".join(things) + verb
    assert set(presume_one("某厂", scope).likelier) <= set(presume_one("某厂", scope + more).likelier)


def test_advice_in_a_later_clause_does_not_outweigh_what_is_made_first() -> None:
    made = "抛光、抛光、抛光、硫酸制造"
    assert (
        presume_one("某厂", made + "；企业管理咨询").industry == presume_one("某厂", made).industry == "261"
    )


@settings(max_examples=40)
@given(ROWS)
def test_a_frame_says_what_its_rows_say_one_by_one(rows: list[tuple[str, str]]) -> None:
    frame = pl.DataFrame(rows, schema={"name": pl.String, "scope": pl.String}, orient="row")
    together = presume_all(frame, load_lexicon())
    for number, (name, scope) in enumerate(rows):
        alone = presume_all(pl.DataFrame({"name": [name], "scope": [scope]}), load_lexicon())
        for whole, part in zip(together, alone, strict=True):
            mine = whole.filter(pl.col("row") == number).drop("row")
            assert mine.to_dicts() == part.drop("row").to_dicts()


def test_empty_frames_and_missing_texts_are_answered() -> None:
    schema = {"uscc": pl.String, "name": pl.String, "scope": pl.String, "industry": pl.String}
    grounds, industries = presume_all(pl.DataFrame(schema=schema), load_lexicon())
    assert (len(grounds), len(industries)) == (0, 0)
    blank = pl.DataFrame({"uscc": ["x"], "name": [None], "scope": [None], "industry": [None]}, schema=schema)
    assert presume_all(blank, load_lexicon()).industries.row(0, named=True)["section"] is None


def test_pages_are_joined_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pl.DataFrame({"name": ["某厂"] * 7, "scope": ["电镀加工", "服装制造"] * 3 + ["喷塑加工"]})
    whole = presume_all(frame, load_lexicon())
    monkeypatch.setattr("anfu.targeting.presumption.frame.PAGE_ROWS", 3)
    paged = presume_all(frame, load_lexicon())
    assert whole.grounds.equals(paged.grounds) and whole.industries.equals(paged.industries)


def test_chunks_come_back_in_order_with_their_own_answers() -> None:
    frames = [
        pl.DataFrame({"name": ["某厂"], "scope": [scope]}) for scope in ("电镀加工", "喷塑加工", "黄酒生产")
    ]
    answers = [
        presumed.grounds["ground"].to_list() for _, presumed in presume_chunks(frames, load_lexicon(), 1)
    ]
    assert answers == [["confined_space"], ["combustible_dust", "spraying"], ["confined_space"]]


def test_words_count_from_their_day_on() -> None:
    assert len(load_lexicon(date(2016, 1, 1)).words) < len(load_lexicon(date(2026, 1, 1)).words)


def test_an_unknown_word_in_a_data_file_is_named(tmp_path: Path) -> None:
    for file in DATA.glob("*.csv"):
        (tmp_path / file.name).write_text(
            file.read_text("utf-8").replace("R-107-01,spraying,", "R-107-01,paint,"), "utf-8"
        )
    with pytest.raises(ValueError, match="presumption_grounds"):
        load_lexicon(None, tmp_path)
