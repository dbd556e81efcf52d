"""Who acts for an enterprise that turns out to be another goes along, and comes back where the merge is undone."""

from datetime import date

import pytest

from anfu.core import clock
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import LedgerEntry
from anfu.people.actions import claims
from anfu.people.actions.invitations import invite, redeem
from anfu.people.actors import actor_of
from anfu.people.merging import NOTE
from anfu.people.models import Claim, ClaimState, Invitation, Membership, Party
from anfu.people.tests.factories import make_actor, make_party, make_user
from anfu.people.todos.models import Todo
from anfu.registry.actions.duplicates import merge, unmerge
from anfu.registry.models import DuplicatePair
from anfu.registry.tests.factories import make_enterprise

pytestmark = pytest.mark.django_db
OWNER = "enterprise_owner"


@pytest.fixture
def pair():
    """A kept one in the first county, a merged one in the second."""
    kept, merged = make_enterprise(name="甲厂"), make_enterprise(name="乙厂", division="330782")
    with without_ledger():
        return DuplicatePair.objects.create(first=kept, second=merged, kind="same_name", basis="名称一字不差")


def join(pair):
    merge(pair.pk, keep=pair.first_id, reason="现场核对，是同一家", actor=make_actor(), on=clock.today())


def part(pair):
    unmerge(pair.pk, reason="合并错了，是两家", actor=make_actor(), on=clock.today())


def owner_of(enterprise, name):
    return make_user(OWNER, username=name, party=party(enterprise))


def party(enterprise):
    return make_party("enterprise", organisation=enterprise.organisation)


def acts_for(user) -> set[int]:
    user.refresh_from_db()
    return set(actor_of(user).organisations)


def claimed(enterprise, name):
    user = make_user("expert", username=name)
    made = claims.claim(
        enterprise.organisation.uscc,
        user,
        actor=actor_of(user),
        on=clock.today(),
        explanation="请打电话核对我",
    )
    return user, made


def test_members_act_for_the_kept_one_from_the_next_request_on_and_come_back(pair):
    owner, other = owner_of(pair.second, "wu"), owner_of(pair.first, "lu")
    join(pair)
    assert acts_for(owner) == acts_for(other) == {pair.first_id}
    assert '"people":{' in LedgerEntry.objects.filter(verb="registry.merged").first().body
    part(pair)
    assert acts_for(owner) == {pair.second_id}
    assert acts_for(other) == {pair.first_id}


def test_the_kept_one_gets_a_party_where_it_had_none(pair):
    owner = owner_of(pair.second, "wu")
    assert not Party.objects.filter(organisation=pair.first.organisation).exists()
    join(pair)
    assert acts_for(owner) == {pair.first_id}


def test_who_is_a_member_of_both_stays_one_once(pair):
    both = owner_of(pair.first, "lu")
    owner_of(pair.second, "lu")
    join(pair)
    held = Membership.objects.in_force_on(clock.today()).filter(user=both)
    assert [each.party.organisation_id for each in held] == [pair.first_id]
    part(pair)
    held = Membership.objects.in_force_on(clock.today()).filter(user=both)
    assert {each.party.organisation_id for each in held} == {pair.first_id, pair.second_id}


def test_an_ended_membership_stays_where_it_was(pair):
    owner = owner_of(pair.second, "wu")
    with without_ledger():
        Membership.objects.filter(user=owner).update(valid_to=date(2025, 1, 1))
    join(pair)
    assert Membership.objects.get(user=owner).party == party(pair.second)


def test_a_letter_s_code_opens_the_kept_one(pair):
    actor = make_actor("city_officer")
    made, code = invite(party(pair.second).pk, OWNER, actor=actor, on=clock.today())
    join(pair)
    made.refresh_from_db()
    assert made.party == party(pair.first)
    part(pair)
    made.refresh_from_db()
    assert made.party == party(pair.second)
    join(pair)
    user = make_user("expert", username="neu")
    redeem(code, user, on=clock.today())
    part(pair)
    assert Invitation.objects.get().party == party(pair.first)


def test_a_waiting_claim_waits_at_the_kept_one_on_the_desk_of_its_county(pair):
    user, made = claimed(pair.second, "wu")
    assert Todo.objects.get(subject=f"claim:{made.pk}").division == "330782"
    join(pair)
    made.refresh_from_db()
    todo = Todo.objects.get(subject=f"claim:{made.pk}", ended_at=None)
    assert (made.enterprise_id, todo.division, todo.title) == (pair.first_id, "330784", "核对认领：甲厂")
    part(pair)
    made.refresh_from_db()
    todo = Todo.objects.get(subject=f"claim:{made.pk}", ended_at=None)
    assert (made.enterprise_id, todo.division) == (pair.second_id, "330782")
    join(pair)
    claims.decide(made.pk, True, actor=make_actor("county_officer"), on=clock.today())
    assert (
        pair.first_id in acts_for(user)
        or Membership.objects.filter(user=user, party=party(pair.first)).exists()
    )
    part(pair)
    made.refresh_from_db()
    assert made.enterprise_id == pair.first_id


def test_who_claimed_both_waits_once(pair):
    user, first = claimed(pair.first, "wu")
    second = claims.claim(
        pair.second.organisation.uscc,
        user,
        actor=actor_of(user),
        on=clock.today(),
        explanation="请打电话核对我",
    )
    join(pair)
    second.refresh_from_db()
    assert (second.state, second.note) == (ClaimState.WITHDRAWN, NOTE)
    assert Claim.objects.waiting().get() == first
    assert not Todo.objects.filter(subject=f"claim:{second.pk}", ended_at=None).exists()
    part(pair)
    assert set(Claim.objects.waiting()) == {first, second}
    assert Todo.objects.filter(subject=f"claim:{second.pk}", ended_at=None).exists()


def test_nothing_is_told_where_nobody_acts_or_waits(pair):
    join(pair)
    pair.refresh_from_db()
    assert "people" not in pair.moved
