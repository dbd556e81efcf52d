"""Recording, ending, retracting a relation: who may, what is checked, what the ledger keeps."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from anfu.core import clock, files
from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused
from anfu.engagements.actions import Terms, attach, end, record, retract
from anfu.engagements.actions.starting import confirm_start
from anfu.engagements.models import Engagement
from anfu.engagements.signals import relations_changed
from anfu.engagements.tests.factories import code, make_engagement, make_enterprise
from anfu.people.tests.factories import make_actor
from anfu.registry.models import Organisation

pytestmark = pytest.mark.django_db
TODAY = clock.today()
TERMS = Terms(
    provider_uscc=code(5, "91330702MB"),
    provider_name="样例安全技术公司",
    mode="enterprise",
    kinds=("entrust",),
    contract_no="样-1",
    valid_from=TODAY - timedelta(100),
    last_day=TODAY + timedelta(264),
    price_fen=800_000,
)


@pytest.fixture
def told():
    heard = []

    def listen(enterprises, **_):
        heard.extend(enterprises)

    relations_changed.connect(listen)
    yield heard
    relations_changed.disconnect(listen)


def test_a_recorded_relation_counts_its_last_day_and_stands_in_the_ledger(told):
    firm = make_enterprise()
    made = record(firm.organisation.uscc, TERMS, actor=make_actor("county_officer"))
    assert made.valid_to == TODAY + timedelta(265)
    assert Organisation.objects.get(uscc=TERMS.provider_uscc).name == "样例安全技术公司"
    assert told == [firm.pk]
    entry = LedgerEntry.objects.get(verb="engagements.recorded")
    assert (entry.stream, entry.subject) == ("330784", f"enterprise:{firm.organisation.uscc}")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"provider_uscc": "91330702MB00000050"}, "provider_uscc"),
        ({"last_day": date(2025, 12, 31)}, "last_day"),
        ({"signed_on": TODAY + timedelta(265)}, "signed_on"),
        ({"last_day": date.max}, "last_day"),
        ({"valid_from": date.max, "last_day": None, "signed_on": None}, "last_day"),
        ({"price_fen": -1}, "price"),
        ({"price_fen": 2**63}, "price"),
        ({"provider_name": ""}, "provider_name"),
        ({"provider_uscc": code(1)}, "provider_uscc"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field_and_nothing_is_written(change, field):
    firm = make_enterprise(1)
    with pytest.raises(Refused) as refusal:
        record(firm.organisation.uscc, replace(TERMS, **change), actor=make_actor())
    assert refusal.value.field == field
    assert not Engagement.objects.exists()


def test_t12_what_is_recorded_after_it_began_is_late_and_counts_from_today_without_the_paper():
    firm, officer, other = make_enterprise(), make_actor("county_officer"), make_actor("city_officer")
    made = record(firm.organisation.uscc, TERMS, actor=officer)
    assert (made.valid_from, made.agreed_from) == (TODAY, TERMS.valid_from)
    paper = files.keep(b"%PDF-1", name="合同.pdf", kind="pdf")
    with pytest.raises(Refused, match="不能自己确认"):
        confirm_start(made.pk, paper, reason="看过签收单原件", actor=officer, seen="")
    confirm_start(made.pk, paper, reason="看过签收单原件", actor=other, seen="")
    made.refresh_from_db()
    assert made.valid_from == made.agreed_from == TERMS.valid_from and made.start_evidence == paper


def test_t12_the_papers_day_counts_at_once_with_the_paper_and_a_past_contract_needs_it():
    firm, actor = make_enterprise(), make_actor()
    paper = files.keep(b"%PDF-1", name="合同.pdf", kind="pdf")
    past = replace(TERMS, valid_from=date(2025, 1, 1), last_day=date(2025, 12, 31))
    with pytest.raises(Refused) as refusal:
        record(firm.organisation.uscc, past, actor=actor)
    assert refusal.value.field == "file"
    made = record(firm.organisation.uscc, past, actor=actor, file=paper)
    assert made.valid_from == made.agreed_from == date(2025, 1, 1)


def test_a_contract_number_is_recorded_once_for_an_enterprise():
    firm = make_enterprise()
    record(firm.organisation.uscc, TERMS, actor=make_actor())
    with pytest.raises(Refused, match="已登记"):
        record(firm.organisation.uscc, TERMS, actor=make_actor())


def test_an_enterprise_of_another_county_is_as_if_absent():
    firm = make_enterprise(division="330782")
    with pytest.raises(Refused) as refusal:
        record(firm.organisation.uscc, TERMS, actor=make_actor("county_officer"))
    assert refusal.value.field == "uscc"
    with pytest.raises(Refused, match="没有找到"):
        retract(make_engagement(firm).pk, reason="登记错了企业", actor=make_actor("county_officer"))


def test_whoever_may_only_read_records_nothing():
    firm = make_enterprise()
    with pytest.raises(Refused, match="权限"):
        record(firm.organisation.uscc, TERMS, actor=make_actor("town_officer"))


def test_an_ended_relation_holds_through_its_last_day(told):
    found = end(make_engagement().pk, last_day=date(2026, 6, 30), reason="双方协商解除", actor=make_actor())
    assert Engagement.objects.in_force_on(date(2026, 6, 30)).exists()
    assert not Engagement.objects.in_force_on(date(2026, 7, 1)).exists()
    assert found.ended_reason == "双方协商解除"
    assert told


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2027, 1, 1)])
def test_an_end_outside_the_contract_is_refused(day):
    with pytest.raises(Refused):
        end(make_engagement().pk, last_day=day, reason="双方协商解除", actor=make_actor())


def test_an_end_beyond_the_calendar_is_refused():
    with pytest.raises(Refused, match="核对年份"):
        end(make_engagement(valid_to=None).pk, last_day=date.max, reason="双方协商解除", actor=make_actor())


def test_a_retracted_relation_counts_on_no_day_and_cannot_be_changed():
    found = retract(make_engagement().pk, reason="登记错了企业", actor=make_actor())
    assert not Engagement.objects.valid().exists()
    with pytest.raises(Refused, match="撤回"):
        end(found.pk, last_day=date(2026, 6, 30), reason="双方协商解除", actor=make_actor())


def test_a_reason_of_a_few_letters_is_none():
    with pytest.raises(Refused) as refusal:
        retract(make_engagement().pk, reason="错 ", actor=make_actor())
    assert refusal.value.field == "reason"


def test_new_evidence_replaces_the_old_which_the_ledger_still_names():
    found = make_engagement()
    first, second = (files.keep(data, name="合同.pdf", kind="pdf") for data in (b"%PDF-1", b"%PDF-2"))
    attach(found.pk, first, actor=make_actor())
    attach(found.pk, second, actor=make_actor())
    assert Engagement.objects.get().file == second
    assert first.sha256 in LedgerEntry.objects.order_by("id").last().body
