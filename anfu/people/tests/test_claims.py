"""The ways in: a code from a letter, or proof that an officer has looked at."""

import re
from datetime import timedelta

import pytest

from anfu.core import clock
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused
from anfu.core.waiting import began_waiting, ended_waiting
from anfu.people import codes
from anfu.people.actions import claims, grants, invitations
from anfu.people.actors import actor_of
from anfu.people.models import Claim, Invitation, Membership, Party, User
from anfu.people.tests.factories import make_actor, make_party, make_user
from anfu.registry.models import Enterprise
from anfu.registry.tests.factories import make_enterprise

pytestmark = pytest.mark.django_db
TOWN = "330784001"
ACCOUNT = {"username": "owner1", "name": "方某", "phone": "13800001234", "password": "xiang-cun-2026"}


def stranger(username="stranger"):
    with without_ledger():
        return User.objects.create(username=username, name="来人")


def invited(role="enterprise_owner", by="town_officer", **facts):
    firm = make_enterprise(town="330784001", **facts)
    party = make_party("enterprise", organisation=firm.organisation)
    made, code = invitations.invite(party.pk, role, actor=make_actor(by), on=clock.today())
    return firm, made, code


def test_t33_a_code_is_read_in_one_way_and_kept_only_as_a_hash():
    _, made, code = invited()
    assert codes.read(f" {code.lower().replace('0', 'o')} ") == codes.read(code)
    assert str(codes.read(code).secret) not in str(Invitation.objects.values().get())
    assert not any(codes.read(code).secret in entry.body for entry in LedgerEntry.objects.all())
    assert made.secret_hash == codes.hashed(codes.read(code))


def test_t26_a_code_works_once():
    firm, _, code = invited()
    first, second = stranger("one"), stranger("two")
    invitations.redeem(code, first, on=clock.today())
    assert actor_of(first).organisations == {firm.pk}
    with pytest.raises(Refused):
        invitations.redeem(code, second, on=clock.today())
    assert not second.memberships.exists()


def test_t33_five_wrong_secrets_end_a_code():
    _, made, code = invited()
    wrong = str(codes.Code(made.selector, "0" * 10))
    for _ in range(5):
        with pytest.raises(Refused):
            invitations.redeem(wrong, stranger_once(), on=clock.today())
    with pytest.raises(Refused):
        invitations.redeem(code, stranger_once(), on=clock.today())


def stranger_once():
    return User.objects.filter(username="s").first() or stranger("s")


@pytest.mark.parametrize("how", ["expired", "withdrawn", "maker gone", "maker moved"])
def test_t23_a_code_is_worth_no_more_than_its_makers_rights_today(how):
    _, made, code = invited()
    on = clock.today()
    with without_ledger():
        if how == "expired":
            on += timedelta(invitations.DAYS + 1)
        elif how == "withdrawn":
            Invitation.objects.update(withdrawn_at=clock.now())
        elif how == "maker gone":
            User.objects.filter(pk=made.made_by_id).update(is_active=False)
        else:
            Membership.objects.filter(pk=made.made_under_id).update(valid_to=on)
    with pytest.raises(Refused):
        invitations.redeem(code, stranger(), on=on)


@pytest.mark.parametrize("role", ["town_officer", "city_admin", "security_admin"])
def test_t23_no_code_gives_an_official_role(role):
    from anfu.people.roles import KIND_OF

    place = {"division": "330784", "town": "330784001"} if role == "town_officer" else {}
    party = make_party(KIND_OF[role], **place)
    with pytest.raises(Refused):
        invitations.invite(party.pk, role, actor=make_actor("city_admin"), on=clock.today())


def test_t22_a_town_invites_only_its_own_enterprises():
    firm = make_enterprise(town="330784002")
    party = make_party("enterprise", organisation=firm.organisation)
    with pytest.raises(Refused):
        invitations.invite(party.pk, "enterprise_owner", actor=make_actor("town_officer"), on=clock.today())


def test_an_owner_comes_in_by_the_code_of_a_letter_and_sees_the_enterprise(client):
    firm, _, code = invited(name="雩杰制造厂", employees=30)
    assert client.post("/claim/", {"code": code}).status_code == 302
    assert "雩杰制造厂" in client.get("/claim/code/").content.decode()
    assert client.post("/claim/code/", ACCOUNT | {"password": "12345"}).status_code == 422
    assert client.post("/claim/code/", ACCOUNT).status_code == 302
    page = client.get("/", follow=True).content.decode()
    assert "雩杰制造厂" in page and "法律要我做什么" in page and "兼职安全员" in page
    assert "设安全机构或配专职安全员" not in page
    assert client.get(f"/enterprises/{firm.organisation.uscc}/").status_code == 200
    assert client.get("/enterprises/").status_code == 403


