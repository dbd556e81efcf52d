"""T24, T39: an act of two persons is done by two persons, once, and on what they both saw."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from anfu.core import approvals, clock, jobs, parameter_changes, parameters, waiting
from anfu.core.approvals.queries import visible_to, waiting_for
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import LedgerEntry, Parameter, Proposal
from anfu.core.refusal import Refused
from anfu.core.tests.approving import make_second, proposed, set_parameter
from anfu.core.tests.at_once import at_once
from anfu.people.models import User
from anfu.people.tests.factories import make_actor

CODE = "targets.industrial_bp"
ON = date(2026, 11, 20)
LATER = date(2026, 12, 1)


@pytest.fixture
def day(monkeypatch):
    """A day that the test can move."""
    today = {"is": ON}
    monkeypatch.setattr("anfu.core.clock.today", lambda: today["is"])
    return today


def test_t39_a_parameter_holds_from_its_day_on_and_the_past_stays(db, day):
    set_parameter(CODE, 6000, valid_from=ON)
    assert parameters.value(CODE, on=date(2026, 11, 19)) == 5000
    assert parameters.value(CODE, on=ON) == 6000


def test_t39_nothing_changes_before_a_second_person_approves(db, day):
    made = proposed(CODE, 6000, valid_from=LATER)
    assert made.state == "waiting"
    assert parameters.value(CODE, on=LATER) == 5000
    approvals.approve(made.pk, actor=make_second())
    assert parameters.value(CODE, on=LATER) == 6000


def test_both_persons_stand_in_the_ledger(db, day):
    made = set_parameter(CODE, 6000, valid_from=LATER)
    for verb in ("core.approved", "core.parameter_set"):
        body = LedgerEntry.objects.get(verb=verb).body
        assert f'"proposed_by":{{"id":{made.proposer_id},' in body
        assert f'"approved_by":{{"id":{made.decided_by_id},' in body


def test_t24_nobody_approves_or_refuses_the_own_proposal(db, day):
    made = proposed(CODE, 6000, valid_from=LATER)
    with pytest.raises(Refused, match="另一个人"):
        approvals.approve(made.pk, actor=make_actor())
    with pytest.raises(Refused, match="另一个人"):
        approvals.refuse(made.pk, actor=make_actor(), note="还是不改了")
    assert parameters.value(CODE, on=LATER) == 5000


@pytest.mark.parametrize("state", ["approved", "refused"])
def test_t24_the_database_itself_keeps_the_two_apart(db, day, state):
    made = proposed(CODE, 6000, valid_from=LATER)
    with pytest.raises(IntegrityError), transaction.atomic(), without_ledger():
        Proposal.objects.filter(pk=made.pk).update(
            state=state, decided_by=made.proposer_id, closed_at=clock.now()
        )


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "approved", "closed_at": clock.now()},
        {"state": "withdrawn"},
        {"state": "gone", "closed_at": clock.now()},
        {"state": "waiting", "closed_at": clock.now()},
    ],
)
def test_a_proposal_is_not_closed_without_person_and_time(db, day, broken):
    made = proposed(CODE, 6000, valid_from=LATER)
    with pytest.raises(IntegrityError), transaction.atomic(), without_ledger():
        Proposal.objects.filter(pk=made.pk).update(**broken)


@pytest.mark.parametrize(
    ("role", "value", "valid_from", "reason", "code"),
    [
        ("county_officer", 6000, ON, "新一轮规划", CODE),
        ("city_admin", 6000, date(2026, 11, 19), "新一轮规划", CODE),
        ("city_admin", 10001, ON, "新一轮规划", CODE),
        ("city_admin", 6000, ON, "改", CODE),
        ("city_admin", 6000, ON, "新一轮规划", "no.such"),
    ],
)
def test_a_parameter_is_not_proposed_without_right_bounds_day_and_reason(
    db, day, role, value, valid_from, reason, code
):
    with pytest.raises(Refused):
        parameter_changes.propose(code, value, valid_from=valid_from, actor=make_actor(role), reason=reason)
    assert not LedgerEntry.objects.exists()
    assert not Proposal.objects.exists()


def test_one_proposal_waits_for_a_thing_at_a_time(db, day):
    proposed(CODE, 6000, valid_from=LATER)
    with pytest.raises(Refused, match="已经有一件"):
        proposed(CODE, 7000, valid_from=LATER, actor=make_second())
    assert Proposal.objects.count() == 1


def test_a_proposal_whose_ground_has_changed_is_void_and_changes_nothing(db, day):
    made = proposed(CODE, 6000, valid_from=LATER)
    with without_ledger():
        Parameter.objects.create(code=CODE, valid_from=ON, value=5500, clause="x", source="x")
    done = approvals.approve(made.pk, actor=make_second())
    assert (done.state, done.decided_by_id) == ("void", None)
    assert "重新提出" in done.note
    assert parameters.value(CODE, on=LATER) == 5500
    assert LedgerEntry.objects.filter(verb="core.proposal_void").count() == 1


def test_a_proposal_of_somebody_whose_account_has_ended_is_void(db, day):
    made = proposed(CODE, 6000, valid_from=LATER)
    with without_ledger():
        User.objects.filter(pk=made.proposer_id).update(is_active=False)
    assert approvals.approve(made.pk, actor=make_second()).state == "void"


def test_what_nobody_decided_by_its_day_is_closed_by_the_clock(db, day):
    kept = proposed(CODE, 6000, valid_from=ON)
    day["is"] = ON + timedelta(days=1)
    assert "core.approvals_expire" in jobs.tick(clock.now())
    kept.refresh_from_db()
    assert (kept.state, kept.decided_by_id) == ("expired", None)
    assert parameters.value(CODE, on=LATER) == 5000


def test_an_approval_after_its_day_changes_nothing(db, day):
    made = proposed(CODE, 6000, valid_from=ON)
    day["is"] = ON + timedelta(days=1)
    assert approvals.approve(made.pk, actor=make_second()).state == "expired"
    assert parameters.value(CODE, on=LATER) == 5000


def test_it_can_be_refused_with_a_reason_or_withdrawn_by_its_proposer(db, day):
    made, second = proposed(CODE, 6000, valid_from=LATER), make_second()
    with pytest.raises(Refused, match="理由"):
        approvals.refuse(made.pk, actor=second, note="不")
    assert approvals.refuse(made.pk, actor=second, note="文件还没有下").state == "refused"
    again = proposed(CODE, 6000, valid_from=LATER)
    with pytest.raises(Refused, match="当初提出的人"):
        approvals.withdraw(again.pk, actor=second)
    assert approvals.withdraw(again.pk, actor=make_actor()).state == "withdrawn"
    with pytest.raises(Refused, match="已撤回"):
        approvals.approve(again.pk, actor=second)


def test_it_waits_on_the_desk_of_those_who_may_approve(db, day):
    told = []
    receive = lambda **given: told.append(given)  # noqa: E731
    waiting.began_waiting.connect(receive)
    waiting.ended_waiting.connect(receive)
    made = proposed(CODE, 6000, valid_from=LATER)
    assert told[0]["waiting"].permission == "core.set_parameter"
    assert told[0]["waiting"].due_on == LATER
    approvals.approve(made.pk, actor=make_second())
    assert told[1]["subject"] == told[0]["waiting"].subject == f"proposal:{made.pk}"
    waiting.began_waiting.disconnect(receive)
    waiting.ended_waiting.disconnect(receive)


def test_only_those_concerned_see_it(db, day):
    made = proposed(CODE, 6000, valid_from=LATER)
    seen = {
        role: visible_to(make_actor(role)).filter(pk=made.pk).exists()
        for role in ("city_admin", "city_officer", "county_officer", "leader", "auditor")
    }
    assert seen == {
        "city_admin": True,
        "city_officer": False,
        "county_officer": False,
        "leader": False,
        "auditor": True,
    }
    assert (waiting_for(make_actor()).count(), waiting_for(make_second()).count()) == (0, 1)
    with pytest.raises(Refused, match="没有找到"):
        approvals.approve(made.pk, actor=make_actor("city_officer"))


def test_where_another_office_must_approve_the_own_office_cannot(db, day, monkeypatch):
    act = approvals.act_of(parameter_changes.KIND)
    changed = approvals.Act(
        act.code, act.label, act.permission, act.approver, act.describe, act.do, act.check, True
    )
    monkeypatch.setitem(approvals.kinds._acts, act.code, changed)
    made = proposed(CODE, 6000, valid_from=LATER)
    with pytest.raises(Refused, match="另一个单位"):
        approvals.approve(made.pk, actor=make_second())
    with pytest.raises(IntegrityError), transaction.atomic(), without_ledger():
        Proposal.objects.filter(pk=made.pk).update(
            state="approved",
            decided_by=make_second().user_id,
            decider_office=made.proposer_office,
            closed_at=clock.now(),
        )


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_have_one_effect():
    made = proposed(CODE, 6000, valid_from=clock.today())
    seconds = [make_actor("city_admin", username=f"second-{n}") for n in range(4)]
    answers = at_once(
        *(lambda actor=actor: approvals.approve(made.pk, actor=actor).state for actor in seconds)
    )
    assert answers.count("approved") == 1
    assert sum("现在是“已核准”" in answer for answer in answers) == len(seconds) - 1
    assert LedgerEntry.objects.filter(verb="core.parameter_set").count() == 1
