"""A machine that does to one contract whatever two parties and an officer can think of, in any order."""

import itertools
from contextlib import suppress
from datetime import timedelta
from typing import Any

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
from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused
from anfu.engagements.actions.confirming import confirm
from anfu.engagements.actions.drafting import propose
from anfu.engagements.actions.leaving import drop_proposal, propose_ending, void, walk_away
from anfu.engagements.models import Contract, Engagement, Outcome
from anfu.engagements.terms import Ending
from anfu.engagements.tests.contracts import make_draft, make_pair, make_signed, said, terms_of
from anfu.engagements.versions import intact
from anfu.people.tests.factories import make_actor

WHY = "双方商量好的"
SIDES = st.sampled_from(["owner", "other"])
numbers = itertools.count()


class Life(RuleBasedStateMachine):
    """Each step is refused with a sentence or done whole; the contract, its versions and what counts stay one story."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = 0
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize(signed=st.booleans())
    def begin(self, signed: bool) -> None:
        self.pair = make_pair()
        self.officer = make_actor("county_officer", username=f"officer-{next(numbers)}")
        self.key = (make_signed if signed else make_draft)(self.pair).pk

    def act(self, work: Any, *args: Any, **named: Any) -> None:
        self.steps += 1
        before = LedgerEntry.objects.count()
        with suppress(Refused):
            work(self.key, *args, **named)
            assert LedgerEntry.objects.count() > before
            return
        assert LedgerEntry.objects.count() == before, "a refused step left an entry"

    def now(self) -> Contract:
        return Contract.objects.get(pk=self.key)

    @rule(side=SIDES, fresh=st.booleans())
    def confirm(self, side: str, fresh: bool) -> None:
        sent = said(self.now())
        if not fresh:
            sent["seen"] = str(int(sent["seen"]) + 7)
        self.act(confirm, **sent, actor=getattr(self.pair, side))

    @rule(side=SIDES, price=st.integers(0, 10**6))
    def propose(self, side: str, price: int) -> None:
        terms = terms_of(self.pair, price_fen=price, payments=())
        self.act(propose, terms, actor=getattr(self.pair, side), seen="", note=WHY)

    @rule()
    def confirm_both(self) -> None:
        for side in ("owner", "other"):
            self.confirm(side, True)

    @precondition(lambda self: self.steps > 6)
    @rule(side=SIDES)
    def leave(self, side: str) -> None:
        self.act(walk_away, reason=WHY, actor=getattr(self.pair, side), seen="")

    @rule(side=SIDES)
    def drop(self, side: str) -> None:
        self.act(drop_proposal, reason=WHY, actor=getattr(self.pair, side), seen="")

    @rule(side=SIDES, days=st.sampled_from([-1, 0, 5, 400]), kept=st.sampled_from([-1, 0, 10**7]))
    def end(self, side: str, days: int, kept: int) -> None:
        ending = Ending(clock.today() + timedelta(days), kept, WHY)
        self.act(propose_ending, ending, actor=getattr(self.pair, side), seen="")

    @precondition(lambda self: self.steps > 6)
    @rule(who=st.sampled_from(["officer", "owner"]))
    def void(self, who: str) -> None:
        actor = self.officer if who == "officer" else self.pair.owner
        self.act(void, reason=WHY, actor=actor, seen="")

    @invariant()
    def one_story(self) -> None:
        if not hasattr(self, "key"):
            return
        contract, versions = self.now(), list(self.now().versions.order_by("number"))
        counting = Engagement.objects.valid().filter(version__contract=contract)
        agreed = [each for each in versions if each.outcome == Outcome.AGREED]
        assert all(intact(each) for each in versions)
        assert sum(each.outcome == Outcome.OPEN for each in versions) <= 1
        assert all(each.confirmations.count() == 2 for each in agreed)
        assert bool(agreed) == (contract.signed_at is not None)
        if contract.state in ("draft", "abandoned", "void"):
            assert not counting.exists()
        else:
            assert counting.in_force_on(clock.today()).count() <= 1
            last = counting.order_by("-valid_from", "-pk").first()
            assert last is not None and last.valid_to == contract.valid_to
        if contract.state in ("abandoned", "void", "ended"):
            assert not any(each.outcome == Outcome.OPEN for each in versions)


@pytest.mark.django_db
def test_t20_t26_the_lives_of_contracts_are_one_story_whatever_is_tried():
    checks = settings(
        max_examples=7,
        stateful_step_count=12,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Life, settings=checks)