def test_a_claim_with_proof_waits_for_the_town_and_opens_the_page(client):
    seen = []
    began_waiting.connect(lambda waiting, **_: seen.append(waiting), weak=False, dispatch_uid="test")
    ended_waiting.connect(lambda subject, **_: seen.append(subject), weak=False, dispatch_uid="test")
    try:
        firm = make_enterprise(town="330784001")
        path = f"/claim/proof/{firm.organisation.uscc}/"
        assert client.post(path, ACCOUNT).status_code == 422
        assert not User.objects.filter(username="owner1").exists()
        assert client.post(path, ACCOUNT | {"explanation": "法定代表人，可打座机核对"}).status_code == 302
        found = Claim.objects.get()
        assert client.get(f"/enterprises/{firm.organisation.uscc}/").status_code == 403
        claims.decide(found.pk, True, actor=make_actor("town_officer"), on=clock.today())
    finally:
        began_waiting.disconnect(dispatch_uid="test")
        ended_waiting.disconnect(dispatch_uid="test")
    assert client.get(f"/enterprises/{firm.organisation.uscc}/").status_code == 200
    assert (seen[0].town, seen[0].permission, seen[1]) == ("330784001", "people.claims", f"claim:{found.pk}")


def test_a_claim_refused_says_why_and_opens_nothing():
    firm, user = make_enterprise(town="330784001"), stranger()
    made = claims.claim(
        firm.organisation.uscc, user, actor=actor_of(user), on=clock.today(), explanation="我是厂长本人"
    )
    officer = make_actor("town_officer")
    with pytest.raises(Refused):
        claims.decide(made.pk, False, actor=officer, on=clock.today(), note="")
    claims.decide(made.pk, False, actor=officer, on=clock.today(), note="执照和人对不上")
    with pytest.raises(Refused):
        claims.decide(made.pk, True, actor=officer, on=clock.today())
    assert not user.memberships.exists()


@pytest.mark.parametrize(
    "who", ["town_officer", "county_officer", "enterprise_owner", "security_admin", "expert"]
)
def test_t22_a_claim_is_decided_only_where_the_enterprise_lies(who, as_user):
    firm, user = make_enterprise(division="330702", town="330702001"), stranger()
    made = claims.claim(
        firm.organisation.uscc, user, actor=actor_of(user), on=clock.today(), explanation="我是厂长本人"
    )
    with pytest.raises(Refused):
        claims.decide(made.pk, True, actor=make_actor(who), on=clock.today())
    answer = as_user(who).post(f"/claims/{made.pk}/decide/", {"approve": "1"})
    assert answer.status_code in (403, 404) and not user.memberships.exists()


def test_t21_an_officer_does_not_decide_their_own_claim():
    user, firm = make_user("town_officer"), make_enterprise(town="330784001")
    made = claims.claim(
        firm.organisation.uscc, user, actor=actor_of(user), on=clock.today(), explanation="我是厂长本人"
    )
    with pytest.raises(Refused):
        claims.decide(made.pk, True, actor=actor_of(user), on=clock.today())


def test_t33_a_stranger_with_a_wrong_code_learns_nothing(client):
    invited(name="雩杰制造厂")
    answer = client.post("/claim/", {"code": "00000-00000-00000"}, follow=True)
    assert answer.status_code == 422 and "雩杰" not in answer.content.decode()
    assert "15 位" in client.post("/claim/", {"code": "123"}).content.decode()


def test_the_owner_is_shown_only_what_is_the_owners(as_user):
    mine, other = make_enterprise(name="甲厂"), make_enterprise(name="乙厂")
    user = make_user("enterprise_owner", party=make_party("enterprise", organisation=mine.organisation))
    client = as_user("enterprise_owner", username=user.username)
    page = client.get("/company/").content.decode()
    assert "甲厂" in page and "乙厂" not in page
    assert client.get(f"/enterprises/{other.organisation.uscc}/").status_code == 404
    assert grants.territory("enterprise_owner", user.memberships.get().party) == grants.Place()


def test_an_officer_invites_from_the_enterprise_s_page_and_the_owner_comes_in(as_user):
    firm = make_enterprise(town=TOWN)
    code = firm.organisation.uscc
    client = as_user("town_officer", town=TOWN)
    page = client.get(f"/enterprises/{code}/").content.decode()
    assert f"/enterprises/{code}/invite/" in page
    assert not Party.objects.filter(organisation=firm.organisation).exists()
    told = client.post(f"/enterprises/{code}/invite/")
    assert told.status_code == 200
    found = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}", told.content.decode())
    user = make_user("expert", username="neu")
    invitations.redeem(found[0], user, on=clock.today())
    assert Membership.objects.filter(
        user=user, role="enterprise_owner", party__organisation=firm.organisation
    ).exists()


@pytest.mark.parametrize(
    ("role", "where"),
    [("leader", {}), ("county_officer", {"division": "330782"}), ("town_officer", {"town": "330784002"})],
)
def test_t22_others_see_no_button_and_make_no_code(as_user, role, where):
    firm = make_enterprise(town=TOWN)
    address = f"/enterprises/{firm.organisation.uscc}/"
    client = as_user(role, **where)
    assert "/invite/" not in client.get(address).content.decode()
    assert client.post(f"{address}invite/").status_code in (403, 404)
    assert not Invitation.objects.exists()


def test_nobody_is_invited_to_an_enterprise_that_was_merged(as_user):
    firm, kept = make_enterprise(town=TOWN), make_enterprise(town=TOWN)
    with without_ledger():
        Enterprise.objects.filter(pk=firm.pk).update(merged_into=kept)
    client = as_user("city_officer")
    assert "/invite/" not in client.get(f"/enterprises/{firm.organisation.uscc}/").content.decode()
    assert client.post(f"/enterprises/{firm.organisation.uscc}/invite/").status_code == 409
    assert not Invitation.objects.exists()
