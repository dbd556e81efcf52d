"""Standing in and handing over: never more than one holds, never further, and nothing after the last day."""

from datetime import timedelta

import pytest

from anfu.core import clock
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import LedgerEntry, Proposal
from anfu.core.refusal import Refused
from anfu.people.actions import grants, handover, lending
from anfu.people.actors import actor_of
from anfu.people.models import Membership, User
from anfu.people.roles import GRANTING, PERMISSIONS, UNATTACHED
from anfu.people.tests.factories import make_actor, make_membership, make_party, make_user

pytestmark = pytest.mark.django_db


def office(*roles, kind="city"):
    party = make_party(kind)
    return [make_user(role, party=party, username=f"m{n}") for n, role in enumerate(roles)]


def lend(lender, borrower, days=7):
    on = clock.today()
    return lending.lend(borrower.pk, last_day=on + timedelta(days), actor=actor_of(lender), on=on)


def test_t23_a_loan_holds_the_role_without_its_rights_over_accounts_until_its_last_day():
    admin, officer = office("city_admin", "city_officer")
    loan = lend(admin, officer)
    acting = actor_of(officer, loan.pk)
    assert acting.permissions == PERMISSIONS["city_admin"] - GRANTING
    assert "代" in acting.role and acting.user_id == officer.pk
    after = Membership.objects.in_force_on(clock.today() + timedelta(8)).filter(pk=loan.pk)
    assert not after.exists()


def test_t23_a_loan_cannot_be_lent_further():
    admin, officer, third = office("city_admin", "city_officer", "city_officer")
    loan = lend(admin, officer)
    with pytest.raises(Refused):
        on = clock.today()
        lending.lend(third.pk, last_day=on, actor=actor_of(officer, loan.pk), on=on)


@pytest.mark.parametrize("how", ["revoked", "disabled", "ended"])
def test_t23_a_loan_ends_with_what_it_is_lent_from(how):
    admin, officer, _ = office("city_admin", "city_officer", "city_admin")
    loan, on = lend(admin, officer), clock.today()
    if how == "revoked":
        own = admin.memberships.get(lent_from=None)
        grants.revoke(own.pk, actor=make_actor("security_admin"), on=on, reason="调离")
    elif how == "disabled":
        with without_ledger():
            User.objects.filter(pk=admin.pk).update(is_active=False)
    else:
        lending.end_loan(loan.pk, actor=actor_of(officer), on=on)
    assert actor_of(officer, loan.pk).permissions == PERMISSIONS["city_officer"]


@pytest.mark.parametrize("days", [-1, 93])
def test_a_loan_has_an_end_in_reach(days):
    admin, officer = office("city_admin", "city_officer")
    with pytest.raises(Refused):
        lend(admin, officer, days)


def test_only_a_colleague_of_the_same_office_stands_in():
    admin, _ = office("city_admin", "city_officer")
    with pytest.raises(Refused):
        lend(admin, make_user("county_officer"))


def test_nobody_else_ends_a_loan():
    admin, officer, third = office("city_admin", "city_officer", "city_officer")
    loan = lend(admin, officer)
    with pytest.raises(Refused):
        lending.end_loan(loan.pk, actor=actor_of(third), on=clock.today())


def test_both_desks_show_a_loan(client):
    admin, officer = office("city_admin", "city_officer")
    lend(admin, officer)
    for user in (admin, officer):
        client.force_login(user)
        assert "代" in client.get("/my/").content.decode().split("</main>")[0].split("<main")[1]


def test_leaving_staff_hand_over_in_one_step_with_one_entry_that_says_all():
    owner, staff = make_user("enterprise_owner", username="o"), None
    party = owner.memberships.get().party
    staff = make_user("enterprise_staff", username="s", party=party)
    on, actor = clock.today(), actor_of(owner)
    plan = handover.plan(owner, staff, party, actor=actor, on=on)
    assert [m.how for m in plan.moves] == ["given"] and Membership.objects.count() == 2
    handover.hand_over(owner, staff, party, actor=actor, on=on, reason="退休")
    assert not owner.memberships.filter(valid_to=None).exists()
    assert set(staff.memberships.values_list("role", flat=True)) == {"enterprise_owner", "enterprise_staff"}
    assert LedgerEntry.objects.filter(verb="people.handed_over").count() == 1


def test_t23_an_official_role_passes_a_second_person_when_it_is_handed_over():
    leaving, stays, _ = office("city_admin", "city_officer", "city_admin")
    party, on = leaving.memberships.get().party, clock.today()
    handover.hand_over(leaving, stays, party, actor=actor_of(leaving), on=on, reason="到龄退休交接")
    assert Proposal.objects.get().kind == "people.grant"
    assert actor_of(stays).role_code == "city_officer"
    assert actor_of(leaving).permissions == UNATTACHED


def test_t23_what_the_leaving_person_may_not_grant_does_not_move():
    leaving, stays = office("leader", "city_officer")
    party, on = leaving.memberships.get().party, clock.today()
    plan = handover.plan(leaving, stays, party, actor=actor_of(leaving), on=on)
    assert [m.how for m in plan.moves] == ["left"]


def test_nobody_hands_over_for_somebody_out_of_their_reach():
    leaving, stays = office("city_admin", "city_officer")
    party, on = leaving.memberships.get().party, clock.today()
    for role in ("county_officer", "system_admin", "enterprise_owner"):
        with pytest.raises(Refused):
            handover.plan(leaving, stays, party, actor=make_actor(role), on=on)


def test_work_of_other_rooms_moves_in_the_same_step():
    leaving, stays = office("city_admin", "city_officer")
    make_membership(stays, "city_admin", party=leaving.memberships.get().party)
    told = []

    def receiver(sender, preview, **_):
        told.append(preview)
        return ("待办", 3)

    handover.handed_over.connect(receiver)
    try:
        party, on = leaving.memberships.get().party, clock.today()
        done = handover.hand_over(leaving, stays, party, actor=actor_of(leaving), on=on, reason="退休")
    finally:
        handover.handed_over.disconnect(receiver)
    assert done.work == [("待办", 3)] and told == [True, False]
    assert [m.how for m in done.moves] == ["held"]


def test_the_pages_lend_and_hand_over(client):
    admin, officer = office("city_admin", "city_admin")
    party = admin.memberships.get().party
    officer2 = make_user("city_officer", username="x2", party=party)
    client.force_login(admin)
    last = clock.today() + timedelta(3)
    assert client.post("/my/lend/", {"to": officer2.pk, "last_day": last.isoformat()}).status_code == 302
    path = f"/people/{admin.username}/hand-over/{party.pk}/"
    assert "现在还什么都没有改" in client.get(f"{path}?to={officer.pk}").content.decode()
    assert client.post(path, {"to": officer.pk, "reason": "退休交接"}).status_code == 302
    assert actor_of(User.objects.get(pk=admin.pk)).permissions == UNATTACHED
