"""T26: people of the market in processes of their own act in the same moment, and one outcome holds."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from anfu.engagements.models import Contract
from anfu.market.models import Choice, Offer
from anfu.market.tests.factories import (
    close,
    make_choice,
    make_demand,
    make_firm,
    make_institution,
    make_offer,
    seen_by,
)
from anfu.people.models import Membership
from anfu.targeting.tests.test_race import said_at_once, shared_database

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(home: Path, *works: tuple[str, int | None, int, str]) -> list[str]:
    """What each process said, in their order; all begin together once all are ready."""
    environment = shared_database(home)
    (home / "files").symlink_to(settings.FILES_ROOT)  # the opened offers, which the ledger keeps
    return said_at_once("anfu.market.tests.actor", works, environment)


def test_t26_two_people_of_one_enterprise_choose_at_once_and_one_choice_stands(tmp_path: Path) -> None:
    firm, of, other = make_firm(), make_institution(), make_institution()
    demand = make_demand(firm)
    for each in (of, other):
        make_offer(demand, each)
    seen = seen_by(firm, close(demand))
    offers = Offer.objects.filter(demand=demand).order_by("pk").values_list("pk", flat=True)
    people = (firm.owner, firm.staff)
    works = [
        ("choose", who.user_id, demand.pk, f"{offer}:{seen}")
        for who, offer in zip(people, offers, strict=True)
    ]
    said = sorted(at_once(tmp_path, *works))
    assert said[0].startswith("refused ") and said[1] == "waiting"
    if connection.vendor == "postgresql":
        assert Choice.objects.standing().count() == 1


def test_t26_the_provider_confirms_while_the_enterprise_takes_back_and_one_of_the_two_holds(
    tmp_path: Path,
) -> None:
    choice = make_choice()
    sides = [choice.enterprise_id, choice.version.offer.provider_id]
    back, confirm = (
        Membership.objects.filter(party__organisation=each).order_by("pk")[0].user_id for each in sides
    )
    said = at_once(tmp_path, ("confirm", confirm, choice.pk, ""), ("take_back", back, choice.pk, ""))
    assert (said[0] == "confirmed") != (said[1] == "withdrawn")
    assert sum(each.startswith("refused ") for each in said) == 1
    if connection.vendor == "postgresql":
        choice.refresh_from_db()
        assert choice.state in said
        assert Contract.objects.count() == (said[0] == "confirmed")
