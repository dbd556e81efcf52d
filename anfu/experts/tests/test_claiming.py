"""A nominated person takes over the own entry, once the office has confirmed who asks; a returned nomination comes again."""

import os
from pathlib import Path

import pytest
from django.db import connection

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused
from anfu.experts.actions import applying, claiming, reviewing
from anfu.experts.actions.planning import pool_of
from anfu.experts.models import Claim, Expert
from anfu.experts.tests.factories import (
    identity,
    make_draw,
    make_person,
    make_use,
    profile,
)
from anfu.people.actors import actor_of
from anfu.people.messages.models import Message
from anfu.people.tests.factories import make_actor, make_user
from anfu.people.todos.models import Todo
from anfu.targeting.tests.test_race import said_at_once, shared_database

pytestmark = pytest.mark.django_db
TODAY = clock.today()
NUMBER = identity(700)
WHY = "打过电话，不是本人"


@pytest.fixture
def officer() -> Actor:
    return make_actor("county_officer")


@pytest.fixture
def other() -> Actor:
    return actor_of(make_user("county_officer", username="other"))


@pytest.fixture
def nominee(officer: Actor) -> Expert:
    return applying.nominate(profile(identity=NUMBER), actor=officer, on=TODAY)


@pytest.fixture
def person() -> Actor:
    return actor_of(make_person("fang"))


def desk(kind: str) -> list[Todo]:
    return list(Todo.objects.waiting().filter(kind=kind))


def test_who_applies_with_a_nominated_persons_number_asks_for_that_entry_and_gets_it(
    nominee, person, officer, other
):
    reviewing.decide(nominee.pk, "admit", actor=other, on=TODAY)
    asked = claiming.apply_or_claim(profile(identity=NUMBER), actor=person, on=TODAY)
    assert isinstance(asked, Claim) and Expert.objects.get().user_id is None
    assert [(each.division, each.permission) for each in desk("experts.claim")] == [
        ("330784", "experts.review")
    ]
    claiming.decide(asked.pk, True, actor=officer, on=TODAY)
    taken = Expert.objects.get()
    assert (taken.user_id, taken.state, desk("experts.claim")) == (person.user_id, "listed", [])
    assert Message.objects.get(person=person.user_id).href == "/my-expert/"
    told = (
        LedgerEntry.objects.filter(verb__startswith="experts.claim")
        .order_by("id")
        .values_list("verb", "subject")
    )
    assert list(told) == [
        ("experts.claimed", f"expert:{taken.code}"),
        ("experts.claim_approved", f"expert:{taken.code}"),
    ]
    # Now the person can be asked.
    assert make_use(taken, actor=officer).state == "asked"
    draw = make_draw("prepared", pool=0)
    assert [why for _, why in pool_of(draw, TODAY)] == [""]


def test_t22_a_name_without_the_number_or_a_number_under_another_name_gets_nothing(nominee, person):
    for name, number in ((nominee.name, identity(701)), ("别人", NUMBER), (nominee.name, "")):
        with pytest.raises(Refused, match="没有找到姓名和身份证号都相同"):
            claiming.claim(name, number, actor=person, on=TODAY)
    with pytest.raises(Refused, match="没有找到姓名"):
        claiming.apply_or_claim(profile(identity=NUMBER, name="别人"), actor=person, on=TODAY)
    assert not Claim.objects.exists() and Expert.objects.get().user_id is None


def test_an_entry_that_has_its_account_is_nobody_elses(nominee, person, officer):
    mine = claiming.claim(nominee.name, NUMBER, actor=person, on=TODAY)
    stranger = actor_of(make_person("stranger"))
    theirs = claiming.claim(nominee.name, NUMBER, actor=stranger, on=TODAY)
    claiming.decide(mine.pk, True, actor=officer, on=TODAY)
    theirs.refresh_from_db()
    assert (theirs.state, theirs.note) == ("refused", claiming.ANOTHERS)
    with pytest.raises(Refused, match="已经办结"):
        claiming.decide(theirs.pk, True, actor=officer, on=TODAY)
    with pytest.raises(Refused, match="没有找到姓名"):
        claiming.claim(nominee.name, NUMBER, actor=stranger, on=TODAY)
    with pytest.raises(Refused, match="已经在专家库"):
        claiming.apply_or_claim(profile(identity=NUMBER), actor=stranger, on=TODAY)
    assert Expert.objects.get().user_id == person.user_id


@pytest.mark.parametrize(
    ("role", "where"), [("county_officer", {"division": "330782"}), ("enterprise_owner", {}), ("expert", {})]
)
def test_t22_only_the_office_that_decides_on_the_person_confirms(nominee, person, role, where):
    asked = claiming.claim(nominee.name, NUMBER, actor=person, on=TODAY)
    with pytest.raises(Refused, match="不归你办"):
        claiming.decide(asked.pk, True, actor=make_actor(role, **where), on=TODAY)
    with pytest.raises(Refused, match="不归你办"):
        claiming.decide(asked.pk, True, actor=person, on=TODAY)
    assert Expert.objects.get().user_id is None


