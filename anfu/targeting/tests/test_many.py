"""Many findings at once: the preview tells the truth, all is done or nothing."""

from datetime import date

import pytest

from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused, Stale
from anfu.people.tests.factories import make_actor
from anfu.registry.tests.factories import make_enterprise
from anfu.targeting.actions import decide_many, preview
from anfu.targeting.models import Finding
from anfu.targeting.signals import classes_changed
from anfu.targeting.tests.factories import JUNE, make_finding

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
WHY = "六月专项行动现场核实"


@pytest.fixture
def mixed():
    """Two that wait, one decided, one industry, one of another county."""
    make_finding(make_enterprise())
    make_finding(make_enterprise(), "spraying")
    make_finding(make_enterprise(), state="confirmed")
    make_finding(make_enterprise(industry=""), "industry", value="3311")
    make_finding(make_enterprise(division="330782"))


def seen_by(role="county_officer"):
    actor = make_actor(role)
    return actor, Finding.objects.visible_to(actor)


def test_a_preview_counts_what_would_change_and_says_why_the_rest_would_not(mixed):
    _, chosen = seen_by()
    found = preview(chosen, "confirm", on=JUNE)
    assert (len(found.ready), found.enterprises) == (2, 2)
    assert dict(found.refused) == {"已经有人核实过": 1, "行业要逐家确认，因为会改企业档案": 1}


def test_all_ready_ones_are_confirmed_with_one_entry_and_the_figures_are_told(mixed):
    told = []
    classes_changed.connect(listen := lambda enterprises, **_: told.extend(enterprises))
    actor, chosen = seen_by()
    done = decide_many(chosen, "confirm", actor=actor, on=TODAY, valid_from=JUNE, reason=WHY, expected=2)
    classes_changed.disconnect(listen)
    assert len(done.ready) == 2
    assert set(Finding.objects.filter(reason=WHY).values_list("state", "valid_from")) == {("confirmed", JUNE)}
    assert sorted(told) == sorted(row["enterprise_id"] for row in done.ready)
    entry = LedgerEntry.objects.get(verb="targeting.confirmed_many")
    assert entry.stream == "330784" and entry.rows is not None


def test_what_was_shown_must_still_be_so(mixed):
    actor, chosen = seen_by()
    with pytest.raises(Stale):
        decide_many(chosen, "confirm", actor=actor, on=TODAY, reason=WHY, expected=5)
    assert not Finding.objects.filter(reason=WHY).exists()


def test_an_industry_can_be_refuted_with_others(mixed):
    actor, chosen = seen_by()
    assert len(decide_many(chosen, "refute", actor=actor, on=TODAY, reason="资料核对不符").ready) == 3


@pytest.mark.parametrize(("verb", "reason"), [("confirm", "是"), ("end", WHY)])
def test_what_is_refused_changes_nothing(verb, reason, mixed):
    actor, chosen = seen_by()
    with pytest.raises(Refused):
        decide_many(chosen, verb, actor=actor, on=TODAY, reason=reason)
    assert Finding.objects.filter(state="presumed").count() == 4


def test_whoever_may_only_look_decides_nothing(mixed):
    actor, chosen = seen_by("leader")
    with pytest.raises(Refused):
        decide_many(chosen, "confirm", actor=actor, on=TODAY, reason=WHY)
