"""The contract test finds what it is there for: each fault planted once is named."""

import pytest
from django.conf import settings
from ninja.errors import HttpError
from schemathesis import Case

from tests.contract.cases import operations, plain
from tests.contract.test_contract import SIGN, entered, faults_of
from tests.matrix.routes import Route

pytestmark = pytest.mark.once

ROLE, CALL = "county_officer", Case.call
READ = ("/api/v1/people/messages/read", "POST")


def crashes(*_: object) -> int:
    raise ZeroDivisionError


def answers_a_teapot(*_: object) -> int:
    raise HttpError(418, "茶壶")


def faults() -> str:
    client, world = entered(ROLE)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    route: Route = next(each for each in operations() if (each.pattern, each.method) == READ)
    cookies = {settings.CSRF_COOKIE_NAME: SIGN, session.key: session.value}
    return "\n".join(faults_of(plain(route, world), route, cookies))


def altered(**changes: object):
    """A call whose answer is another than the operation gave."""

    def call(case: Case, **how: object):
        answer = CALL(case, **how)
        for name, value in changes.items():
            setattr(answer, name, value)
        return answer

    return call


def test_as_it_is_nothing_is_found(db):
    assert faults() == ""


@pytest.mark.parametrize(
    ("fault", "said"), [(crashes, "Server error"), (answers_a_teapot, "Undocumented status code")]
)
def test_a_status_that_must_not_be_is_found(db, monkeypatch, fault, said):
    monkeypatch.setattr("anfu.people.messages.actions.read", fault)
    assert said in faults()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"content": b'{"read": "all"}'}, "violates schema"),
        ({"headers": {"content-type": ["text/html"]}}, "Undocumented Content-Type"),
    ],
)
def test_an_answer_of_another_shape_or_type_is_found(db, monkeypatch, changes, said):
    monkeypatch.setattr(Case, "call", altered(**changes))
    assert said in faults()
