"""An import stands on its bringer's desk for as long as it waits for something."""

import pytest

from anfu.core.intake import waits
from anfu.core.tests.test_intake_pages import GOOD, WRONG, load, post
from anfu.people.todos.models import Todo

KINDS = ["core.intake_columns", "core.intake_mend", "core.intake_write"]


@pytest.fixture
def officer(as_user):
    return as_user("county_officer", division="330784")


def waiting() -> list[str]:
    return sorted(Todo.objects.waiting().values_list("kind", flat=True))


def test_it_waits_for_its_columns_then_for_mending_and_writing_then_for_nothing(officer):
    post(officer, GOOD)
    assert waiting() == KINDS[:1]
    Todo.objects.all().delete()
    found = load(officer, GOOD + WRONG)
    assert [kind for kind in waiting() if kind != KINDS[0]] == KINDS[1:]
    page = officer.get("/desk/").content.decode()
    assert "改 名册.csv 拒收的 1 行" in page and "写入 名册.csv：1 行" in page
    officer.post(f"/intakes/{found.pk}/apply/")
    assert waiting() == []


def test_a_dropped_one_waits_for_nothing(officer):
    found = load(officer, GOOD)
    officer.post(f"/intakes/{found.pk}/drop/")
    assert waiting() == []


def test_a_colleague_does_not_get_it_on_the_desk(officer, as_user):
    load(officer, GOOD)
    colleague = as_user("county_officer", division="330784", username="colleague")
    assert "写入 名册.csv" not in colleague.get("/desk/").content.decode()


def test_one_that_came_in_before_is_found_by_the_daily_round(officer):
    load(officer, GOOD)
    Todo.objects.all().delete()
    waits.follow_all()
    assert waiting() == KINDS[2:]
