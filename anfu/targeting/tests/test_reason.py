"""Why somebody confirms or refutes is kept whole or refused."""

import pytest

from anfu.core.refusal import Refused
from anfu.targeting.actions.checks import reason_given


def test_a_decision_on_a_key_object_keeps_its_reason_whole_or_is_refused():
    assert reason_given("厂" * 300) == "厂" * 300
    with pytest.raises(Refused, match="写了 301 个字，最多 300 个字"):
        reason_given("厂" * 301)
