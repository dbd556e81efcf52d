import json
from collections import Counter
from datetime import date

import pytest

from anfu.core import clock
from anfu.core.ledger import words
from anfu.core.models import Intake, IntakeState, LedgerEntry
from anfu.demo import accounts, office
from anfu.demo.load import load_city
from anfu.demo.office import institutions, market
from anfu.market.models import Choice, Demand, FreeAnswer
from anfu.market.queries.concentration import towns_on
from anfu.market.queries.hall import figures
from anfu.market.queries.replaying import replay
from anfu.market.queries.splitting import suggested
from anfu.people.actors import actor_of
from anfu.people.models import User
from anfu.providers.models import Branch, Certificate, Employment, Objection, Price, Provider
from anfu.registry.models import DuplicatePair, EnterpriseVersion

SIZE, SEED = 600, 7


@pytest.fixture
def city(db):
    """A small city whose officer has worked."""
    load_city(enterprises=SIZE, seed=SEED, today=date.today(), told=lambda *_: None)
    accounts.load()
    office.work(enterprises=SIZE, seed=SEED)


def test_the_officer_leaves_something_to_see_on_every_page(city):
    written, waiting, contracts = Intake.objects.order_by("pk")
    assert (written.state, waiting.state, contracts.state) == (
        IntakeState.APPLIED,
        IntakeState.JUDGED,
        IntakeState.JUDGED,
    )
    assert all(written.counts[verdict] for verdict in ("created", "updated", "unchanged", "refused"))
    assert EnterpriseVersion.objects.filter(valid_to=None, division="").exists()
    assert DuplicatePair.objects.exists()
    assert LedgerEntry.objects.filter(stream="330784", verb="targeting.confirmed").count() == 4
    assert not codes_without_words()


def codes_without_words() -> set[str]:
    """What the ledger's pages would show as a code."""
    found: set[str] = set()
    for entry in LedgerEntry.objects.iterator():
        body = json.loads(entry.body)
        found |= {entry.verb} if words.verb(entry.verb) == entry.verb else set()
        found |= {entry.subject} if words.thing(entry.subject).split()[0] in entry.subject else set()
        names = {*(body["before"] or {}), *(body["after"] or {})}
        found |= {name for name in names if words.fact(name) == name}
    return found


def test_it_is_done_once(city):
    office.work(enterprises=SIZE, seed=SEED)
    assert Intake.objects.count() == 3
    institutions_are_there()
    the_market_has_signed_contracts()


def institutions_are_there() -> None:
    """One waits for review, one is shown to the public, one keeps its file; what is made up twice is there once."""
    institutions.work()
    institutions.work()
    states = Counter(Provider.objects.values_list("state", flat=True))
    assert (states["submitted"], states["publicity"], states["suspended"], states["removed"]) == (1, 1, 1, 1)
    assert 850 <= Employment.objects.count() <= 950 and Provider.objects.count() == 62
    assert Branch.objects.count() > 60 and Price.objects.count() > 100
    assert Objection.objects.filter(answered_at=None).count() == 1
    assert Certificate.objects.filter(check_state="claimed").count() == 1


def the_market_has_signed_contracts() -> None:
    """Choices that became contracts of two real people, answered in private, that replay and fill statistics."""
    market.work()
    signed = Choice.objects.filter(state="signed")
    assert signed.count() == 9 and FreeAnswer.objects.count() == 7
    assert all(replay(choice.demand).as_plain()["equal"] for choice in signed[:2])
    assert any(price.median_fen for price in figures(clock.today()).prices)
    assert towns_on(actor_of(User.objects.get(username="yongkang")), clock.today())
    shared = suggested(Demand.objects.get(joint=True), clock.today(), opened=False)
    assert any(part.provider for part in shared.parts)
