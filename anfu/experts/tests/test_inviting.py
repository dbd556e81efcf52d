"""Asking by name: an answer in time, a lapse, an evaluation once; and nobody who must stay away."""

from datetime import timedelta

import pytest

from anfu.core import clock
from anfu.core.refusal import Refused
from anfu.experts.actions import answering, inviting
from anfu.experts.models import Use
from anfu.experts.tests.factories import make_expert, make_use, own_actor
from anfu.people.actors import actor_of
from anfu.people.tests.factories import make_actor, make_party, make_user
from anfu.people.todos.models import Todo
from anfu.registry.tests.factories import make_enterprise

pytestmark = pytest.mark.django_db
TODAY = clock.today()


def test_the_expert_answers_on_the_own_desk():
    use = make_use()
    todo = Todo.objects.waiting().get()
    assert (todo.kind, todo.person_id) == ("experts.invited", use.expert.user_id)
    done = answering.answer(use.pk, True, actor=own_actor(use.expert), on=TODAY, note="带仪器")
    assert (done.state, done.note) == ("accepted", "带仪器")
    assert not Todo.objects.waiting().exists()
    with pytest.raises(Refused, match="已经答复"):
        answering.answer(use.pk, False, actor=own_actor(use.expert), on=TODAY, reason="busy")


def test_a_refusal_says_why_and_only_the_expert_answers():
    use = make_use()
    with pytest.raises(Refused, match="原因"):
        answering.answer(use.pk, False, actor=own_actor(use.expert), on=TODAY)
    with pytest.raises(Refused, match="没有找到"):
        answering.answer(use.pk, True, actor=make_actor(), on=TODAY)
    assert (
        answering.answer(use.pk, False, actor=own_actor(use.expert), on=TODAY, reason="busy").reason == "busy"
    )


def test_what_nobody_answers_in_time_lapses():
    use = make_use()
    assert answering.lapse_all(use.answer_by) == 0
    assert answering.lapse_all(use.answer_by + timedelta(1)) == 1
    assert Use.objects.get().state == "lapsed" and not Todo.objects.waiting().exists()


def test_a_use_is_evaluated_once_by_who_asked():
    use = make_use()
    with pytest.raises(Refused, match="还没有接受"):
        answering.evaluate(use.pk, 5, "认真负责", actor=make_actor(), on=TODAY)
    answering.answer(use.pk, True, actor=own_actor(use.expert), on=TODAY)
    with pytest.raises(Refused):
        answering.evaluate(use.pk, 5, "认真负责", actor=own_actor(use.expert), on=TODAY)
    with pytest.raises(Refused, match="1 到 5"):
        answering.evaluate(use.pk, 6, "认真负责", actor=make_actor(), on=TODAY)
    assert answering.evaluate(use.pk, 5, "认真负责", actor=make_actor(), on=TODAY).score == 5
    with pytest.raises(Refused, match="已经评价"):
        answering.evaluate(use.pk, 1, "改主意了", actor=make_actor(), on=TODAY)


def test_an_invitation_is_taken_back_until_it_is_answered():
    use = make_use()
    with pytest.raises(Refused):
        inviting.cancel(use.pk, actor=make_actor("county_officer", division="330782"), on=TODAY)
    assert inviting.cancel(use.pk, actor=make_actor(), on=TODAY).state == "cancelled"
    assert not Todo.objects.waiting().exists()


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "removed"},
        {"state": "suspended", "barred_until": TODAY + timedelta(9)},
        {"valid_to": TODAY},
        {"away_from": TODAY, "away_to": TODAY + timedelta(3)},
        {"no_account": True},
    ],
)
def test_nobody_outside_the_pool_or_away_is_invited(facts):
    with pytest.raises(Refused):
        make_use(make_expert(**facts))
    assert not Use.objects.exists()


def test_T10_an_enterprise_cannot_invite_who_is_tied_to_it():
    firm = make_enterprise().organisation
    owner = actor_of(
        make_user("enterprise_owner", username="owner", party=make_party("enterprise", organisation=firm))
    )
    with pytest.raises(Refused, match="要回避"):
        make_use(make_expert(employer=firm), actor=owner)
    with pytest.raises(Refused, match="要回避"):
        make_use(make_expert(employer=firm), about=(firm.uscc,))
    assert make_use(make_expert(), actor=owner).party.organisation == firm


def test_strangers_see_no_invitation():
    use = make_use(actor=make_actor("county_officer"))
    for role in ("leader", "expert", "enterprise_owner", "auditor", "town_officer"):
        assert not Use.objects.visible_to(make_actor(role)).exists(), role
    assert not Use.objects.visible_to(make_actor("county_officer", division="330782")).exists()
    assert Use.objects.visible_to(make_actor("county_officer")).get() == use
