"""The daily check: what stands in the way of relations in force, until it no longer does; set-based and repeatable."""

from datetime import timedelta

import pytest

from anfu.core import clock
from anfu.core.models import LedgerEntry
from anfu.engagements.actions.rechecking import recheck
from anfu.engagements.models import Trouble
from anfu.engagements.tests.contracts import make_pair, make_signed
from anfu.engagements.tests.factories import make_engagement
from anfu.people.messages.models import Message
from anfu.providers.models import Employment, Spell
from anfu.providers.tests.factories import make_licence, make_provider, make_staff
from anfu.registry.tests.factories import make_enterprise

pytestmark = pytest.mark.django_db
TODAY = clock.today()
TOMORROW = TODAY + timedelta(1)


@pytest.fixture
def signed():
    provider = make_provider("consultancy")
    people = make_staff(provider, 6, credential="cse")
    pair = make_pair(provider=provider.organisation)
    return make_signed(pair, staff=(people[0].pk, people[1].pk)), people


def troubles():
    return sorted(Trouble.objects.open().values_list("kind", "detail"))


def test_a_sanction_puts_the_contract_on_every_desk_and_its_end_takes_it_off(signed):
    assert recheck(TODAY).began == 0
    Spell.objects.update(state="suspended", reason="检查不合格", term_end=TODAY + timedelta(90))
    done = recheck(TODAY)
    assert (done.asked, done.began) == (1, 1)
    assert troubles() == [("standing", "这家机构正在暂停服务")]
    assert (
        recheck(TODAY).began == 0
        and Message.objects.filter(key__startswith="engagements:recheck").count() == 2
    )
    Spell.objects.update(state="listed")
    assert recheck(TOMORROW).ended == 1 and not Trouble.objects.open().exists()
    assert Trouble.objects.get().valid_to == TOMORROW
    assert LedgerEntry.objects.filter(verb="engagements.rechecked").count() == 2


def test_named_people_who_left_are_found(signed):
    _, people = signed
    Employment.objects.filter(pk=people[0].pk).update(valid_to=TODAY)
    recheck(TODAY)
    assert troubles() == [("staff", "合同指定的人员有 1 人已经不在这家机构")]


def test_an_expired_licence_affects_imported_relations_too_and_strangers_to_the_directory_none():
    provider, firm = make_provider("safety_assessor"), make_enterprise(industry="2614")
    make_licence(provider, valid_to=TODAY)
    row = make_engagement(firm, provider=provider.organisation, kinds=["assess"], valid_to=None)
    make_engagement(firm, kinds=["assess"], valid_to=None)
    recheck(TODAY)
    found = Trouble.objects.get()
    assert (found.engagement_id, found.kind) == (row.pk, "scope") and "已经过期" in found.detail


def test_the_desk_and_the_list_show_it_to_officers_and_parties_only(signed, as_user):
    Spell.objects.update(state="suspended", reason="检查不合格", term_end=TODAY + timedelta(90))
    recheck(TODAY)
    made, _ = signed
    officer = as_user("county_officer")
    assert "份合同复查有问题" in officer.get("/desk/", follow=True).content.decode()
    assert made.number in officer.get("/engagements/?check=affected").content.decode()
    assert "正在暂停服务" in officer.get(f"/contracts/{made.pk}/").content.decode()
    foreign = as_user("county_officer", division="330782")
    assert "份合同复查有问题" not in foreign.get("/desk/", follow=True).content.decode()


def test_it_asks_as_many_queries_for_ten_relations_as_for_two(django_assert_max_num_queries):
    provider = make_provider("consultancy")
    for number in range(2):
        make_engagement(
            make_enterprise(), provider=provider.organisation, contract_no=f"少-{number}", valid_to=None
        )
    with django_assert_max_num_queries(50) as few:
        recheck(TODAY)
    for number in range(8):
        make_engagement(
            make_enterprise(), provider=provider.organisation, contract_no=f"多-{number}", valid_to=None
        )
    with django_assert_max_num_queries(len(few)):
        recheck(TODAY)
