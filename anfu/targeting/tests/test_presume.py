"""Presumptions follow the texts; decisions of people stay."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anfu.core import files
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import LedgerEntry
from anfu.people.tests.factories import make_actor
from anfu.registry.models import EnterpriseVersion
from anfu.registry.tests.factories import make_enterprise
from anfu.targeting.actions import Presumed, presume, refute
from anfu.targeting.models import Finding
from anfu.targeting.tests.factories import make_finding

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
DUSTY = "铝制品抛光、打磨加工"


def run(*firms, anew=False):
    return presume([firm.pk for firm in firms], actor=make_actor("city_admin"), on=TODAY, anew=anew)


def subjects(firm, **more):
    return set(
        Finding.objects.filter(enterprise=firm, likelier=True, **more).values_list("subject", flat=True)
    )


def rewrite(firm, **facts):
    with without_ledger():
        EnterpriseVersion.objects.filter(enterprise=firm).update(**facts)


def test_words_of_the_scope_become_a_finding_with_its_evidence():
    firm = make_enterprise(scope=DUSTY)
    run(firm)
    finding = Finding.objects.get(enterprise=firm, subject="combustible_dust")
    assert (finding.state, finding.likelier) == ("presumed", True)
    span = finding.evidence[0]
    assert DUSTY[span["start"] : span["end"]] == span["text"]


def test_excluded_words_presume_nothing():
    firm = make_enterprise(scope="五金配件制造（不含抛光、不含电镀）")
    run(firm)
    assert "combustible_dust" not in subjects(firm)


def test_a_batch_leaves_one_entry_with_all_rows_and_a_second_run_none():
    firms = [make_enterprise(scope=DUSTY), make_enterprise(scope="铝锭熔炼、铸造")]
    assert run(*firms).added >= 2
    entry = LedgerEntry.objects.get(verb="targeting.presumed")
    assert entry.rows is not None
    assert run(*firms) == Presumed(0, 0, 0)
    assert LedgerEntry.objects.filter(verb="targeting.presumed").count() == 1


def test_a_presumption_whose_words_are_gone_is_removed():
    firm = make_enterprise(scope=DUSTY)
    run(firm)
    rewrite(firm, scope="文具零售", industry="5241")
    run(firm)
    assert "combustible_dust" not in subjects(firm)


def test_a_refuted_ground_comes_back_only_after_the_texts_changed():
    firm = make_enterprise(scope=DUSTY)
    run(firm)
    finding = Finding.objects.get(enterprise=firm, subject="combustible_dust")
    refute(finding.pk, actor=make_actor("city_admin"), on=TODAY, reason="只销售不加工")
    run(firm, anew=True)
    assert subjects(firm, state="refuted") == {"combustible_dust"}
    rewrite(firm, scope=DUSTY + "、喷砂")
    run(firm)
    again = Finding.objects.get(enterprise=firm, subject="combustible_dust")
    assert (again.pk, again.state, again.reason, again.decided_at) == (finding.pk, "presumed", "", None)


def test_confirmed_grounds_and_those_added_by_hand_stay_whatever_the_texts_say():
    firm = make_enterprise(scope="文具零售", industry="5241")
    make_finding(firm, "ammonia", state="confirmed", rule="人工", evidence=[])
    make_finding(firm, "combustible_dust", state="confirmed")
    run(firm)
    assert subjects(firm, state="confirmed") == {"ammonia", "combustible_dust"}


def test_an_industry_is_presumed_only_where_none_is_known():
    without, with_one = make_enterprise(industry="", scope=DUSTY), make_enterprise(scope=DUSTY)
    run(without, with_one)
    assert Finding.objects.get(subject="industry").enterprise_id == without.pk
    assert Finding.objects.get(subject="industry").value


def test_firms_that_are_gone_are_not_presumed():
    firm = make_enterprise(scope=DUSTY, status="cancelled")
    run(firm)
    assert not Finding.objects.filter(enterprise=firm).exists()


def test_many_firms_cost_the_queries_of_one():
    def cost(number):
        firms = [make_enterprise(scope=DUSTY) for _ in range(number)]
        with CaptureQueriesContext(connection) as seen:
            run(*firms)
        return len(seen)

    cost(1)
    assert cost(1) == cost(20)


def test_rows_in_the_ledger_say_what_was_added():
    firm = make_enterprise(scope=DUSTY)
    run(firm)
    lines = (
        files.path(LedgerEntry.objects.get(verb="targeting.presumed").rows).read_text("utf-8").splitlines()
    )
    told = [json.loads(line) for line in lines]
    assert {"act": "added", "subject": "combustible_dust"}.items() <= next(
        row for row in told if row["subject"] == "combustible_dust"
    ).items()
