"""From the draft to the end: what both confirm counts, what one leaves does not, and each step stands in the ledger."""

from dataclasses import replace
from datetime import timedelta

import pytest

from anfu.core import clock
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused, Stale
from anfu.engagements.actions.agreeing import current
from anfu.engagements.actions.changing import end, retract
from anfu.engagements.actions.confirming import confirm
from anfu.engagements.actions.drafting import propose
from anfu.engagements.actions.leaving import drop_proposal, propose_ending, void, walk_away
from anfu.engagements.models import Contract, ContractVersion, Engagement
from anfu.engagements.terms import Ending
from anfu.engagements.tests.contracts import make_draft, make_pair, make_signed, said, terms_of
from anfu.people.actors import actor_of
from anfu.people.models import User
from anfu.people.tests.factories import make_actor, make_membership
from anfu.people.todos.models import Todo
from anfu.providers.models import Spell
from anfu.providers.tests.factories import make_provider, make_staff

pytestmark = pytest.mark.django_db
TODAY = clock.today()


def test_t20_the_second_yes_makes_it_count_in_the_same_transaction_and_the_first_does_not():
    pair = make_pair()
    made = make_draft(pair)
    confirm(made.pk, **said(made), actor=pair.owner)
    assert not Engagement.objects.exists()
    confirm(made.pk, **said(made), actor=pair.other)
    made.refresh_from_db()
    row = Engagement.objects.get()
    assert (made.state, row.contract_no, row.price_fen) == ("signed", made.number, 800_000)
    assert (row.valid_from, row.valid_to, row.agreed_from) == (TODAY, made.valid_to, None)
    assert not Todo.objects.waiting().filter(kind="engagements.confirm").exists()
    verbs = set(LedgerEntry.objects.values_list("verb", flat=True))
    assert {"engagements.confirmed", "engagements.signed", "engagements.recorded"} <= verbs


def test_t21_one_person_never_confirms_for_both_sides():
    pair = make_pair()
    made = make_draft(pair)
    confirm(made.pk, **said(made), actor=pair.owner)
    user = User.objects.get(pk=pair.owner.user_id)
    both = make_membership(user, "provider_owner", party=pair.other_party)
    with pytest.raises(Refused, match="两个人分别确认"):
        confirm(made.pk, **said(made), actor=actor_of(user, both.pk))
    with pytest.raises(Refused, match="你方已经确认过"):
        confirm(made.pk, **said(made), actor=pair.owner)
    assert not Engagement.objects.exists()


def test_t21_who_works_for_an_office_signs_for_no_party():
    pair = make_pair()
    made = make_draft(pair)
    user = User.objects.get(pk=pair.other.user_id)
    make_membership(user, "county_officer", division="330784")
    with pytest.raises(Refused, match="不能代表企业或机构签合同"):
        confirm(made.pk, **said(made), actor=pair.other)


def test_t13_a_text_changed_behind_the_platforms_back_cannot_be_confirmed():
    pair = make_pair()
    made = make_draft(pair)
    with without_ledger():
        ContractVersion.objects.update(body=made.versions.get().body.replace("800000", "900000"))
    with pytest.raises(Stale):
        confirm(made.pk, **said(made), actor=pair.owner)


def test_nobody_confirms_another_text_than_the_one_seen():
    pair = make_pair()
    made = make_draft(pair)
    seen = said(made)
    propose(made.pk, terms_of(pair, price_fen=900_000, payments=()), actor=pair.other, seen="0")
    with pytest.raises(Stale):
        confirm(made.pk, **seen, actor=pair.owner)
    with pytest.raises(Stale):
        confirm(made.pk, digest=seen["digest"], seen="", actor=pair.owner)


def test_a_draft_that_one_side_leaves_counts_never_and_asks_nobody():
    pair = make_pair()
    made = make_draft(pair)
    confirm(made.pk, **said(made), actor=pair.owner)
    walk_away(made.pk, reason="价格没有谈拢", actor=pair.other, seen="")
    with pytest.raises(Refused):
        confirm(made.pk, **said(made), actor=pair.other)
    assert not Engagement.objects.exists() and not Todo.objects.waiting().exists()
    assert Contract.objects.get().closed_reason == "价格没有谈拢"


def test_t12_a_back_dated_contract_is_late_for_ever_and_counts_from_the_day_it_was_signed():
    pair = make_pair()
    start = TODAY - timedelta(60)
    made_contract = make_signed(pair, valid_from=start)
    row = Engagement.objects.get()
    assert (row.valid_from, row.agreed_from, made_contract.valid_from) == (TODAY, start, start)
    assert not Engagement.objects.in_force_on(TODAY - timedelta(1)).exists()


