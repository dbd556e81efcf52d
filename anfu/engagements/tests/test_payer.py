"""Who pays for another says yes too, where it has an account; where it has none, the enterprise vouches and the text says so."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from anfu.core import clock
from anfu.core.refusal import Refused
from anfu.engagements.actions.confirming import confirm
from anfu.engagements.actions.drafting import draft, propose
from anfu.engagements.actions.leaving import propose_ending, walk_away
from anfu.engagements.models import Contract, Engagement
from anfu.engagements.terms import Ending
from anfu.engagements.tests.contracts import make_draft, make_pair, make_signed, said, terms_of
from anfu.engagements.versions import said_in, sides_of
from anfu.people.models import User
from anfu.people.tests.factories import make_actor, make_party
from anfu.people.todos.models import Todo
from anfu.registry.models import Organisation
from anfu.registry.tests.factories import make_uscc

pytestmark = pytest.mark.django_db


def make_payer(kind: str = "insurer", *, account: bool = True):
    """An insurer (or another party) with somebody who answers for it, or nobody."""
    organisation = Organisation.objects.create(uscc=make_uscc(), name="测试财产保险公司")
    party = make_party(kind, organisation=organisation)
    role = {"insurer": "insurer_officer", "bank": "bank_officer", "enterprise": "enterprise_owner"}[kind]
    actor = make_actor(role, party=party, username=f"payer{party.pk}") if account else None
    return organisation, actor


@pytest.mark.parametrize("last", ["owner", "other", "payer"])
def test_a_payer_with_an_account_is_a_third_yes_in_any_order_and_nothing_counts_before_all_three(last):
    pair, (organisation, payer) = make_pair(), make_payer()
    made = make_draft(pair, payer_uscc=organisation.uscc)
    people = {"owner": pair.owner, "other": pair.other, "payer": payer}
    final = people.pop(last)
    for actor in people.values():
        assert confirm(made.pk, **said(made), actor=actor).state == "draft"
    assert not Engagement.objects.exists()
    assert confirm(made.pk, **said(made), actor=final).state == "signed"
    assert Engagement.objects.valid().count() == 1


def test_a_payer_is_asked_sees_the_draft_and_its_page_and_nothing_of_others_contracts():
    pair, (organisation, payer) = make_pair(), make_payer()
    made, foreign = make_draft(pair, payer_uscc=organisation.uscc), make_draft()
    todo = Todo.objects.get(organisation=organisation, ended_at=None)
    assert todo.kind == "engagements.confirm" and pair.enterprise.organisation.name in todo.title
    client = Client()
    client.force_login(User.objects.get(pk=payer.user_id))
    page = client.get(reverse("engagements:contract", args=[made.pk])).content.decode()
    assert "付款方还没有确认" in page and "等三方确认" in page and "确认签字" in page and "改条款" not in page
    assert set(Contract.objects.visible_to(payer)) == {made}
    assert client.get(reverse("engagements:contract", args=[foreign.pk])).status_code == 404


def test_without_an_account_the_enterprise_vouches_the_text_says_so_and_two_are_enough():
    pair, (organisation, _) = make_pair(), make_payer(account=False)
    made = make_draft(pair, payer_uscc=organisation.uscc)
    version = made.versions.get()
    assert said_in(version)["payer_signs"] is False and sides_of(version) == ["enterprise", "provider"]
    late = make_actor("insurer_officer", party=organisation.parties.get(), username="late")
    with pytest.raises(Refused, match="由企业取得付款方同意"):
        confirm(made.pk, **said(made), actor=late)
    confirm(made.pk, **said(made), actor=pair.owner)
    assert confirm(made.pk, **said(made), actor=pair.other).state == "signed"


def test_new_terms_ask_the_payer_that_has_an_account_by_then_and_a_change_asks_again():
    pair, (organisation, _) = make_pair(), make_payer(account=False)
    made = make_draft(pair, payer_uscc=organisation.uscc)
    payer = make_actor("insurer_officer", party=organisation.parties.get(), username="later")
    propose(made.pk, terms_of(pair, payer_uscc=organisation.uscc), actor=pair.owner, seen=said(made)["seen"])
    for actor in (pair.owner, pair.other, payer):
        state = confirm(made.pk, **said(made), actor=actor).state
    assert state == "signed"
    changed = terms_of(pair, payer_uscc=organisation.uscc, price_fen=900_000, payments=())
    propose(made.pk, changed, actor=pair.other, seen=said(made)["seen"], note="加了一次演练")
    confirm(made.pk, **said(made), actor=pair.owner)
    confirm(made.pk, **said(made), actor=pair.other)
    assert Engagement.objects.valid().get(valid_to__gt=clock.today()).price_fen == 800_000
    confirm(made.pk, **said(made), actor=payer)
    assert Engagement.objects.valid().get(valid_to__gt=clock.today()).price_fen == 900_000


def test_a_payer_says_no_with_a_reason_but_writes_no_terms_and_ends_nothing():
    pair, (organisation, payer) = make_pair(), make_payer("enterprise")
    terms = terms_of(pair, payer_uscc=organisation.uscc)
    with pytest.raises(Refused, match="你自己的单位"):
        draft(payer, terms, "direct")
    made = make_draft(pair, payer_uscc=organisation.uscc)
    with pytest.raises(Refused):
        propose(made.pk, terms, actor=payer, seen=said(made)["seen"])
    assert (
        walk_away(made.pk, reason="预算里没有这一笔", actor=payer, seen=said(made)["seen"]).state
        == "abandoned"
    )
    signed = make_signed(make_pair())
    with pytest.raises(Refused):
        ending = Ending(clock.today() + timedelta(9), 1, "不想付了")
        propose_ending(signed.pk, ending, actor=payer, seen=said(signed)["seen"])


def test_a_provider_cannot_be_the_payer_of_its_own_service():
    pair = make_pair()
    with pytest.raises(Refused) as refused:
        make_draft(pair, payer_uscc=pair.provider.uscc)
    assert refused.value.field == "payer_uscc"
