"""Who lost password and second factor comes back by a code; nobody comes by it to more than they could give (T23, T24, T33)."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client

from anfu.core import approvals, clock
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import LedgerEntry, Proposal
from anfu.core.refusal import Refused
from anfu.people.actors import actor_of
from anfu.people.messages.models import Message
from anfu.people.signin import readmitting
from anfu.people.signin.models import Readmission
from anfu.people.signin.tests.accounts import PASSWORD, code_now, person, sign_in, text, with_code
from anfu.people.tests.factories import make_actor, make_party, make_user
from anfu.registry.tests.factories import make_enterprise

pytestmark = pytest.mark.django_db
NEW = "three green umbrellas"
WHY = "打座机核对过身份证后四位"


@pytest.fixture
def owner():
    """An enterprise's owner who signs in by PASSWORD and a telephone."""
    firm = make_enterprise(division="330784", town="330784001")
    party = make_party("enterprise", organisation=firm.organisation)
    user = make_user("enterprise_owner", party=party, username="laoban")
    user.set_password(PASSWORD)
    with without_ledger():
        user.save()
    return with_code(user)


def town_officer():
    return make_actor("town_officer", town="330784001")


def form(code: str, username: str = "laoban", password: str = NEW) -> dict[str, str]:
    return {"username": username, "code": code, "password1": password, "password2": password}


def verbs() -> list[str]:
    return list(LedgerEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_the_town_lets_an_owner_back_in_and_the_old_factor_and_sessions_are_gone(client, owner):
    there = Client()
    sign_in(there, "laoban")
    there.post("/sign-in/second/", {"code": code_now()})
    assert UserSession.objects.filter(user=owner).exists()
    _, code = readmitting.offer(owner.pk, actor=town_officer(), reason=WHY, drops_factors=True)

    answer = client.post("/recover/", form(code))
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert not UserSession.objects.filter(user=owner).exists()
    assert not Authenticator.objects.filter(user=owner).exists()
    assert sign_in(client, "laoban", NEW).status_code == 302
    assert client.get("/company/").status_code == 200
    assert sign_in(Client(), "laoban", PASSWORD).status_code == 422
    assert verbs()[-3:] == ["people.readmission_offered", "people.second_factor_removed", "people.readmitted"]
    assert Message.objects.filter(person=owner, href="/security/").count() == 2


def test_who_only_forgot_the_password_still_needs_the_second_factor(client, owner):
    _, code = readmitting.offer(owner.pk, actor=town_officer(), reason=WHY)
    assert client.post("/recover/", form(code)).status_code == 302
    assert sign_in(client, "laoban", NEW)["Location"].startswith("/sign-in/second/")
    assert client.get("/company/").status_code == 302
    assert client.post("/sign-in/second/", {"code": code_now()}).status_code == 302
    assert client.get("/company/").status_code == 200


def test_a_code_works_once_and_a_newer_one_replaces_it(client, owner):
    _, first = readmitting.offer(owner.pk, actor=town_officer(), reason=WHY)
    _, second = readmitting.offer(owner.pk, actor=town_officer(), reason=WHY)
    assert client.post("/recover/", form(first)).status_code == 422
    assert client.post("/recover/", form(second)).status_code == 302
    assert client.post("/recover/", form(second)).status_code == 422


def test_t33_five_wrong_tries_end_a_code_and_all_refusals_read_alike(client, owner):
    _, code = readmitting.offer(owner.pk, actor=town_officer(), reason=WHY)
    wrong = code[:6] + "00000-00000"
    said = {text(client.post("/recover/", form(wrong))).count(readmitting.WRONG) for _ in range(4)}
    said.add(text(client.post("/recover/", form(code, username="bieren"))).count(readmitting.WRONG))
    assert said == {1}
    assert Readmission.objects.get().tries_left == 0
    assert client.post("/recover/", form(code)).status_code == 422
    assert verbs().count("people.readmission_tried") == 5


def test_a_code_ends_after_a_day(client, owner, monkeypatch):
    _, code = readmitting.offer(owner.pk, actor=town_officer(), reason=WHY)
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(hours=24, minutes=1))
    assert client.post("/recover/", form(code)).status_code == 422


def test_a_weak_password_costs_nothing_and_keeps_what_was_typed(client, owner):
    _, code = readmitting.offer(owner.pk, actor=town_officer(), reason=WHY)
    answer = client.post("/recover/", form(code, password="123456789012"))
    assert answer.status_code == 422 and code in text(answer)
    assert Readmission.objects.get().tries_left == 5
    assert client.post("/recover/", form(code)).status_code == 302


@pytest.mark.parametrize(
    ("role", "where"),
    [("town_officer", {"town": "330784002"}), ("county_officer", {"division": "330702"})],
)
def test_t23_an_office_elsewhere_does_not_find_the_account(owner, role, where):
    with pytest.raises(Refused, match="没有找到"):
        readmitting.offer(owner.pk, actor=make_actor(role, **where), reason=WHY)
    assert not Readmission.objects.exists()


def test_t23_nobody_lets_in_whom_they_could_not_have_given_the_roles(owner):
    officer = person("county_officer", "chen", division="330784")
    with pytest.raises(Refused, match="不能"):
        readmitting.offer(officer.pk, actor=make_actor("city_officer"), reason=WHY)
    admin = make_user("city_admin", username="shi")
    with pytest.raises(Refused, match="给自己"):
        readmitting.offer(admin.pk, actor=actor_of(admin), reason=WHY)


def test_a_code_without_a_reason_is_not_made(owner):
    with pytest.raises(Refused, match="核对"):
        readmitting.offer(owner.pk, actor=town_officer(), reason=" 是 ")


def test_t24_an_officials_code_is_good_for_nothing_before_a_second_person_approves(client):
    officer = with_code(person("county_officer", "chen", division="330784"))
    first, second = make_actor("security_admin"), make_actor("city_admin")
    made, code = readmitting.offer(officer.pk, actor=first, reason=WHY)
    assert made.approved_at is None
    assert client.post("/recover/", form(code, "chen")).status_code == 422
    waiting = Proposal.objects.get()
    with pytest.raises(Refused):
        approvals.approve(waiting.pk, actor=first)
    approvals.approve(waiting.pk, actor=second)
    assert client.post("/recover/", form(code, "chen")).status_code == 302
    assert verbs()[-3:] == ["people.readmission_approved", "core.approved", "people.readmitted"]
    assert Authenticator.objects.filter(user=officer).exists()


def test_the_code_is_shown_once_on_a_page_that_no_cache_keeps(client, owner):
    client.force_login(make_user("town_officer", town="330784001", username="zhen"))
    page = text(client.get("/people/laoban/"))
    assert "忘了密码" in page and "丢了手机或钥匙" in page
    answer = client.post("/people/laoban/recover/", {"reason": WHY})
    assert answer.status_code == 200 and "只在这里显示这一次" in text(answer)
    assert "no-store" in answer["Cache-Control"]
    assert text(answer).count(Readmission.objects.get().selector) == 1
