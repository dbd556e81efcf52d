"""Who sees which to-do, on whose desk it stands, and that two officers never take the same one."""

from datetime import date

import pytest
from django.test import Client

from anfu.core import clock, waiting
from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused, Stale
from anfu.core.waiting import Waiting
from anfu.people.tests.factories import make_actor, make_user
from anfu.people.todos import actions, days, receiving
from anfu.people.todos.models import Todo
from anfu.people.todos.queries import when_of

pytestmark = pytest.mark.django_db
TODAY = clock.today()
FACTS = {"title": "确认一件事", "href": "/enterprises/", "permission": "targeting.record"}


def began(subject: str = "a", **more: object) -> Todo:
    waiting.began(Waiting(kind="test.step", subject=subject, **(FACTS | more)))
    return Todo.objects.waiting().get(kind="test.step", subject=subject)


def desk(actor) -> list[str]:
    return sorted(Todo.objects.on_desk_of(actor).values_list("subject", flat=True))


@pytest.fixture
def offices():
    """One officer of each office, all there before anything waits."""
    return {
        "city": make_actor("city_officer"),
        "永康": make_actor("county_officer", division="330784"),
        "义乌": make_actor("county_officer", division="330782"),
        "town": make_actor("town_officer", town="330784001"),
        "auditor": make_actor("auditor"),
        "leader": make_actor("leader"),
    }


@pytest.mark.parametrize(
    ("where", "seen"),
    [
        ({"division": "330784"}, {"永康"}),
        ({"division": "330782"}, {"义乌"}),
        ({}, {"city"}),
        # A town step that no town officer may take waits at the county.
        ({"division": "330784", "town": "330784001"}, {"永康"}),
        ({"division": "330784", "town": "330784001", "permission": "registry.export"}, {"town"}),
        # Nobody holds it there, so the city gets it.
        ({"division": "330781"}, {"city"}),
        ({"division": "330784", "permission": "nobody.has_this"}, set()),
    ],
)
def test_a_step_stands_on_the_desk_of_the_lowest_office_that_can_take_it(offices, where, seen):
    began(**where)
    assert {name for name, actor in offices.items() if desk(actor)} == seen


def test_the_city_sees_a_county_step_without_having_it_on_the_desk(offices):
    todo = began(division="330784")
    assert todo in Todo.objects.visible_to(offices["city"]) and desk(offices["city"]) == []
    assert todo not in Todo.objects.visible_to(offices["义乌"])


def test_a_personal_step_is_seen_by_that_person_alone(offices):
    began(division="330784", person=offices["永康"].user_id)
    assert {name for name, actor in offices.items() if desk(actor)} == {"永康"}
    colleague = make_actor("county_officer", division="330784", username="colleague")
    assert not Todo.objects.visible_to(colleague).exists()


def test_who_began_an_act_of_two_persons_does_not_see_it_as_own(offices):
    colleague = make_actor("county_officer", division="330784", username="colleague")
    began(division="330784", begun_by=colleague.user_id)
    assert desk(colleague) == [] and desk(offices["永康"]) == ["a"]


def test_an_act_begun_by_the_only_officer_of_a_county_waits_at_the_city(offices):
    began(division="330784", begun_by=offices["永康"].user_id)
    assert desk(offices["永康"]) == [] and desk(offices["city"]) == ["a"]


def test_the_same_step_again_takes_the_new_facts_and_stays_one(offices):
    began(division="330784", due_on=date(2026, 6, 1))
    again = began(division="330782", title="改了", due_on=date(2026, 7, 1))
    assert Todo.objects.count() == 1
    assert (again.title, again.division, again.due_on) == ("改了", "330782", date(2026, 7, 1))
    assert desk(offices["义乌"]) == ["a"]


def test_an_ended_step_leaves_the_desk_and_may_begin_again(offices):
    began(division="330784")
    waiting.ended("test.step", "a")
    waiting.ended("test.step", "a")
    assert desk(offices["永康"]) == []
    began(division="330784")
    assert Todo.objects.count() == 2 and desk(offices["永康"]) == ["a"]


def test_the_database_refuses_a_second_open_row(offices):
    from django.db import IntegrityError, transaction

    first = began(division="330784")
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_a_taken_one_leaves_the_desks_of_colleagues_and_has_its_entry(offices):
    colleague = make_actor("county_officer", division="330784", username="colleague")
    todo = began(division="330784")
    actions.take(todo.pk, version=0, actor=colleague, on=TODAY)
    assert desk(offices["永康"]) == [] and desk(colleague) == ["a"]
    entry = LedgerEntry.objects.get(verb="people.todo_taken")
    assert entry.stream == "330784" and entry.actor_id == colleague.user_id
    with pytest.raises(Stale, match="已经认领"):
        actions.take(todo.pk, version=0, actor=offices["永康"], on=TODAY)
    with pytest.raises(Stale):
        actions.release(todo.pk, version=1, actor=offices["永康"], on=TODAY)
    actions.release(todo.pk, version=1, actor=colleague, on=TODAY)
    assert desk(offices["永康"]) == ["a"]


def test_a_foreign_or_personal_one_cannot_be_taken(offices):
    todo = began(division="330784")
    with pytest.raises(Refused):
        actions.take(todo.pk, version=0, actor=offices["义乌"], on=TODAY)
    own = began("b", division="330784", person=offices["永康"].user_id)
    with pytest.raises(Refused, match="不用认领"):
        actions.take(own.pk, version=0, actor=offices["永康"], on=TODAY)
    assert not LedgerEntry.objects.exists()


