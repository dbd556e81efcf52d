"""The figures follow the rooms below, and the rules' numbers."""

from datetime import date, timedelta

import pytest

from anfu.core import clock, files
from anfu.core.jobs import run_all
from anfu.core.models import Job
from anfu.core.tests.approving import set_parameter
from anfu.engagements.actions import Terms, record, retract
from anfu.engagements.actions.confirming import confirm
from anfu.engagements.actions.starting import confirm_start
from anfu.engagements.models import Engagement
from anfu.engagements.tests.contracts import make_draft, make_pair, said
from anfu.engagements.tests.factories import code, make_enterprise
from anfu.people.tests.factories import make_actor
from anfu.registry.signals import facts_changed
from anfu.targets.models import Span
from anfu.targets.queries.cube import by_division

pytestmark = pytest.mark.django_db
TERMS = Terms(code(5, "91330702MB"), "样例安全技术公司", "enterprise", ("entrust",), "样-1", date(2025, 1, 1))


def figure(actor, on=None):
    return by_division(on or clock.today(), actor, ["industrial"])["industrial"].get("330784")


def test_a_relation_moves_the_figure_at_once_and_its_retraction_moves_it_back():
    actor, firm = make_actor(), make_enterprise(1)
    facts_changed.send(sender=None, enterprises=[firm.pk], on=clock.today(), actor=actor)
    assert (figure(actor).in_scope, figure(actor).covered) == (1, 0)
    made = record(firm.organisation.uscc, TERMS, actor=actor)
    assert figure(actor).covered == 1
    retract(made.pk, reason="登记错了企业", actor=actor)
    assert (figure(actor).covered, figure(actor).lapsed) == (0, 0)


def test_t12_a_draft_covers_nobody_and_a_late_contract_covers_from_its_signing_until_an_officer_saw_the_paper():
    firm, month_ago = make_enterprise(900_001), clock.today() - timedelta(30)
    actor, pair = make_actor(), make_pair(firm)
    facts_changed.send(sender=None, enterprises=[firm.pk], on=clock.today(), actor=actor)
    made = make_draft(pair, valid_from=month_ago)
    confirm(made.pk, **said(made), actor=pair.owner)
    assert figure(actor).covered == 0
    confirm(made.pk, **said(made), actor=pair.other)
    assert (figure(actor).covered, figure(actor, month_ago).covered) == (1, 0)
    paper = files.keep(b"%PDF-1", name="合同.pdf", kind="pdf")
    confirm_start(Engagement.objects.get().pk, paper, reason="看过签收单原件", actor=actor, seen="")
    assert (figure(actor).covered, figure(actor, month_ago).covered) == (1, 1)


def test_a_refused_action_leaves_the_figures_as_they_were():
    actor, firm = make_actor(), make_enterprise(1)
    facts_changed.send(sender=None, enterprises=[firm.pk], on=clock.today(), actor=actor)
    spans = list(Span.objects.values_list())
    with pytest.raises(Exception, match="权限"):
        record(firm.organisation.uscc, TERMS, actor=make_actor("leader"))
    assert list(Span.objects.values_list()) == spans


def test_a_new_number_in_a_rule_has_everything_computed_anew_once():
    for new in (50, 60):
        set_parameter("targeting.small_firm_employees", new, valid_from=clock.today())
    assert Job.objects.filter(kind="targets.rebuild").count() == 1
    run_all("test")
    assert Job.objects.get(kind="targets.rebuild").state == "done"
