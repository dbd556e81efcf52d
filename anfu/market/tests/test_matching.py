"""Who may serve a demand is asked of every enterprise that takes part."""

import pytest

from anfu.core import clock
from anfu.market.actions import placing
from anfu.market.queries.matching import eligible
from anfu.market.tests.factories import make_firm, make_institution, wish

pytestmark = pytest.mark.django_db


def joint(*firms, **changes):
    """A draft of the first for all of them."""
    made = wish(partners=tuple(each.uscc for each in firms[1:]), **changes)
    return placing.draft(made, actor=firms[0].owner, on=clock.today())


def test_a_provider_that_may_serve_some_of_a_joint_demand_says_which():
    plain, chemical, of = make_firm(), make_firm(industry="2614"), make_institution(name="部分能做")
    whole = eligible(joint(plain, make_firm(), kinds=("consult",)), clock.today())[0]
    assert whole.why_not == "" and len(whole.serves) == 2
    for firms in ((plain, chemical), (chemical, plain)):
        found = eligible(joint(*firms, kinds=("assess",)), clock.today())
        match = next(each for each in found if each.provider == of.provider)
        assert match.serves == {plain.enterprise.pk} and match.why_not, firms


def test_the_matches_cost_the_same_for_two_enterprises_and_for_six(django_assert_max_num_queries):
    firms = [make_firm() for _ in range(6)]
    make_institution()
    for taking_part in (firms[:2], firms):
        demand = joint(*taking_part)
        with django_assert_max_num_queries(11):
            eligible(demand, clock.today())
