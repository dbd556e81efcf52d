from types import SimpleNamespace

import pytest

from anfu.core.actor import Actor
from anfu.core.lifecycle import Lifecycle, Step
from anfu.core.refusal import Refused

DOOR = Lifecycle(
    "door",
    {"open": "开着", "shut": "关着"},
    (
        Step("shut", "关上", frozenset({"open"}), "shut", "door.use"),
        Step(
            "open",
            "打开",
            frozenset({"shut"}),
            "open",
            "door.use",
            condition=lambda d: "锁住了" if d.locked else "",
        ),
    ),
)
USER = Actor(1, "甲", permissions=frozenset({"door.use"}))
OTHER = Actor(2, "乙")


def door(state="open", locked=False):
    return SimpleNamespace(state=state, locked=locked)


def test_a_step_moves_the_state():
    thing = door()
    DOOR.move(thing, "shut", USER)
    assert thing.state == "shut"


@pytest.mark.parametrize(
    ("thing", "verb", "actor", "why"),
    [
        (door(), "shut", OTHER, "权限"),
        (door("shut"), "shut", USER, "关着"),
        (door("shut", True), "open", USER, "锁住了"),
    ],
)
def test_a_step_that_may_not_be_taken_says_why_and_changes_nothing(thing, verb, actor, why):
    before = thing.state
    with pytest.raises(Refused, match=why):
        DOOR.move(thing, verb, actor)
    assert thing.state == before


def test_buttons_are_the_steps_open_now():
    assert [s.verb for s in DOOR.open_to(door(), USER)] == ["shut"]
    assert [s.verb for s in DOOR.open_to(door("shut", True), USER)] == []
    assert [s.verb for s in DOOR.open_to(door(), OTHER)] == []
