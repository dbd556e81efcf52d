"""T26: two at once find one outcome: both sides confirming, one confirming while the other withdraws, many drafting one."""

import pytest

from anfu.core.tests.at_once import at_once
from anfu.engagements.actions.confirming import confirm
from anfu.engagements.actions.drafting import draft
from anfu.engagements.actions.leaving import walk_away
from anfu.engagements.models import Confirmation, Contract, Engagement
from anfu.engagements.tests.contracts import make_draft, make_pair, said, terms_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_t26_both_sides_and_each_twice_confirm_at_once_and_one_contract_counts():
    pair = make_pair()
    made = make_draft(pair)
    sent = said(made)
    answers = at_once(
        *(
            lambda actor=actor: confirm(made.pk, **sent, actor=actor).state
            for actor in (pair.owner, pair.other) * 2
        )
    )
    assert answers.count("signed") == 1 and answers.count("draft") == 1
    assert all(isinstance(each, str) for each in answers)
    assert Engagement.objects.valid().count() == 1 and Confirmation.objects.count() == 2
    assert Contract.objects.get().state == "signed"


@pytest.mark.parametrize("round_", range(3))
def test_t26_one_confirms_while_the_other_withdraws_and_one_of_the_two_holds(round_):
    pair = make_pair()
    made = make_draft(pair)
    confirm(made.pk, **said(made), actor=pair.owner)
    sent = said(made)
    yes, no = at_once(
        lambda: confirm(made.pk, **sent, actor=pair.other).state,
        lambda: walk_away(made.pk, reason="价格没有谈拢", actor=pair.owner, seen=sent["seen"]).state,
    )
    state = Contract.objects.get().state
    assert (yes == "signed") != (no == "abandoned")
    assert state == ("signed" if yes == "signed" else "abandoned")
    assert Engagement.objects.valid().exists() == (state == "signed")


def test_t26_one_choice_of_the_market_drafted_by_both_at_once_is_one_contract():
    pair = make_pair()
    answers = at_once(
        *(
            lambda actor=actor: draft(actor, terms_of(pair), "market", "choice:7").pk
            for actor in (pair.owner, pair.other) * 3
        )
    )
    assert sum(isinstance(each, int) for each in answers) == 1 == Contract.objects.count()
    assert sum("已经起草" in str(each) for each in answers) == 5
