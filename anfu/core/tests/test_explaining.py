"""What people write is kept whole or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anfu.core.explaining import SHORTEST, explained, fitting
from anfu.core.refusal import Refused


@given(st.text(max_size=40))
def test_what_is_kept_is_all_that_was_written(text):
    said = text.strip()
    try:
        assert explained(text, most=20) == said
        assert SHORTEST <= len(said) <= 20
    except Refused as refused:
        assert refused.field == "reason" and not SHORTEST <= len(said) <= 20


def test_who_wrote_too_much_is_told_how_much_and_that_nothing_was_kept():
    with pytest.raises(Refused, match="写了 31 个字，最多 30 个字。没有保存"):
        fitting("厂" * 31, 30, field="note")
    assert fitting("", 30, field="note") == ""
