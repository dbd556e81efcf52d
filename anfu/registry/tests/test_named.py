"""Rows of other rooms are found by their organisations as if the names were compared on the rows, however many bear the word."""

import pytest

from anfu.engagements.models import Engagement
from anfu.engagements.tests.factories import make_engagement, make_enterprise, make_provider
from anfu.registry.queries import named as of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("wide", [0, 1, 2_000])
def test_a_part_of_a_name_or_a_code_finds_the_rows_of_either_side_and_no_others(monkeypatch, wide):
    monkeypatch.setattr(of, "WIDE", wide)
    rows = [make_engagement(make_enterprise(n), provider=make_provider(n)) for n in (1, 2, 3)]
    first, second = rows[0].enterprise.organisation, rows[1].provider
    type(first).objects.filter(pk=first.pk).update(name="婺州甲乙丙五金厂")
    type(second).objects.filter(pk=second.pk).update(name="义乌丙丁安全技术有限公司")
    for text, expected in (
        ("乙丙", {0}),
        ("丙丁", {1}),
        ("丙", {0, 1}),
        (first.uscc.lower(), {0}),
        (second.uscc, {1}),
        ("没有", set()),
    ):
        asked = of.named(text, "enterprise__organisation", "provider")
        found = set(Engagement.objects.filter(asked).values_list("pk", flat=True))
        assert found == {rows[n].pk for n in expected}, text


def test_names_are_read_in_one_query_and_rows_by_their_keys(django_assert_num_queries):
    provider = make_engagement().provider
    with django_assert_num_queries(1):
        asked = of.named(provider.name, "enterprise__organisation", "provider")
    assert "registry_organisation" not in str(Engagement.objects.filter(asked).values("pk").query)
