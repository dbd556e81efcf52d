from hypothesis import given
from hypothesis import strategies as st

from anfu.core.web.marked import pieces

spans = st.builds(
    lambda start, length, kind, number: {
        "start": start,
        "end": start + length,
        "kind": kind,
        "number": number,
    },
    st.integers(-3, 40),
    st.integers(0, 20),
    st.sampled_from(["match", "excluded"]),
    st.sampled_from(["", "①", "②"]),
)


@given(st.text(max_size=30), st.lists(spans, max_size=6))
def test_the_pieces_are_the_text_and_each_stands_under_its_spans(text, found):
    cut = pieces(text, found)
    assert "".join(piece.text for piece in cut) == text
    states = [piece.state for piece in cut for _ in piece.text]
    for at, state in enumerate(states):
        kinds = {span["kind"] for span in found if span["start"] <= at < span["end"]}
        assert state == ("excluded" if "excluded" in kinds else "match" if kinds else "plain")


def test_a_number_stands_once_at_the_end_of_its_match():
    cut = pieces(
        "铝镁合金产品加工", [{"start": 0, "end": 6, "number": 1}, {"start": 2, "end": 4, "number": 2}]
    )
    assert [(piece.text, piece.numbers) for piece in cut] == [
        ("铝镁合金", ("2",)),
        ("产品", ("1",)),
        ("加工", ()),
    ]


def test_an_exclusion_holds_against_a_match_and_takes_its_number():
    cut = pieces(
        "不含危险品", [{"start": 0, "end": 5, "kind": "excluded"}, {"start": 2, "end": 5, "number": 1}]
    )
    assert [(piece.text, piece.state, piece.numbers) for piece in cut] == [("不含危险品", "excluded", ())]
