"""One decision: its effect, its entry in the ledger, and what is refused."""

from datetime import date

import pytest

from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused, Stale
from anfu.people.tests.factories import make_actor
from anfu.registry.models import EnterpriseVersion
from anfu.registry.tests.factories import make_enterprise
from anfu.targeting.actions import add_ground, confirm, end, refute, take_back
from anfu.targeting.models import Finding
from anfu.targeting.tests.factories import JUNE, make_finding

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
WHY = "现场看到抛光机八台"


@pytest.fixture
def officer():
    return make_actor("county_officer")


@pytest.fixture
def finding():
    return make_finding(make_enterprise())


def test_a_confirmed_ground_holds_from_its_day_and_stands_in_the_ledger(finding, officer):
    done = confirm(finding.pk, actor=officer, on=TODAY, valid_from=JUNE, reason=WHY)
    assert (done.state, done.valid_from, done.decided_name) == ("confirmed", JUNE, officer.name)
    entry = LedgerEntry.objects.get(verb="targeting.confirmed")
    assert (entry.stream, entry.subject) == ("330784", f"enterprise:{finding.enterprise.organisation.uscc}")
    assert '"state":"presumed"' in entry.body


def test_a_refuted_ground_has_no_day(finding, officer):
    done = refute(finding.pk, actor=officer, on=TODAY, reason="只销售不加工")
    assert (done.state, done.valid_from) == ("refuted", None)


def test_an_ended_ground_keeps_the_time_before(officer):
    finding = make_finding(make_enterprise(), state="confirmed")
    done = end(finding.pk, actor=officer, on=TODAY, valid_to=TODAY, reason="设备已经拆除")
    assert (done.state, done.valid_from, done.valid_to) == ("confirmed", JUNE, TODAY)


@pytest.mark.parametrize("state", ["confirmed", "refuted"])
def test_a_decision_that_is_taken_back_waits_again(state, officer):
    finding = make_finding(make_enterprise(), state=state)
    done = take_back(finding.pk, actor=officer, on=TODAY, reason="看错了企业")
    assert (done.state, done.valid_from, done.decided_name) == ("presumed", None, "")
    assert "看错了企业" in LedgerEntry.objects.get(verb="targeting.taken_back").body


def test_a_ground_that_nothing_presumed_can_be_added_and_taken_back(officer):
    firm = make_enterprise()
    added = add_ground(firm.pk, "ammonia", actor=officer, on=TODAY, valid_from=JUNE, reason="现场有氨压缩机")
    assert (added.state, added.by_hand) == ("confirmed", True)
    take_back(added.pk, actor=officer, on=TODAY, reason="看错了企业")
    assert not Finding.objects.filter(enterprise=firm).exists()


def test_adding_a_ground_that_waits_confirms_it(finding, officer):
    added = add_ground(
        finding.enterprise_id, finding.subject, actor=officer, on=TODAY, valid_from=JUNE, reason=WHY
    )
    assert (added.pk, added.state) == (finding.pk, "confirmed")


@pytest.mark.parametrize(
    ("case", "more", "role", "where"),
    [
        ("no reason", {"reason": "是"}, "county_officer", {}),
        ("a day to come", {"valid_from": date(2026, 11, 25)}, "county_officer", {}),
        ("another county's", {}, "county_officer", {"division": "330782"}),
        ("a town officer may only look", {}, "town_officer", {}),
        ("a leader may only look", {}, "leader", {}),
    ],
)
def test_what_is_refused_changes_nothing(case, more, role, where, finding):
    typed = {"valid_from": JUNE, "reason": WHY} | more
    with pytest.raises(Refused):
        confirm(finding.pk, actor=make_actor(role, **where), on=TODAY, **typed)
    finding.refresh_from_db()
    assert finding.state == "presumed", case
    assert not LedgerEntry.objects.exists()


def test_a_form_that_is_older_than_the_last_decision_is_stale_and_says_who(finding, officer):
    opened = finding.mark
    confirm(finding.pk, actor=officer, on=TODAY, valid_from=JUNE, reason=WHY, expected=opened)
    with pytest.raises(Stale) as caught:
        refute(finding.pk, actor=make_actor("city_officer"), on=TODAY, reason="只销售不加工", expected=opened)
    assert officer.name in caught.value.message
    assert {"label": "现在的状态", "old": "", "new": "已确认"} in caught.value.changes


def test_a_decided_one_cannot_be_decided_again(officer):
    finding = make_finding(make_enterprise(), state="confirmed")
    with pytest.raises(Refused, match="已确认"):
        refute(finding.pk, actor=officer, on=TODAY, reason="只销售不加工")


def test_a_confirmed_industry_goes_into_the_facts_of_the_firm(officer):
    firm = make_enterprise(industry="")
    finding = make_finding(firm, "industry", value="3311")
    confirm(finding.pk, actor=officer, on=TODAY, valid_from=JUNE, reason=WHY)
    version = EnterpriseVersion.objects.current().get(enterprise=firm)
    assert (version.industry, version.sector, version.valid_from) == ("3311", "machinery", JUNE)
    assert WHY in version.source
    with pytest.raises(Refused, match="企业页"):
        take_back(finding.pk, actor=officer, on=TODAY, reason="看错了企业")


def test_a_new_confirmation_begins_when_the_former_has_ended(officer):
    firm = make_enterprise()
    make_finding(firm, state="confirmed", valid_to=date(2026, 9, 1))
    again = make_finding(firm)
    with pytest.raises(Refused, match="2026-09-01"):
        confirm(again.pk, actor=officer, on=TODAY, valid_from=date(2026, 8, 31), reason=WHY)
    assert confirm(again.pk, actor=officer, on=TODAY, valid_from=date(2026, 9, 1), reason=WHY).valid_from
