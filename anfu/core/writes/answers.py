"""Answers kept under their keys: taking a key, keeping the answer, giving it again. How long: `core.retention`."""

import hashlib
import uuid
import zlib

from django.db import connection
from django.http import HttpRequest, HttpResponse

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.models import AnsweredWrite

REPLAYED = "Idempotent-Replayed"
# Said anew with every answer.
_NOT_KEPT = ("content-length", "date")
# How long a second request waits for the first before it is told to come again.
_WAIT, _WAIT_NO_MORE = "SET LOCAL lock_timeout = '5s'", "SET LOCAL lock_timeout TO DEFAULT"


def take(key: str, request: HttpRequest, request_hash: str, actor: Actor) -> tuple[AnsweredWrite, bool]:
    """Take the key in the running transaction: its row, and whether it was free; if not, the row holds an answer.

    Waits while another request holds the key; OperationalError once that takes too long.
    """
    token = uuid.uuid4()
    row = AnsweredWrite(
        actor_id=actor.user_id,  # type: ignore[misc]  # whole_write asks for a person
        key=key,
        token=token,
        route=request.path[:300],
        request_hash=request_hash,
        created_at=clock.now(),
    )
    _run_on_postgresql(_WAIT)
    AnsweredWrite.objects.bulk_create([row], ignore_conflicts=True)
    _run_on_postgresql(_WAIT_NO_MORE)
    found = AnsweredWrite.objects.get(actor_id=actor.user_id, key=key)
    return found, found.token == token


def keep(row: AnsweredWrite, response: HttpResponse) -> None:
    """Keep the answer with the effect, in its transaction."""
    body = _body_of(response)
    row.status = response.status_code
    row.headers = {k: v for k, v in response.headers.items() if k.lower() not in _NOT_KEPT}
    row.body, row.body_digest = zlib.compress(body), hashlib.sha256(body).hexdigest()
    row.save(update_fields=["status", "headers", "body", "body_digest"])


def release(row: AnsweredWrite, _: HttpResponse) -> None:
    """Give the key back: the request was turned away before anything was begun."""
    row.delete()


def again(row: AnsweredWrite) -> HttpResponse:
    """The kept answer."""
    body = zlib.decompress(bytes(row.body))
    return HttpResponse(body, status=row.status, headers={**row.headers, REPLAYED: "true"})


def _body_of(response: HttpResponse) -> bytes:
    if not response.streaming:
        return response.content
    body = b"".join(response)
    response.streaming_content = [body]  # type: ignore[attr-defined]
    return body


def _run_on_postgresql(statement: str) -> None:
    # SQLite lets one writer in at a time, and waits where the transaction begins.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statement)