def test_a_no_says_why_and_what_waits_can_be_taken_back_and_asked_again(nominee, person, officer):
    asked = claiming.claim(nominee.name, NUMBER, actor=person, on=TODAY)
    with pytest.raises(Refused, match="不用再提"):
        claiming.claim(nominee.name, NUMBER, actor=person, on=TODAY)
    with pytest.raises(Refused, match="先在“我的专家页”撤回"):
        applying.apply(profile(), actor=person, on=TODAY)
    with pytest.raises(Refused, match="写明不通过的理由"):
        claiming.decide(asked.pk, False, actor=officer, on=TODAY)
    claiming.decide(asked.pk, False, actor=officer, on=TODAY, note=WHY)
    claiming.claim(nominee.name, NUMBER, actor=person, on=TODAY)
    assert claiming.withdraw(actor=person, on=TODAY).state == "withdrawn"
    assert desk("experts.claim") == []
    assert applying.apply(profile(), actor=person, on=TODAY).user_id == person.user_id


def test_a_returned_nomination_waits_for_who_nominated_and_comes_again(nominee, officer, other):
    reviewing.decide(nominee.pk, "send_back", actor=other, on=TODAY, reason="请补职称证书")
    assert [each.person_id for each in desk("experts.mend")] == [officer.user_id]
    applying.change(nominee.pk, profile(identity="", title="高级工程师"), actor=officer, on=TODAY)
    assert applying.resubmit(nominee.pk, actor=officer, on=TODAY).state == "submitted"
    with pytest.raises(Refused, match="不能重新提交"):
        applying.resubmit(nominee.pk, actor=officer, on=TODAY)
    assert (desk("experts.mend"), len(desk("experts.review"))) == ([], 1)
    with pytest.raises(Refused, match="另一个人"):
        reviewing.decide(nominee.pk, "admit", actor=officer, on=TODAY)
    assert reviewing.decide(nominee.pk, "admit", actor=other, on=TODAY).title == "高级工程师"


def test_a_county_sees_and_mends_what_it_nominated_for_the_citys_pool_and_decides_nothing(officer):
    made = applying.nominate(profile(level="city"), actor=officer, on=TODAY)
    reviewing.decide(made.pk, "send_back", actor=make_actor(), on=TODAY, reason="请补职称证书")
    applying.change(made.pk, profile(level="city", identity="", title="高级工程师"), actor=officer, on=TODAY)
    applying.resubmit(made.pk, actor=officer, on=TODAY)
    with pytest.raises(Refused, match="不归你办"):
        reviewing.decide(made.pk, "admit", actor=officer, on=TODAY)
    with pytest.raises(Refused, match="不归你办"):
        applying.resubmit(made.pk, actor=make_actor("county_officer", division="330782"), on=TODAY)


def test_once_taken_over_the_person_mends_what_was_returned(nominee, person, officer, other):
    reviewing.decide(nominee.pk, "send_back", actor=other, on=TODAY, reason="请补职称证书")
    asked = claiming.claim(nominee.name, NUMBER, actor=person, on=TODAY)
    claiming.decide(asked.pk, True, actor=officer, on=TODAY)
    assert [each.person_id for each in desk("experts.mend")] == [person.user_id]
    assert applying.submit(actor=person, on=TODAY).proposed_by_id == person.user_id
    reviewing.decide(nominee.pk, "send_back", actor=other, on=TODAY, reason="请补职称证书")
    with pytest.raises(Refused, match="本人申请的由本人"):
        applying.resubmit(nominee.pk, actor=officer, on=TODAY)


def test_pages_lead_from_the_own_page_over_the_office_to_the_entry(nominee, client, as_user):
    person = make_person("fang")
    client.force_login(person)
    assert "单位推荐过我" in client.get("/my-expert/").content.decode()
    wrong = client.post("/my-expert/claim/", {"name": "别人", "identity": NUMBER})
    assert wrong.status_code == 422 and "直接申请入库" in wrong.content.decode()
    client.post("/my-expert/claim/", {"name": nominee.name, "identity": NUMBER})
    assert "登记正在核对" in client.get("/my-expert/").content.decode()
    asked, office = Claim.objects.get(), as_user("county_officer")
    assert "有人认领这份登记" in office.get(f"/experts/{nominee.pk}/").content.decode()
    assert as_user("county_officer", division="330782").post(
        f"/expert-claims/{asked.pk}/decide/"
    ).status_code in (302, 404)
    done = claiming.decide(asked.pk, True, actor=make_actor("city_admin"), on=TODAY)
    assert done.state == "approved"
    client.force_login(person)
    assert nominee.code in client.get("/my-expert/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_accounts_confirmed_at_once_one_gets_the_entry(tmp_path: Path) -> None:
    officers = [make_user("county_officer", username=name) for name in ("first", "second")]
    number = identity(702)
    made = applying.nominate(profile(identity=number), actor=make_actor("county_officer"), on=TODAY)
    asked = [
        claiming.claim(made.name, number, actor=actor_of(make_person(name)), on=TODAY)
        for name in ("fang", "cheng")
    ]
    environment = shared_database(tmp_path) | {"PATH": os.environ["PATH"]}
    works = [(claim.pk, who.username) for claim, who in zip(asked, officers, strict=True)]
    said = sorted(said_at_once("anfu.experts.tests.confirmer", works, environment))
    assert said == ["approved", claiming.DECIDED]
    if connection.vendor == "postgresql":
        assert sorted(Claim.objects.values_list("state", flat=True)) == ["approved", "refused"]
