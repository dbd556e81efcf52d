from datetime import timedelta

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from anfu.core import clock
from anfu.core.models import Job
from anfu.core.web.pages import Order, page_of

ORDERS = [
    Order(),
    Order("pk", descending=True),
    Order("done"),
    Order("done", descending=True),
    Order("finished_at", nullable=True),
    Order("finished_at", descending=True, nullable=True),
]


def make_jobs(values: list[int | None]) -> None:
    now = clock.now()
    Job.objects.bulk_create(
        Job(
            kind="test",
            queued_at=now,
            done=value or 0,
            finished_at=None if value is None else now + timedelta(hours=value),
        )
        for value in values
    )


def walk(order: Order, size: int) -> tuple[list[list[int]], list[list[int]]]:
    """The keys of all pages, walked to the end and back."""
    there, query = [], QueryDict()
    while True:
        page = page_of(Job.objects.all(), order, query, size)
        there.append([job.pk for job in page])
        if not page.after:
            break
        query = QueryDict(f"after={page.after}")
    back = [there[-1]]
    while page.before:
        page = page_of(Job.objects.all(), order, QueryDict(f"before={page.before}"), size)
        back.insert(0, [job.pk for job in page])
    return there, back


class Paging(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(st.one_of(st.none(), st.integers(0, 4)), max_size=9),
        st.sampled_from(ORDERS),
        st.integers(1, 4),
    )
    def test_every_row_is_on_one_page_and_the_way_back_is_the_same(self, values, order, size):
        make_jobs(values)
        there, back = walk(order, size)
        assert sorted(pk for page in there for pk in page) == sorted(Job.objects.values_list("pk", flat=True))
        assert [pk for page in back for pk in page] == [pk for page in there for pk in page]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "place", ["after=nonsense", "after=W10", "before=WyJ4IiwgMV0", "after=WyJ4IiwgInkiXQ"]
)
def test_a_place_that_cannot_be_read_gives_the_first_page(place):
    make_jobs([1, 2, 3])
    page = page_of(Job.objects.all(), Order("done"), QueryDict(place), 2)
    assert [job.done for job in page] == [1, 2]
    assert page.before == ""


@pytest.mark.django_db
def test_without_rows_there_is_nowhere_to_go():
    page = page_of(Job.objects.all(), Order(), QueryDict())
    assert (len(page), page.after, page.before) == (0, "", "")
