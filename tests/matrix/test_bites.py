"""The matrix finds what it is there for: a hole in a query, a write before the refusal, an absent object told apart."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse

from anfu.core.models import Job
from anfu.registry.queries.enterprises import EnterpriseQuerySet
from tests.matrix import policy
from tests.matrix.judging import answers_of, entered, faults_of
from tests.matrix.routes import Route, all_routes
from tests.matrix.things import ABSENT

pytestmark = pytest.mark.once

Next = Callable[[HttpRequest], HttpResponse]
ROLE = "county_officer"


def writes_first(get_response: Next) -> Next:
    """A middleware that leaves a row before anybody asked who it is."""

    def answer(request: HttpRequest) -> HttpResponse:
        Job.objects.create(kind="test", arguments={}, queued_at="2026-01-01T00:00Z")
        return get_response(request)

    return answer


def says_more(get_response: Next) -> Next:
    """A middleware that lets a hidden thing be told from an absent one."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 404 and str(ABSENT["uscc"]) not in request.path:
            response.content += b"."
        return response

    return answer


def faults(pattern: str) -> list[str]:
    """What the matrix says of one page."""
    client, world = entered(ROLE)
    route: Route = next(r for r in all_routes() if (r.pattern, r.method) == (pattern, "GET"))
    return faults_of(route, ROLE, answers_of(route, client, world), policy.read())


def with_middleware(settings, name: str) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"tests.matrix.test_bites.{name}"]


def test_as_it_is_nothing_is_found(db):
    assert faults("/enterprises/<str:uscc>/") == []


def test_a_query_that_forgets_the_territory_is_found(db, monkeypatch):
    monkeypatch.setattr(EnterpriseQuerySet, "visible_to", lambda rows, actor: rows)
    found = "\n".join(faults("/enterprises/<str:uscc>/"))
    assert "answered 200 (open), not hidden" in found
    assert "enterprise.name.foreign" in found


@pytest.mark.parametrize(
    ("middleware", "said"), [("writes_first", "refused, yet wrote"), ("says_more", "can be told apart")]
)
def test_what_a_refusal_must_not_do_is_found(db, settings, middleware, said):
    with_middleware(settings, middleware)
    assert any(said in fault for fault in faults("/enterprises/<str:uscc>/"))
