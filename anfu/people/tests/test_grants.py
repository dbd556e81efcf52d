"""Nobody grants what lies outside their reach; official roles take two persons; what is taken away is gone at once."""

import pytest

from anfu.core import approvals, clock
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import LedgerEntry, Proposal
from anfu.core.refusal import Refused
from anfu.people.actions import accounts, grants
from anfu.people.actors import actor_of
from anfu.people.granting import MAY_GRANT, TWO_PERSONS, Place
from anfu.people.models import Membership, User
from anfu.people.roles import KIND_OF, PERMISSIONS, Role
from anfu.people.tests.factories import make_actor, make_membership, make_party, make_user

pytestmark = pytest.mark.django_db
REASON = "新到岗，科室已批"


def somebody(username="new", duty="business"):
    with without_ledger():
        return User.objects.create(username=username, name="新人", duty=duty)


def grant(user, party, role, actor):
    place = grants.territory(role, party)
    return grants.grant(user.pk, party.pk, role, place, actor=actor, on=clock.today(), reason=REASON)


@pytest.mark.parametrize("granter", sorted(set(MAY_GRANT) - {"security_admin", "city_admin"}))
def test_t23_a_declared_grant_of_an_official_role_holds_no_permission_that_the_granter_lacks(granter):
    for role in MAY_GRANT[granter] & TWO_PERSONS:
        assert PERMISSIONS[role] <= PERMISSIONS[granter], role


def test_t23_only_two_persons_give_an_official_role(as_user):
    first, second = make_actor("security_admin"), make_actor("city_admin")
    user, party = somebody(), make_party("county", division="330784")
    proposal = grant(user, party, "county_officer", first)
    assert isinstance(proposal, Proposal) and not user.memberships.exists()
    with pytest.raises(Refused):
        approvals.approve(proposal.pk, actor=first)
    approvals.approve(proposal.pk, actor=second)
    assert actor_of(user).divisions == {"330784"}
    assert LedgerEntry.objects.filter(verb="people.granted").count() == 1


def test_t23_who_is_to_get_an_official_role_cannot_approve_it():
    candidate = make_user("city_admin", username="candidate")
    party = make_party("city", name="另一局")
    proposal = grant(candidate, party, "leader", make_actor("security_admin"))
    with pytest.raises(Refused):
        approvals.approve(proposal.pk, actor=actor_of(candidate))
    assert candidate.memberships.count() == 1


REFUSED = [
    ("county_officer", "county_officer", {"division": "330702"}),  # another county
    ("county_officer", "city_officer", {}),
    ("county_officer", "security_admin", {}),
    ("town_officer", "town_officer", {"division": "330784", "town": "330784001"}),
    ("city_officer", "city_officer", {}),
    ("enterprise_owner", "enterprise_owner", {}),  # of another enterprise
    ("enterprise_owner", "provider_owner", {}),
    ("provider_owner", "provider_staff", {}),  # of another provider
    ("system_admin", "city_admin", {}),
    ("audit_admin", "audit_admin", {}),
    ("expert", "expert", {}),
    ("leader", "town_officer", {"division": "330784", "town": "330784001"}),
]


@pytest.mark.parametrize(("granter", "role", "place"), REFUSED)
def test_t23_a_grant_outside_the_granters_reach_changes_nothing(granter, role, place):
    from anfu.people.roles import duty_of

    user, party = somebody(duty=duty_of(role)), make_party(KIND_OF[role], **place)
    before = (Membership.objects.count(), Proposal.objects.count(), LedgerEntry.objects.count())
    actor = make_actor(granter)
    before = (Membership.objects.count(), Proposal.objects.count(), LedgerEntry.objects.count())
    with pytest.raises(Refused):
        grant(user, party, role, actor)
    assert (Membership.objects.count(), Proposal.objects.count(), LedgerEntry.objects.count()) == before


def test_t23_nobody_grants_to_themselves():
    owner = make_user("enterprise_owner")
    with pytest.raises(Refused):
        grant(owner, owner.memberships.get().party, "enterprise_staff", actor_of(owner))


@pytest.mark.parametrize("place", [Place("330702"), Place("330784", "330784001"), Place()])
def test_t22_the_territory_of_a_role_is_the_partys_own(place):
    user, party = somebody(), make_party("county", division="330784")
    with pytest.raises(Refused):
        grants.grant(
            user.pk, party.pk, "county_officer", place, actor=make_actor(), on=clock.today(), reason=REASON
        )


