"""Into the pool, in it, and out of it: rows, ledger entries, to-dos and refusals."""

import json
from datetime import timedelta

import pytest

from anfu.core import clock
from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused, Stale
from anfu.experts.actions import applying, declaring, keeping, reviewing
from anfu.experts.models import Declaration, Expert
from anfu.experts.queries.recusal import recusals
from anfu.experts.tests.factories import identity, make_expert, make_person, own_actor, profile
from anfu.people.actors import actor_of
from anfu.people.tests.factories import make_actor
from anfu.people.todos.models import Todo
from anfu.registry.tests.factories import make_enterprise

pytestmark = pytest.mark.django_db
TODAY = clock.today()


@pytest.fixture
def applicant():
    return actor_of(make_person("fang"))


@pytest.fixture
def officer():
    return make_actor("county_officer")


def verbs() -> list[str]:
    return list(
        LedgerEntry.objects.filter(verb__startswith="experts.").order_by("id").values_list("verb", flat=True)
    )


def test_a_person_applies_and_another_admits_for_a_term(applicant, officer):
    made = applying.apply(profile(), actor=applicant, on=TODAY)
    assert Todo.objects.waiting().get().kind == "experts.review"
    admitted = reviewing.decide(made.pk, "admit", actor=officer, on=TODAY)
    assert (admitted.state, admitted.valid_from) == ("listed", TODAY)
    assert admitted.valid_to.year == TODAY.year + 3
    assert verbs() == ["experts.applied", "experts.admit"]
    assert not Todo.objects.waiting().exists()
    assert Expert.objects.in_pool_on(TODAY).get() == admitted


def test_a_returned_application_waits_on_the_persons_desk_until_handed_in_again(applicant, officer):
    made = applying.apply(profile(), actor=applicant, on=TODAY)
    reviewing.decide(made.pk, "send_back", actor=officer, on=TODAY, reason="请补职称证书")
    todo = Todo.objects.waiting().get()
    assert (todo.kind, todo.person_id) == ("experts.mend", applicant.user_id)
    assert applying.submit(actor=applicant, on=TODAY).state == "submitted"
    assert Todo.objects.waiting().get().kind == "experts.review"


def test_who_nominates_does_not_admit(officer):
    made = applying.nominate(profile(), actor=officer, on=TODAY)
    with pytest.raises(Refused, match="另一个人"):
        reviewing.decide(made.pk, "admit", actor=officer, on=TODAY)
    assert reviewing.decide(made.pk, "admit", actor=make_actor(), on=TODAY).state == "listed"


@pytest.mark.parametrize(
    ("role", "where"),
    [
        ("county_officer", {"division": "330782"}),
        ("town_officer", {}),
        ("enterprise_owner", {}),
        ("expert", {}),
    ],
)
def test_nobody_but_the_levels_office_decides(applicant, role, where):
    made = applying.apply(profile(), actor=applicant, on=TODAY)
    with pytest.raises(Refused):
        reviewing.decide(made.pk, "admit", actor=make_actor(role, **where), on=TODAY)
    assert Expert.objects.get().state == "submitted" and verbs() == ["experts.applied"]


def test_a_suspension_ends_by_the_calendar_and_a_removal_has_its_term(officer):
    expert = make_expert()
    until = TODAY + timedelta(30)
    reviewing.decide(expert.pk, "suspend", actor=officer, on=TODAY, reason="正在核实投诉", until=until)
    assert not Expert.objects.in_pool_on(until - timedelta(1)).exists()
    assert Expert.objects.in_pool_on(until).exists()
    reviewing.decide(expert.pk, "remove", actor=officer, on=TODAY, reason="提供虚假材料", until=until)
    with pytest.raises(Refused, match="才能重新申请"):
        applying.submit(actor=own_actor(expert), on=TODAY)
    with pytest.raises(Refused, match="到哪一天"):
        reviewing.decide(make_expert().pk, "suspend", actor=officer, on=TODAY, reason="正在核实投诉")


def test_a_renewal_follows_the_running_term(officer):
    expert = make_expert()
    renewed = reviewing.decide(expert.pk, "renew", actor=officer, on=TODAY)
    assert renewed.valid_from == expert.valid_from
    assert renewed.valid_to.year == expert.valid_to.year + 3


