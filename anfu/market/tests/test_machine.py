"""A state machine over the lifecycle: whatever two enterprises and two institutions do, what must hold holds."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from anfu.core import clock
from anfu.core.refusal import Refused
from anfu.engagements.models import Contract
from anfu.market.actions import answering, choosing, joining, offering, placing
from anfu.market.lifecycle import DEMAND
from anfu.market.models import Choice, Demand, Offer, OfferVersion
from anfu.market.queries.replaying import replay
from anfu.market.tests.factories import WHY, bid, close, make_firm, make_institution, seen_by, wish

pytestmark = pytest.mark.django_db
ENDED = ("contracted", "failed", "withdrawn")
firms, sellers = st.integers(0, 1), st.integers(0, 1)


class Market(RuleBasedStateMachine):
    """One joint demand of two enterprises; two institutions."""

    def __init__(self) -> None:
        super().__init__()
        self.place = transaction.atomic()
        self.place.__enter__()
        self.firms = [make_firm(), make_firm()]
        self.sellers = [make_institution(), make_institution()]
        made = placing.draft(
            wish(partners=(self.firms[1].uscc,)), actor=self.firms[0].owner, on=clock.today()
        )
        self.key, self.kept, self.was, self.over = made.pk, 0, "draft", False

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.place.__exit__(None, None, None)

    @property
    def demand(self) -> Demand:
        return Demand.objects.select_related("closing_entry__rows").get(pk=self.key)

    def tried(self, act, *args, **kwargs):
        """Done, or refused with a sentence; nothing else ever comes out."""
        try:
            return act(*args, on=clock.today(), **kwargs)
        except Refused as refused:
            assert len(refused.message) > 5
            return None

    @initialize(both=st.booleans(), open_=st.booleans())
    def begin(self, both, open_):
        if both:
            self.join(True)
        if open_:
            self.publish()

    @rule(agree=st.booleans())
    def join(self, agree):
        self.tried(joining.answer, self.key, agree, actor=self.firms[1].owner)

    @rule()
    def publish(self):
        self.tried(placing.publish, self.key, actor=self.firms[0].owner)

    @rule(who=sellers, price=st.integers(1, 10**9))
    def offer(self, who, price):
        of, before = self.sellers[who], self.demand
        made = self.tried(offering.offer, self.key, bid(of, price_fen=price), actor=of.owner)
        assert (made is not None) == (before.state == "open")
        self.kept += made is not None

    @rule(who=sellers)
    def pull(self, who):
        found = Offer.objects.filter(demand=self.key, provider=self.sellers[who].provider).first()
        if found:
            self.tried(offering.withdraw, found.pk, actor=self.sellers[who].owner)

    @precondition(lambda self: self.demand.state == "open")
    @rule()
    def deadline(self):
        close(self.demand)

    @rule(firm=firms, who=sellers)
    def choose(self, firm, who):
        found = Offer.objects.filter(demand=self.key, provider=self.sellers[who].provider).first()
        if found and self.demand.closed_at:
            seen = seen_by(self.firms[firm], self.demand)
            self.tried(
                choosing.choose, self.key, found.pk, reason=WHY, actor=self.firms[firm].owner, seen=seen
            )

    @rule(firm=firms)
    def pass_on(self, firm):
        self.tried(joining.pass_on, self.key, reason=WHY, actor=self.firms[firm].owner)

    @rule(verb=st.sampled_from(["confirm", "decline", "take_back"]), pick=st.integers(0, 5))
    def answer(self, verb, pick):
        choices = list(Choice.objects.filter(demand=self.key).order_by("pk"))
        if choices:
            choice = choices[pick % len(choices)]
            seller = next(s for s in self.sellers if s.provider.pk == choice.version.offer.provider_id)
            buyer = next(f for f in self.firms if f.enterprise.pk == choice.enterprise_id)
            if verb == "confirm":
                self.tried(answering.confirm, choice.pk, actor=seller.owner)
            elif verb == "decline":
                self.tried(answering.decline, choice.pk, reason=WHY, actor=seller.owner)
            else:
                self.tried(choosing.take_back, choice.pk, reason=WHY, actor=buyer.owner)

    @rule()
    def withdraw(self):
        self.tried(placing.withdraw, self.key, reason=WHY, actor=self.firms[0].owner)

    @invariant()
    def moves_only_as_declared(self):
        now = self.demand.state
        steps = {(source, step.target) for step in DEMAND.steps for source in step.sources}
        reached, seen = {self.was}, set()
        while reached - seen:
            at = (reached - seen).pop()
            seen.add(at)
            reached |= {target for source, target in steps if source == at}
        assert now in reached
        assert self.was not in ENDED or now == self.was
        self.was = now

    @invariant()
    def keeps_every_version_and_opens_in_time_alone(self):
        assert OfferVersion.objects.filter(offer__demand=self.key).count() == self.kept
        found = self.demand
        assert found.closed_at is None or found.closed_at >= found.deadline

    @invariant()
    def one_choice_stands_for_an_enterprise_and_each_confirmed_one_has_one_contract(self):
        standing = list(
            Choice.objects.filter(demand=self.key).standing().values_list("enterprise", flat=True)
        )
        assert len(standing) == len(set(standing))
        confirmed = Choice.objects.filter(demand=self.key, state="confirmed").count()
        assert Contract.objects.filter(source="market").count() == confirmed

    @invariant()
    def replays_equal(self):
        assert replay(self.demand).faults == []


def test_whatever_people_do_the_market_stays_consistent(files_root):
    usual = settings(
        max_examples=8,
        stateful_step_count=14,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    run_state_machine_as_test(Market, settings=usual)
