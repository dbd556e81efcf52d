"""What an account may do follows from the memberships that hold today, and from nothing else."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from anfu.core import clock
from anfu.core.actor import NOBODY
from anfu.core.ledger.guard import without_ledger
from anfu.people.actors import actor_of
from anfu.people.models import Membership, User
from anfu.people.roles import ADMIN_DUTY, BARE, CITY_ROLES, KIND_OF, PERMISSIONS, UNATTACHED, Role
from anfu.people.tests.factories import make_actor, make_membership, make_party, make_user
from anfu.registry.models import Enterprise, EnterpriseVersion
from anfu.registry.tests.factories import make_enterprise

OUTSIDE = sorted(set(Role.values) - CITY_ROLES - {Role.COUNTY_OFFICER, Role.TOWN_OFFICER})
pytestmark = pytest.mark.django_db


def test_every_role_says_its_kind_and_its_permissions():
    assert set(KIND_OF) == set(PERMISSIONS) == set(Role.values)
    assert all(found >= BARE for found in PERMISSIONS.values())


@pytest.mark.parametrize("role", Role.values)
def test_a_member_has_the_permissions_of_the_role_and_acts_for_the_party(role):
    actor = make_actor(role)
    assert (actor.permissions, actor.role_code, actor.kind) == (PERMISSIONS[role], role, KIND_OF[role])
    assert actor.party_id is not None and actor.membership_id is not None


@pytest.mark.parametrize("role", OUTSIDE)
def test_t22_members_of_other_kinds_see_no_enterprise_but_their_own(role):
    make_enterprise()
    actor = make_actor(role)
    seen = set(Enterprise.objects.visible_to(actor).values_list("pk", flat=True))
    assert seen == (actor.organisations if role.startswith("enterprise_") else set())
    versions = EnterpriseVersion.objects.visible_to(actor)
    assert set(versions.values_list("enterprise", flat=True)) == seen
    assert not actor.whole_city and not actor.divisions and not actor.towns


def test_an_account_without_membership_may_only_sign_out():
    with without_ledger():
        user = User.objects.create(username="bare", name="测")
    assert actor_of(user).permissions == UNATTACHED


def test_a_disabled_account_is_nobody():
    user = make_user()
    user.is_active = False
    assert actor_of(user) == NOBODY


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [(-1, None, True), (0, None, True), (1, None, False), (-1, 0, False), (-1, 1, True)],
)
def test_a_membership_holds_from_its_first_day_to_the_day_before_its_end(start, end, holds):
    user, today = make_user(), clock.today()
    to = None if end is None else today + timedelta(end)
    with without_ledger():
        Membership.objects.update(valid_from=today + timedelta(start), valid_to=to)
    assert actor_of(user).may("registry.edit") is holds


def test_t23_a_right_taken_away_is_gone_at_the_next_request_of_the_same_session(as_user):
    client = as_user("city_officer")
    assert client.get("/parameters/").status_code == 200
    with without_ledger():
        Membership.objects.update(valid_to=clock.today())
    assert client.get("/parameters/").status_code == 403
    with without_ledger():
        User.objects.update(is_active=False)
    assert client.get("/parameters/").status_code == 302


def test_one_person_acts_for_one_party_at_a_time_and_says_for_which(client):
    mine, other = make_party("enterprise"), make_party("enterprise")
    user = make_user("enterprise_owner", party=mine)
    second = make_membership(user, "enterprise_owner", party=other)
    client.force_login(user)
    own, theirs = (f"/enterprises/{party.organisation.uscc}/" for party in (mine, other))
    assert (client.get(own).status_code, client.get(theirs).status_code) == (200, 404)
    assert client.post("/act-for/", {"membership": second.pk}).status_code == 302
    assert (client.get(own).status_code, client.get(theirs).status_code) == (404, 200)
    with without_ledger():
        Membership.objects.filter(pk=second.pk).update(valid_to=clock.today())
    assert (client.get(own).status_code, client.get(theirs).status_code) == (200, 404)


@pytest.mark.parametrize("asked", ["", "x", "0", "foreign"])
def test_t23_nobody_acts_under_a_membership_of_somebody_else(client, asked):
    foreign = make_membership(make_user("city_admin"), "city_officer")
    client.force_login(make_user("enterprise_owner"))
    answer = client.post("/act-for/", {"membership": foreign.pk if asked == "foreign" else asked})
    assert answer.status_code == 404
    assert client.get("/parameters/").status_code == 403


def test_t23_a_forged_choice_in_the_session_gives_nothing(client):
    foreign = make_membership(make_user("city_admin"), "city_officer")
    client.force_login(make_user("expert"))
    for forged in (foreign.pk, "x", [1], None):
        session = client.session
        session["membership"] = forged
        session.save()
        assert client.get("/parameters/").status_code == 403


@pytest.mark.parametrize("first", sorted(ADMIN_DUTY))
@pytest.mark.parametrize("second", Role.values)
def test_t24_the_database_refuses_an_administrator_any_other_duty(first, second):
    if ADMIN_DUTY.get(second) == ADMIN_DUTY[first]:
        return
    user, party = make_user(first), make_party(KIND_OF[second], **_place(second))
    for duty in (user.duty, ADMIN_DUTY.get(second, "business")):
        with without_ledger(), pytest.raises(DatabaseError), transaction.atomic():
            Membership.objects.create(
                user=user, party=party, role=second, kind=party.kind, duty=duty, valid_from=clock.today(),
                **_place(second),
            )  # fmt: skip


@pytest.mark.parametrize("duty", ["system", "business"])
def test_t24_the_duty_of_an_account_never_changes(duty):
    make_user("security_admin")
    with without_ledger(), pytest.raises(DatabaseError), transaction.atomic():
        User.objects.update(duty=duty)


@given(role=st.sampled_from(Role.values), kind=st.sampled_from(sorted(set(KIND_OF.values()))))
def test_the_database_refuses_a_role_that_does_not_fit_the_kind_of_party(role, kind):
    from anfu.people.models.membership import Membership as Model

    check = next(c for c in Model._meta.constraints if c.name == "membership_role_fits_kind")
    assert check.condition.check({"role": role, "kind": kind}) is (KIND_OF[role] == kind)


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("county_officer", {}),
        ("town_officer", {"division": "330784"}),
        ("city_officer", {"division": "330784"}),
        ("enterprise_owner", {"division": "330784"}),
    ],
)
def test_t22_the_database_refuses_a_territory_that_does_not_fit_the_role(role, place):
    user = make_user(role)
    held = user.memberships.get()
    with without_ledger(), pytest.raises(DatabaseError), transaction.atomic():
        Membership.objects.filter(pk=held.pk).update(**{"division": "", "town": "", **place})


def _place(role):
    return {
        Role.COUNTY_OFFICER: {"division": "330784"},
        Role.TOWN_OFFICER: {"division": "330784", "town": "330784001"},
    }.get(role, {})
