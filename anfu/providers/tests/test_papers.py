"""A paper counts as compared with its source only where source and day are said, whatever kind it is."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from anfu.core.ledger.guard import without_ledger
from anfu.providers.models import Certificate, Qualification
from anfu.providers.tests.factories import make_licence, make_provider, make_staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Certificate, Qualification])
@pytest.mark.parametrize(
    "facts", [{"check_source": ""}, {"checked_on": None}, {"valid_to": date(2000, 1, 1)}], ids=str
)
def test_the_database_refuses_half_a_check_and_a_period_that_ends_before_it_begins(model, facts) -> None:
    provider = make_provider("safety_assessor")
    make_licence(provider)
    make_staff(provider, credential="cse")
    with pytest.raises(IntegrityError), without_ledger(), transaction.atomic():
        model.objects.update(**facts)
