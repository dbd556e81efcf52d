"""One cell: ask as that person, say how it was answered, what it showed and whether it wrote."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from tests.matrix.bodies import body_of
from tests.matrix.routes import Route
from tests.matrix.texts import body_of as bytes_of
from tests.matrix.texts import canaries_in
from tests.matrix.world import undone

WRITE = re.compile(r'^\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.IGNORECASE)
# What any request may leave behind: its own session, and the budget of its network.
OWN = re.compile(r"django_session|usersession|_attempt|idempotency")
RANDOM = re.compile(r"[A-Za-z0-9_-]{20,}")
SIGN_IN = "/sign-in/"


@dataclass(frozen=True)
class Answer:
    """`how`: open, no, hidden, other, broken."""

    status: int
    how: str
    canaries: frozenset[str]
    wrote: frozenset[str]
    body: str


def ask(client: Client, route: Route, values: dict[str, object]) -> Answer:
    """The answer to one request, which leaves nothing behind."""
    cookies, body = client.cookies.copy(), body_of(route.operation)
    stranger = settings.SESSION_COOKIE_NAME not in cookies
    extra: dict[str, Any] = {"content_type": "application/json"} if route.is_api else {}
    data = "" if body is None else json.dumps(body)
    with undone(), _writes() as wrote:
        response = client.generic(route.method, route.address(**values), data, **extra)
        shown = frozenset(canaries_in(response))
        text = (
            "" if response.streaming else _plain(bytes_of(response).decode("utf-8", "replace"), route, values)
        )
    client.cookies = cookies
    return Answer(response.status_code, _how(response, stranger), shown, frozenset(wrote), text)


def _how(response: Any, stranger: bool) -> str:
    status = response.status_code
    if status >= 500:
        return "broken"
    sent_to_sign_in = status == 302 and response["Location"].startswith(SIGN_IN)
    if status in (401, 403) or (sent_to_sign_in and stranger):
        return "no"
    return {404: "hidden", 405: "other"}.get(status, "open")


def _plain(text: str, route: Route, values: dict[str, object]) -> str:
    """Without what differs between any two requests: tokens, and the asked-for address itself."""
    for asked in (route.address(**values), *(str(value) for value in values.values() if len(str(value)) > 6)):
        text = text.replace(asked, "#")
    return RANDOM.sub("*", text)


@contextmanager
def _writes() -> Iterator[set[str]]:
    found: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        match = WRITE.match(sql) if isinstance(sql, str) else None
        if match and not OWN.search(match[1]):
            found.add(match[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found