def test_an_owner_takes_in_staff_and_sends_them_away_again(client):
    owner = make_user("enterprise_owner")
    user, party = somebody(), owner.memberships.get().party
    made = grant(user, party, "enterprise_staff", actor_of(owner))
    client.force_login(user)
    page = f"/enterprises/{party.organisation.uscc}/"
    assert client.get(page).status_code == 200
    grants.revoke(made.pk, actor=actor_of(owner), on=clock.today(), reason="离职")
    assert client.get(page).status_code == 403
    assert LedgerEntry.objects.filter(verb="people.revoked").count() == 1


def test_the_last_administrator_of_a_kind_stays():
    last = make_user("security_admin").memberships.get()
    with pytest.raises(Refused):
        grants.revoke(last.pk, actor=make_actor(), on=clock.today(), reason="")
    other = make_user("security_admin", username="second")
    grants.revoke(last.pk, actor=actor_of(other), on=clock.today(), reason="")
    assert not actor_of(last.user).may("people.grant")


def test_t23_a_disabled_account_is_out_at_the_next_request_of_the_same_session(client):
    user, admin = make_user("city_officer"), make_actor("system_admin")
    client.force_login(user)
    assert client.get("/parameters/").status_code == 200
    accounts.set_enabled(user.username, False, actor=admin, on=clock.today(), reason="调离")
    assert client.get("/parameters/").status_code == 302
    accounts.set_enabled(user.username, True, actor=admin, on=clock.today(), reason="调回")
    client.force_login(user)
    assert client.get("/parameters/").status_code == 200


@pytest.mark.parametrize("role", sorted(set(Role.values) - {"system_admin"}))
def test_only_the_system_administrator_opens_and_disables_accounts(role):
    user, actor = somebody(), make_actor(role)
    for act in (
        lambda: accounts.open_account("x", "a-long-password", name="x", actor=actor, on=clock.today()),
        lambda: accounts.set_enabled(user.username, False, actor=actor, on=clock.today(), reason=""),
        lambda: accounts.register_party("bank", "某行", actor=actor, on=clock.today()),
    ):
        with pytest.raises(Refused):
            act()


@pytest.mark.parametrize("duty", ["system", "security", "audit"])
def test_t24_a_grant_across_duties_is_refused_with_a_sentence(duty):
    user = somebody(duty=duty)
    with pytest.raises(Refused, match="另开账号"):
        grant(user, make_party("city"), "city_officer", make_actor("security_admin"))


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin"])
@pytest.mark.parametrize(
    "path",
    ["/enterprises/", "/key-objects/", "/engagements/", "/coverage/", "/intakes/", "/ledger/", "/company/"],
)
def test_t24_no_administrator_sees_business_content(as_user, role, path):
    assert as_user(role).get(path).status_code in (403, 404)


def test_t22_officers_see_the_accounts_of_their_own_territory_only(as_user):
    far = make_user("county_officer", division="330702", username="far")
    near = make_user("town_officer", username="near")
    client = as_user("county_officer")
    page = client.get("/people/").content.decode()
    assert near.username in page and ">far<" not in page
    assert client.get(f"/people/{far.username}/").status_code == 404
    assert client.get("/people/nobody/").status_code == 404
    assert client.get(f"/parties/{far.memberships.get().party_id}/").status_code == 404


def test_the_list_of_accounts_costs_the_same_for_few_and_many(as_user, django_assert_num_queries):
    client = as_user("security_admin")
    for more in (1, 20):
        for n in range(more):
            make_membership(make_user("expert", username=f"e{more}-{n}"), "expert")
        with django_assert_num_queries(5):  # session, account, page, their memberships, a count on the rail
            client.get("/people/")


def test_the_pages_grant_and_say_what_is_wrong(as_user):
    user, party = somebody(), make_party("bank", name="某行")
    client = as_user("city_admin")
    wrong = client.post(f"/people/{user.username}/grant/", {"party": 0, "role": "bank_officer"})
    assert wrong.status_code == 422 and "没有这个编号" in wrong.content.decode()
    right = client.post(f"/people/{user.username}/grant/", {"party": party.pk, "role": "bank_officer"})
    assert right.status_code == 302 and user.memberships.get().role == "bank_officer"