def test_the_same_person_is_filed_once_and_the_number_is_kept_nowhere(applicant, officer):
    number = identity(500)
    applying.apply(profile(identity=number), actor=applicant, on=TODAY)
    with pytest.raises(Refused, match="已经在专家库"):
        applying.nominate(profile(identity=number), actor=officer, on=TODAY)
    wide = number.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    with pytest.raises(Refused, match="已经在专家库"):
        applying.nominate(profile(identity=wide), actor=officer, on=TODAY)
    expert = Expert.objects.get()
    assert expert.identity_masked == number[:6] + "***********" + number[-1]
    kept = json.dumps(list(Expert.objects.values()), default=str) + "".join(
        LedgerEntry.objects.values_list("body", flat=True)
    )
    assert number not in kept and "13800000000" not in "".join(
        LedgerEntry.objects.values_list("body", flat=True)
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"identity": "330784196001010010"}, "identity"),
        ({"identity": ""}, "identity"),
        ({"specialities": ()}, "specialities"),
        ({"specialities": ("astrology",)}, "specialities"),
        ({"region": "110101"}, "region"),
        ({"industries": ("Z",)}, "industries"),
        ({"employer_uscc": "91330784MA00AB1C6J"}, "employer_uscc"),
        ({"name": ""}, "name"),
        ({"level": "world"}, "level"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(applicant, changes, field):
    with pytest.raises(Refused) as refused:
        applying.apply(profile(**changes), actor=applicant, on=TODAY)
    assert refused.value.field == field and not Expert.objects.exists()


def test_a_stale_decision_changes_nothing(applicant, officer):
    made = applying.apply(profile(), actor=applicant, on=TODAY)
    with pytest.raises(Stale):
        reviewing.decide(made.pk, "admit", actor=officer, on=TODAY, seen="0" * 16)


def test_declared_ties_keep_an_expert_away_and_end_after_their_years():
    expert, firm = make_expert(), make_enterprise().organisation
    me = own_actor(expert)
    begin = TODAY - timedelta(2000)
    made = declaring.declare("employment", firm.uscc, actor=me, on=TODAY, valid_from=begin, detail="技术总监")
    assert [each.kind for each in recusals(expert, [firm.pk], TODAY)] == ["employment"]
    declaring.end(made.pk, TODAY - timedelta(900), actor=me, on=TODAY)
    assert recusals(expert, [firm.pk], TODAY)
    assert not recusals(expert, [firm.pk], TODAY + timedelta(400))
    declaring.retract(made.pk, actor=me, on=TODAY)
    assert not recusals(expert, [firm.pk], TODAY)
    assert "技术总监" not in "".join(LedgerEntry.objects.values_list("body", flat=True))
    with pytest.raises(Refused):
        declaring.retract(made.pk, actor=own_actor(make_expert()), on=TODAY)


def test_the_same_tie_is_declared_once():
    expert, firm = make_expert(), make_enterprise().organisation
    for _ in range(2):
        try:
            declaring.declare("kinship", firm.uscc, actor=own_actor(expert), on=TODAY, valid_from=TODAY)
        except Refused as refusal:
            assert "已经申报过" in refusal.message
    assert Declaration.objects.count() == 1


def test_who_changes_the_employer_stays_away_from_the_former_one():
    firm = make_enterprise().organisation
    expert = make_expert(employer=firm)
    assert recusals(expert, [firm.pk], TODAY)
    changed = applying.change(
        expert.pk, profile(employer_uscc="", identity=""), actor=own_actor(expert), on=TODAY
    )
    assert changed.employer is None
    assert recusals(changed, [firm.pk], TODAY + timedelta(300))


def test_trainings_awards_and_absence_are_kept(officer):
    expert = make_expert()
    keeping.record_talent(
        expert.pk, "training", "化工安全高级研修班", "省应急管理厅", TODAY, actor=officer, on=TODAY, hours=24
    )
    with pytest.raises(Refused, match="已经记过"):
        keeping.record_talent(
            expert.pk, "training", "化工安全高级研修班", "省应急管理厅", TODAY, actor=officer, on=TODAY
        )
    with pytest.raises(Refused, match="只有培训"):
        keeping.record_talent(
            expert.pk, "incentive", "优秀专家", "市安委办", TODAY, actor=officer, on=TODAY, hours=3
        )
    keeping.be_away(TODAY, TODAY + timedelta(5), actor=own_actor(expert), on=TODAY)
    assert not Expert.objects.free_on(TODAY).exists()
    assert Expert.objects.free_on(TODAY + timedelta(5)).exists()


def test_filters_find_by_speciality_place_and_industry():
    a = make_expert(specialities=["chemical", "dust"], industries=["C"])
    b = make_expert(specialities=["fire"], region="330782", divisions=["330784"])
    found = Expert.objects.in_pool_on(TODAY)
    assert set(found.of_speciality(["dust"])) == {a}
    assert set(found.serving(["330784"])) == {a, b}
    assert set(found.serving(["330782"])) == {b}
    assert set(found.of_industry(["F"])) == {b}
    assert set(found.of_speciality([])) == {a, b}
