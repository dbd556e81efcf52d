import pytest
from hypothesis import given
from hypothesis import strategies as st

from anfu.core.money import fen, yuan


@given(st.integers(-(10**15), 10**15))
def test_money_is_written_and_read_without_loss(amount):
    assert fen(yuan(amount)) == amount


@pytest.mark.parametrize("text", ["", "abc", "1.234", "NaN", "Infinity", "1e400000"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError):
        fen(text)
