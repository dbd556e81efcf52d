"""From registering to the directory and out of it: each step by who may, with its entry, its desk and its dates."""

from datetime import date, timedelta

import pytest

from anfu.core import clock
from anfu.core.approvals import approve
from anfu.core.models import LedgerEntry, Proposal
from anfu.core.refusal import Refused, Stale
from anfu.people.actors import actor_of
from anfu.people.models import Message, Todo, User
from anfu.people.tests.factories import make_user
from anfu.providers import jobs
from anfu.providers.actions import objecting, registering, reviewing, sanctions
from anfu.providers.actions.registering import Facts, register
from anfu.providers.models import Objection, Provider, State
from anfu.providers.tests.factories import make_file, make_licence, make_member, make_provider
from anfu.registry.tests.factories import make_uscc

pytestmark = pytest.mark.django_db
FACTS = Facts(
    "consultancy", "330784", "永康市测试路 1 号", "安全咨询服务", "0579-80000000", contact_phone="13800001234"
)
TODAY = clock.today()


@pytest.fixture
def person() -> User:
    return User.objects.create(username="dengji", name="登记人")


@pytest.fixture
def drafted(person: User) -> Provider:
    made = register(make_uscc(), "测试机构", FACTS, actor=actor_of(person))
    Provider.objects.filter(pk=made.pk).update(file=make_file())
    made.refresh_from_db()
    return made


@pytest.fixture
def submitted(drafted: Provider, person: User) -> Provider:
    return registering.submit(drafted.organisation.uscc, actor=actor_of(person), on=TODAY, seen="")


def officer(division: str = "330784") -> object:
    return actor_of(make_user("county_officer", division=division))


def test_registering_gives_no_right_before_an_officer_has_accepted(submitted: Provider, person: User) -> None:
    assert actor_of(person).organisations == frozenset()
    assert Todo.objects.waiting().get(kind="providers.review").division == "330784"
    reviewing.accept(submitted.organisation.uscc, actor=officer(), on=TODAY, seen="")
    fresh = actor_of(User.objects.get(pk=person.pk))
    assert fresh.organisations == {submitted.pk} and fresh.may("providers.apply")
    assert not Todo.objects.waiting().filter(kind="providers.review").exists()


def test_a_draft_says_what_it_lacks_and_is_not_handed_in(person: User) -> None:
    made = register(make_uscc(), "测试机构", FACTS, actor=actor_of(person))
    with pytest.raises(Refused, match="营业执照"):
        registering.submit(made.organisation.uscc, actor=actor_of(person), on=TODAY, seen="")


def test_the_same_code_is_registered_once(drafted: Provider, person: User) -> None:
    with pytest.raises(Refused, match="已经登记"):
        register(drafted.organisation.uscc, "测试机构", FACTS, actor=actor_of(person))


def test_after_the_working_days_of_publicity_it_is_listed_by_the_calendar(submitted: Provider) -> None:
    found = reviewing.accept(submitted.organisation.uscc, actor=officer(), on=TODAY, seen="")
    assert found.publicity_until is not None
    actor = jobs.CALENDAR
    assert reviewing.list_due(found.publicity_until, actor) == 0
    after = found.publicity_until + timedelta(1)
    assert reviewing.list_due(after, actor) == 1 and reviewing.list_due(after, actor) == 0
    assert Provider.objects.standing_on("listed", after).get() == found
    assert not Provider.objects.standing_on("listed", found.publicity_until).exists()


