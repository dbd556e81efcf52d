"""Relations follow their enterprise when it turns out to be another."""

from datetime import date

import pytest

from anfu.core.ledger.guard import without_ledger
from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused
from anfu.engagements.actions import end, record, retract
from anfu.engagements.models import Contract, Engagement
from anfu.engagements.signals import relations_changed
from anfu.engagements.tests.contracts import store_contract
from anfu.engagements.tests.factories import make_engagement, make_enterprise, make_provider
from anfu.engagements.tests.test_actions import TERMS
from anfu.people.tests.factories import make_actor
from anfu.registry.actions.duplicates import merge, unmerge
from anfu.registry.models import DuplicatePair

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)


@pytest.fixture
def pair():
    kept, merged = make_enterprise(1), make_enterprise(2)
    with without_ledger():
        return DuplicatePair.objects.create(first=kept, second=merged, kind="same_name", basis="名称一字不差")


def join(pair):
    merge(pair.pk, keep=pair.first_id, reason="现场核对，是同一家", actor=make_actor(), on=ON)


def part(pair):
    unmerge(pair.pk, reason="合并错了，是两家", actor=make_actor(), on=ON)


def holders():
    return dict(Engagement.objects.order_by("pk").values_list("contract_no", "enterprise_id"))


def test_relations_go_to_the_kept_one_with_an_entry_and_come_back(pair):
    make_engagement(pair.first, contract_no="甲")
    make_engagement(pair.second, contract_no="乙")
    make_engagement(pair.second, contract_no="丙", valid_to=date(2026, 2, 1))
    before, told = holders(), []

    def listen(enterprises, **_):
        told.append(enterprises)

    relations_changed.connect(listen)
    join(pair)
    relations_changed.disconnect(listen)
    assert set(holders().values()) == {pair.first_id}
    assert told == [[pair.first_id, pair.second_id]]
    assert '"contract_no":"乙"' in LedgerEntry.objects.filter(verb="registry.merged").first().body
    part(pair)
    assert holders() == before


def test_a_retracted_relation_and_one_that_the_kept_one_has_too_stay(pair):
    make_engagement(pair.first, contract_no="甲")
    make_engagement(pair.second, contract_no="甲")
    retract(make_engagement(pair.second, contract_no="乙").pk, reason="登记错了企业", actor=make_actor())
    before = list(Engagement.objects.order_by("pk").values_list("pk", "enterprise_id"))
    join(pair)
    assert list(Engagement.objects.order_by("pk").values_list("pk", "enterprise_id")) == before
    part(pair)
    assert list(Engagement.objects.order_by("pk").values_list("pk", "enterprise_id")) == before


def test_nobody_comes_to_serve_itself(pair):
    make_engagement(pair.second, provider=pair.first.organisation, contract_no="甲")
    join(pair)
    assert holders() == {"甲": pair.second_id}


def test_a_relation_changed_after_the_merge_keeps_it_from_being_undone(pair):
    moved = make_engagement(pair.second, contract_no="乙")
    join(pair)
    end(moved.pk, last_day=date(2026, 6, 30), reason="双方协商解除", actor=make_actor())
    with pytest.raises(Refused, match="乙"):
        part(pair)
    assert holders() == {"乙": pair.first_id}
    assert DuplicatePair.objects.get().state == "merged"


def test_a_new_relation_of_the_kept_one_stays_with_it(pair):
    join(pair)
    record(pair.first.organisation.uscc, TERMS, actor=make_actor())
    part(pair)
    assert holders() == {TERMS.contract_no: pair.first_id}


def test_contracts_go_along_and_come_back(pair):
    made = store_contract(pair.second, make_provider())
    join(pair)
    assert Contract.objects.get().enterprise_id == pair.first_id == Engagement.objects.get().enterprise_id
    part(pair)
    assert Contract.objects.get().enterprise_id == pair.second_id and made.pk == Contract.objects.get().pk
