"""A contract is renewed with the old terms in the form and days that follow, and nothing is written until it is drafted."""

from datetime import date

import pytest

from anfu.engagements.models import Contract
from anfu.engagements.rules.renewing import next_period
from anfu.engagements.tests.contracts import make_draft, make_pair, make_signed
from anfu.engagements.tests.test_contract_pages import signed_in
from anfu.engagements.versions import terms_of


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-12-01", "2027-11-30", ("2027-12-01", "2028-11-30")),
        ("2027-03-01", "2028-02-29", ("2028-03-01", "2029-02-28")),
        ("2024-01-01", "2025-12-31", ("2026-01-01", "2027-12-31")),
        ("2026-01-15", "2026-04-14", ("2026-04-15", "2026-07-14")),
        ("2026-12-01", "2026-12-10", ("2026-12-11", "2026-12-20")),
    ],
)
def test_the_next_period_follows_and_is_as_long(first, last, expected):
    found = next_period(date.fromisoformat(first), date.fromisoformat(last))
    assert tuple(map(str, found)) == expected


@pytest.mark.django_db
def test_both_sides_find_the_old_terms_in_the_form_of_a_renewal_and_others_find_nothing():
    pair, stranger = make_pair(), make_pair()
    made = make_signed(pair)
    for actor, partner in ((pair.owner, pair.provider.uscc), (pair.other, made.enterprise.organisation.uscc)):
        client = signed_in(actor)
        assert f"/contracts/new/?renews={made.pk}" in client.get(f"/contracts/{made.pk}/").content.decode()
        form = client.get(f"/contracts/new/?renews={made.pk}").content.decode()
        scope = terms_of(made.versions.get()).scope
        assert all(f'value="{value}"' in form for value in (partner, made.valid_to)) and scope in form
    assert signed_in(stranger.owner).get(f"/contracts/new/?renews={made.pk}").status_code == 404
    assert signed_in(pair.owner).get("/contracts/new/?renews=x").status_code == 404
    assert Contract.objects.count() == 1


@pytest.mark.django_db
def test_what_was_never_signed_is_not_renewed():
    pair = make_pair()
    made = make_draft(pair)
    client = signed_in(pair.owner)
    assert "?renews=" not in client.get(f"/contracts/{made.pk}/").content.decode()
    assert client.get(f"/contracts/new/?renews={made.pk}").status_code == 404