def test_an_objection_keeps_it_out_until_it_is_answered_and_one_that_holds_sends_it_back(
    submitted: Provider,
) -> None:
    found = reviewing.accept(submitted.organisation.uscc, actor=officer(), on=TODAY, seen="")
    rival = actor_of(make_member(make_provider()))
    made = objecting.object_to(found.organisation.uscc, "注册地址没有这家机构", actor=rival, on=TODAY)
    after = found.publicity_until + timedelta(1)  # type: ignore[operator]
    assert reviewing.list_due(after, jobs.CALENDAR) == 0
    with pytest.raises(Refused, match="不用再提"):
        objecting.object_to(found.organisation.uscc, "再说一次同样的话", actor=rival, on=TODAY)
    objecting.answer(made.pk, upheld=True, text="经现场核对，情况属实", actor=officer(), on=TODAY)
    found.refresh_from_db()
    assert found.state == State.RETURNED and Objection.objects.get().upheld


def test_another_countys_officer_does_not_find_it_T22(submitted: Provider) -> None:
    with pytest.raises(Refused, match="没有找到"):
        reviewing.accept(submitted.organisation.uscc, actor=officer("330782"), on=TODAY, seen="")
    assert not LedgerEntry.objects.filter(verb="providers.accepted").exists()


def test_who_registered_it_does_not_accept_it(submitted: Provider, person: User) -> None:
    self_made = make_user("county_officer", division="330784")
    Provider.objects.filter(pk=submitted.pk).update(registrant=self_made)
    with pytest.raises(Refused, match="另一个人"):
        reviewing.accept(submitted.organisation.uscc, actor=actor_of(self_made), on=TODAY, seen="")


def test_a_stale_page_is_refused(submitted: Provider) -> None:
    with pytest.raises(Stale):
        reviewing.accept(submitted.organisation.uscc, actor=officer(), on=TODAY, seen="0" * 16)


def test_a_sanction_needs_two_persons_has_a_term_and_ends_by_the_calendar_T15() -> None:
    provider = make_provider()
    first, second = officer(), actor_of(make_user("county_officer", division="330784", username="second"))
    until = TODAY + timedelta(30)
    told = sanctions.propose(
        provider.organisation.uscc, "suspend", until=until, reason="同一时段两处上门", actor=first, on=TODAY, seen=""
    )  # fmt: skip
    provider.refresh_from_db()
    assert provider.state == State.LISTED
    with pytest.raises(Refused):
        approve(told.pk, actor=first, note="")
    approve(Proposal.objects.get().pk, actor=second, note="")
    provider.refresh_from_db()
    spell = provider.spells.get(state="suspended")
    over = until + timedelta(1)
    assert (provider.state, spell.term_end, spell.valid_to) == ("suspended", over, over)
    assert not Provider.objects.standing_on("listed", until).exists(), "by the calendar, whatever runs when"
    assert Provider.objects.standing_on("listed", over).get() == provider
    calendar = jobs.CALENDAR
    assert sanctions.resume_due(until, calendar) == 0
    assert sanctions.resume_due(over, calendar) == 1
    states = provider.spells.order_by("valid_from", "pk").values_list("state", flat=True)
    assert list(states) == ["listed", "suspended", "listed"], "the history stays"


def test_reminders_at_90_30_and_7_days_are_told_once_each() -> None:
    provider = make_provider("safety_assessor")
    owner = make_member(provider)
    licence = make_licence(provider)
    for left, told in ((91, 0), (90, 1), (31, 1), (30, 2), (7, 3), (0, 3)):
        licence.valid_to = TODAY + timedelta(left + 1)
        licence.save(update_fields=["valid_to"])
        jobs.remind()
        jobs.remind()
        assert Message.objects.filter(person=owner).count() == told, left


def test_a_removed_institution_applies_anew_only_after_its_term() -> None:
    provider = make_provider()
    actor = actor_of(make_member(provider))
    provider.spells.update(state="removed", reason="出具虚假报告", term_end=date(2027, 1, 1))
    Provider.objects.filter(pk=provider.pk).update(state="removed")
    code = provider.organisation.uscc
    with pytest.raises(Refused, match="之前不能"):
        registering.reapply(code, actor=actor, on=date(2026, 12, 31), seen="")
    assert registering.reapply(code, actor=actor, on=date(2027, 1, 1), seen="").state == State.DRAFT