def test_scope_is_asked_again_at_signing():
    provider = make_provider("consultancy")
    make_staff(provider, 5, credential="cse")
    pair = make_pair(provider=provider.organisation)
    made = make_draft(pair)
    confirm(made.pk, **said(made), actor=pair.owner)
    Spell.objects.update(state="suspended", reason="检查不合格", term_end=TODAY + timedelta(90))
    with pytest.raises(Refused, match="暂停服务"):
        confirm(made.pk, **said(made), actor=pair.other)
    assert not Engagement.objects.exists()


def test_a_change_is_a_new_version_that_both_confirm_and_moves_no_past_figure():
    pair = make_pair()
    made = make_signed(pair)
    Engagement.objects.update(valid_from=TODAY - timedelta(30))
    dearer = terms_of(pair, price_fen=900_000, payments=(), kinds=("entrust", "train"))
    with pytest.raises(Refused, match="为什么变更"):
        propose(made.pk, dearer, actor=pair.other, seen="")
    propose(made.pk, dearer, actor=pair.other, seen="", note="增加培训内容")
    confirm(made.pk, **said(made), actor=pair.other)
    assert Engagement.objects.in_force_on(TODAY).get().price_fen == 800_000
    confirm(made.pk, **said(made), actor=pair.owner)
    rows = Engagement.objects.order_by("pk").values_list("contract_no", "valid_from", "valid_to", "price_fen")
    number, end_day = made.number, dearer.last_day + timedelta(1)
    assert list(rows) == [
        (number, TODAY - timedelta(30), TODAY, 800_000),
        (f"{number}-2", TODAY, end_day, 900_000),
    ]


def test_a_change_that_is_refused_leaves_the_contract_as_it_was():
    pair = make_pair()
    made = make_signed(pair)
    propose(made.pk, terms_of(pair, price_fen=1, payments=()), actor=pair.owner, seen="", note="打算降低价款")
    drop_proposal(made.pk, reason="不同意减价", actor=pair.other, seen="")
    now = current(made)
    assert now is not None and now.number == 1
    assert not Todo.objects.waiting().filter(kind="engagements.confirm").exists()


def test_an_early_end_is_settled_by_both_and_ends_what_counts():
    pair = make_pair()
    made = make_signed(pair)
    last = TODAY + timedelta(10)
    for wrong in ({"last_day": TODAY - timedelta(1)}, {"settlement_fen": 800_001}, {"reason": "停"}):
        with pytest.raises(Refused):
            propose_ending(
                made.pk, replace(Ending(last, 1, "企业搬迁停产"), **wrong), actor=pair.owner, seen=""
            )
    propose_ending(made.pk, Ending(last, 300_000, "企业搬迁停产"), actor=pair.owner, seen="")
    confirm(made.pk, **said(made), actor=pair.owner)
    assert Engagement.objects.in_force_on(last + timedelta(1)).exists()
    confirm(made.pk, **said(made), actor=pair.other)
    made.refresh_from_db()
    assert made.state == "ended" and not Engagement.objects.in_force_on(last + timedelta(1)).exists()
    assert Engagement.objects.in_force_on(last).exists()


def test_an_officer_voids_what_never_was_and_cannot_end_or_change_it_for_the_parties():
    pair = make_pair()
    made = make_signed(pair)
    row = Engagement.objects.get()
    officer = make_actor("county_officer")
    for act in (
        lambda: end(row.pk, last_day=TODAY, reason="双方协商解除", actor=officer),
        lambda: retract(row.pk, reason="登记错了企业", actor=officer),
        lambda: confirm(made.pk, **said(made), actor=officer),
        lambda: void(
            made.pk, reason="查实是假合同", actor=make_actor("county_officer", division="330782"), seen=""
        ),
    ):
        with pytest.raises(Refused):
            act()
    void(made.pk, reason="查实是假合同", actor=officer, seen="")
    assert not Engagement.objects.valid().exists()
    assert Contract.objects.get().state == "void"


def test_no_office_sees_a_draft_and_no_stranger_sees_anything():
    pair = make_pair()
    made = make_draft(pair)
    officials = [make_actor(role) for role in ("city_admin", "county_officer", "town_officer")]
    assert not any(Contract.objects.visible_to(each).exists() for each in officials)
    assert not Contract.objects.visible_to(make_pair().owner).exists()
    confirm(made.pk, **said(made), actor=pair.owner)
    confirm(made.pk, **said(made), actor=pair.other)
    assert all(Contract.objects.visible_to(each).exists() for each in officials[:2])
