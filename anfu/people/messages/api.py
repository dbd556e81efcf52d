"""Messages over the API."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from anfu.core.api import Body, permitted
from anfu.people.messages import actions
from anfu.people.messages.models import Message
from anfu.people.todos.views import SIGNED_IN

router = Router(tags=["待办与消息"])
LIMIT = 200


class MessageOut(Schema):
    """One thing told. `read_at` is null while it is unread."""

    id: int
    kind: str
    text: str
    href: str
    created_at: datetime
    read_at: datetime | None


class MessagePage(Schema):
    """Newest first; `before` asks for the next page, null at the end. `unread` counts all of one's own."""

    rows: list[MessageOut]
    before: int | None
    unread: int


class ReadIn(Body):
    """Which were read; without ids, all."""

    ids: list[int] | None = None


class ReadOut(Schema):
    """How many had been unread."""

    read: int


@router.get("/messages", response=MessagePage, summary="消息列表")
@permitted(SIGNED_IN)
def messages(request: HttpRequest, unread: bool = False, before: int = 0, limit: int = 50) -> dict[str, Any]:
    """One's own messages by key."""
    own = Message.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    rows = own.unread() if unread else own
    rows = rows.filter(pk__lt=before) if before else rows
    size = max(1, min(limit, LIMIT))
    found = list(rows.order_by("-pk")[: size + 1])
    page = found[:size]
    return {
        "rows": [{name: getattr(each, name) for name in MessageOut.model_fields} for each in page],
        "before": page[-1].pk if len(found) > size else None,
        "unread": own.unread().count(),
    }


@router.post("/messages/read", response=ReadOut, summary="标为已读")
@permitted(SIGNED_IN)
def read(request: HttpRequest, body: ReadIn) -> dict[str, int]:
    """These, or all."""
    return {"read": actions.read(request.actor, body.ids)}  # type: ignore[attr-defined]