def test_open_work_is_handed_over_in_one_step(offices):
    leaving = make_user("county_officer", division="330784")
    successor = make_user("county_officer", division="330784", username="successor")
    began(division="330784", person=leaving.pk)
    taken = began("b", division="330784")
    actions.take(taken.pk, version=0, actor=offices["永康"], on=TODAY)
    number = actions.hand_over(leaving, successor, actor=offices["city"], on=TODAY)
    assert number == 2 and desk(offices["永康"]) == []
    assert desk(make_actor("county_officer", division="330784", username="successor")) == ["a", "b"]


def test_the_deadline_counts_working_days_from_the_parameter_of_the_kind():
    assert days.due_on("core.intake_write", "", date(2026, 9, 29)) == date(2026, 10, 9)
    assert days.due_on("no.such_kind", "", date(2026, 9, 29)) is None


def test_a_year_without_a_calendar_does_not_stop_an_action():
    assert days.after(date(2039, 12, 30), 3) == date(2040, 1, 4)
    assert days.between(date(2040, 1, 4), date(2039, 12, 30)) == -3


@pytest.mark.parametrize(
    ("due", "group"),
    [
        (None, "none"),
        (date(2026, 11, 24), "overdue"),
        (date(2026, 11, 25), "today"),
        (date(2026, 11, 26), "week"),
        (date(2026, 11, 29), "week"),
        (date(2026, 11, 30), "later"),
    ],
)
def test_a_deadline_falls_into_one_group_in_words_and_in_the_database(offices, due, group):
    wednesday = date(2026, 11, 25)
    began(division="330784", due_on=due)
    assert when_of(due, wednesday) == group
    names = ["overdue", "today", "week", "later", "none"]
    assert [n for n in names if Todo.objects.when(n, wednesday).exists()] == [group]


@pytest.mark.parametrize(
    ("role", "where", "status"),
    [
        ("county_officer", {"division": "330784"}, 302),
        ("county_officer", {"division": "330782"}, 404),
        ("town_officer", {"town": "330784001"}, 404),
        ("auditor", {}, 404),
        ("leader", {}, 404),
    ],
)
def test_only_who_sees_it_can_take_it_from_the_page(as_user, offices, role, where, status):
    todo = began(division="330784")
    client = as_user(role, **where)
    assert ("确认一件事" in client.get("/todos/?whose=all").content.decode()) == (status == 302)
    assert client.post(f"/todos/{todo.pk}/take/", {"version": 0}).status_code == status
    assert client.post("/todos/999999/take/", {"version": 0}).status_code == 404
    assert (Todo.objects.get().taken_by_id is not None) == (status == 302)


def test_a_stranger_is_sent_to_sign_in(offices):
    todo = began(division="330784")
    assert Client().post(f"/todos/{todo.pk}/take/").status_code == 302
    assert Client().get("/todos/").status_code == 302 and Todo.objects.get().taken_by_id is None


def test_a_late_taker_gets_a_conflict_and_the_way_back_stays_on_the_site(as_user, offices):
    todo = began(division="330784")
    actions.take(todo.pk, version=0, actor=offices["永康"], on=TODAY)
    late = as_user("county_officer", division="330784", username="late")
    assert late.post(f"/todos/{todo.pk}/take/", {"version": 0}).status_code == 409
    own = as_user("county_officer", division="330784")
    answer = own.post(f"/todos/{todo.pk}/release/", {"version": 1, "next": "//evil.example/"})
    assert answer.status_code == 302 and answer["Location"] == "/todos/"


def test_the_desk_groups_by_deadline_and_the_rail_counts_what_is_overdue(as_user, offices):
    began("a", division="330784", title="甲事", due_on=date(2020, 1, 1))
    began("b", division="330784", title="乙事", due_on=TODAY)
    began("c", division="330784", title="丙事")
    page = as_user("county_officer", division="330784").get("/desk/").content.decode()
    assert page.index("已逾期") < page.index("甲事") < page.index("今天到期") < page.index("乙事")
    assert page.index("没有期限") < page.index("丙事")
    assert '<b class="af-hot">1<span class="af-vh">件逾期</span></b>' in page


def test_the_list_asks_as_many_queries_for_forty_as_for_two(as_user, offices, django_assert_max_num_queries):
    for number in range(2):
        began(f"few-{number}", division="330784")
    client = as_user("county_officer", division="330784")
    with django_assert_max_num_queries(7) as few:
        client.get("/todos/")
    for number in range(40):
        began(f"many-{number}", division="330784")
    with django_assert_max_num_queries(len(few)):
        client.get("/todos/")


def test_the_api_lists_takes_and_releases(as_user, offices):
    todo = began(division="330784", due_on=TODAY)
    client = as_user("county_officer", division="330784")
    rows = client.get("/api/v1/people/todos").json()["rows"]
    assert [(row["subject"], row["when"], row["version"]) for row in rows] == [("a", "today", 0)]
    address = f"/api/v1/people/todos/{todo.pk}"
    body = {"content_type": "application/json"}
    assert client.post(f"{address}/take", {"version": 0}, **body).json()["taken_by_me"] is True
    assert client.post(f"{address}/take", {"version": 0}, **body).status_code == 409
    assert client.post(f"{address}/release", {"version": 1}, **body).json()["taken_by"] is None
    foreign = as_user("county_officer", division="330782")
    assert foreign.post(f"{address}/take", {"version": 2}, **body).status_code == 404
    assert foreign.get("/api/v1/people/todos?whose=all").json()["rows"] == []


def test_two_at_once_make_one_row(offices, monkeypatch):
    began(division="330784")
    answers = iter([None])
    real = receiving._take_facts
    monkeypatch.setattr(receiving, "_take_facts", lambda told: next(answers, real(told)))
    waiting.began(Waiting(kind="test.step", subject="a", division="330784", **FACTS))
    assert Todo.objects.count() == 1
