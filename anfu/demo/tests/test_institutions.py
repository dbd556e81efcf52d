"""What must hold of the made-up institutions."""

from collections import Counter
from datetime import date

import pytest

from anfu.demo.institutions import institutions
from anfu.providers.kinds import ProviderKind

TODAY = date(2026, 11, 24)


@pytest.mark.once
def test_sixty_institutions_of_every_kind_with_nine_hundred_people_and_credible_papers():
    made = institutions(7, TODAY)
    assert len(made) == len({each.uscc for each in made}) == 60
    assert set(Counter(each.kind for each in made)) == set(ProviderKind.values)
    assert 900 <= sum(each.staff for each in made) <= 930
    assert all(number <= each.staff for each in made for number in each.certificates.values())
    assert any(each.licence_ends and each.licence_ends < TODAY for each in made), "one has run out"
