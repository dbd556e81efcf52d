"""For each write route of key objects and to-dos, a thing that it can be done to, and the request that does it."""

from itertools import count

from anfu.core import clock
from anfu.core.editions import edition_of
from anfu.core.tests.approving import make_second
from anfu.core.tests.samples import pdf
from anfu.people.tests.factories import make_actor
from anfu.people.todos.actions import take
from anfu.people.todos.models import Todo
from anfu.registry.tests.factories import make_enterprise
from anfu.targeting.models import Finding, Programme
from anfu.targeting.programme_form import ProgrammeForm
from anfu.targeting.queries.queue import NAMES as FILTERS
from anfu.targeting.tests.factories import make_finding, make_listing, make_programme
from tests.writes.calls import Call, maker
from tests.writes.makers import proposal, today

numbers = count(9000)
WHY = "现场核对，情况属实"
PDF = pdf()
API = "/api/v1"


# Key objects.


def _finding(**facts: object) -> Finding:
    return make_finding(make_enterprise(), **facts)


@maker("POST /key-objects/<int:pk>/<str:verb>/")
def finding_confirm() -> Call:
    found = _finding()
    form = {"reason": WHY, "expected": found.mark, "valid_from": "2026-06-01"}
    return Call(f"/key-objects/{found.pk}/confirm/", form, {"file": ("记录.pdf", PDF)}, version="expected")


@maker("POST /key-objects/many/<str:verb>/")
def finding_many() -> Call:
    picks = [_finding().pk, _finding().pk]
    form = {"pick": picks, "expected": "2", "go": "1", "reason": WHY, "valid_from": "2026-06-01"}
    return Call("/key-objects/many/confirm/", form, also=frozenset(FILTERS))


@maker("POST /key-objects/new/")
def ground_new() -> Call:
    form = {
        "uscc": make_enterprise().organisation.uscc, "subject": "combustible_dust",
        "valid_from": "2026-06-01", "reason": WHY,
    }  # fmt: skip
    return Call("/key-objects/new/", form, {"file": ("记录.pdf", PDF)})


@maker("POST /api/v1/targeting/findings")
def ground_new_api() -> Call:
    body = {
        "uscc": make_enterprise().organisation.uscc, "subject": "combustible_dust",
        "valid_from": "2026-06-01", "reason": WHY,
    }  # fmt: skip
    return Call(f"{API}/targeting/findings", json=body)


def _decision(verb: str, state: str = "presumed", **more: str) -> Call:
    found = _finding(state=state)
    body = {"reason": WHY, "expected": found.mark, **more}
    return Call(f"{API}/targeting/findings/{found.pk}/{verb}", json=body, version="expected")


@maker("POST /api/v1/targeting/findings/{finding_id}/confirm")
def confirm_api() -> Call:
    return _decision("confirm", valid_from="2026-06-01")


@maker("POST /api/v1/targeting/findings/{finding_id}/refute")
def refute_api() -> Call:
    return _decision("refute")


@maker("POST /api/v1/targeting/findings/{finding_id}/end")
def end_api() -> Call:
    return _decision("end", "confirmed", valid_to="2026-09-01")


@maker("POST /api/v1/targeting/findings/{finding_id}/take-back")
def take_back_api() -> Call:
    return _decision("take-back", "confirmed")


@maker("POST /accidents/new/")
def accident_new() -> Call:
    form = {
        "uscc": make_enterprise().organisation.uscc, "happened_on": "2026-06-01", "deaths": "0",
        "injuries": "1", "loss": "1200.50", "description": "机械伤害", "source": "事故快报",
    }  # fmt: skip
    return Call("/accidents/new/", form)


def _listing() -> dict[str, str]:
    return {
        "uscc": make_enterprise().organisation.uscc, "level": "county", "number": f"督{next(numbers)}号",
        "hazard": "安全出口被封堵", "listed_on": "2026-06-01", "due_on": "2026-09-01", "source": "县安委办",
    }  # fmt: skip


@maker("POST /listings/new/")
def listing_new() -> Call:
    return Call("/listings/new/", dict(_listing()))


@maker("POST /api/v1/targeting/listings")
def listing_new_api() -> Call:
    return Call(f"{API}/targeting/listings", json=dict(_listing()))


OFF = {"delisted_on": "2026-10-01", "basis": "永督销1号"}


@maker("POST /listings/<int:pk>/delist/")
def delist_page() -> Call:
    made = make_listing(make_enterprise(), number=f"督{next(numbers)}号")
    return Call(f"/listings/{made.pk}/delist/", OFF | {"version": edition_of(made)}, version="version")


@maker("POST /api/v1/targeting/listings/{listing_id}/delist")
def delist_api() -> Call:
    made = make_listing(make_enterprise(), number=f"督{next(numbers)}号")
    body = OFF | {"version": edition_of(made)}
    return Call(f"{API}/targeting/listings/{made.pk}/delist", json=body, version="version")


@maker("POST /programmes/new/")
def programme_new() -> Call:
    form = {
        "name": f"抛光专项{next(numbers)}", "office": "测试局", "division": "", "valid_from": today(),
        "statuses": ["active"], "scope_words": "抛光、打磨",
    }  # fmt: skip
    return Call("/programmes/new/", form, also=frozenset(ProgrammeForm.base_fields))


@maker("POST /api/v1/targeting/programmes")
def programme_new_api() -> Call:
    body = {
        "name": f"抛光专项{next(numbers)}", "conditions": [["scope", "contains", ["抛光"]]],
        "valid_from": today(),
    }  # fmt: skip
    return Call(f"{API}/targeting/programmes", json=body, also=frozenset({"division"}))


def _programme() -> Programme:
    made = make_programme([["status", "in", ["active"]]], name=f"专项{next(numbers)}")
    return Programme.objects.get(pk=made.pk)


@maker("POST /programmes/<int:pk>/end/")
def programme_end() -> Call:
    made = _programme()
    form = {"reason": WHY, "version": edition_of(made)}
    return Call(f"/programmes/{made.pk}/end/", form, version="version")


@maker("POST /api/v1/targeting/programmes/{programme_id}/end")
def programme_end_api() -> Call:
    made = _programme()
    body = {"reason": WHY, "valid_to": today(), "expected": edition_of(made)}
    return Call(f"{API}/targeting/programmes/{made.pk}/end", json=body, version="expected")


# To-dos.


def _todo() -> Todo:
    return Todo.objects.get(subject=f"proposal:{proposal(make_second())}")


def _taken() -> Todo:
    todo = _todo()
    return take(todo.pk, version=todo.version, actor=make_actor(), on=clock.today())


@maker("POST /todos/<int:pk>/take/")
def todo_take() -> Call:
    todo = _todo()
    return Call(
        f"/todos/{todo.pk}/take/", {"version": str(todo.version), "next": "/todos/"}, version="version"
    )


@maker("POST /todos/<int:pk>/release/")
def todo_release() -> Call:
    todo = _taken()
    form = {"version": str(todo.version), "next": "/todos/"}
    return Call(f"/todos/{todo.pk}/release/", form, version="version")


@maker("POST /api/v1/people/todos/{todo_id}/take")
def todo_take_api() -> Call:
    todo = _todo()
    return Call(f"{API}/people/todos/{todo.pk}/take", json={"version": todo.version}, version="version")


@maker("POST /api/v1/people/todos/{todo_id}/release")
def todo_release_api() -> Call:
    todo = _taken()
    return Call(f"{API}/people/todos/{todo.pk}/release", json={"version": todo.version}, version="version")
