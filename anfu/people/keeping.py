"""What is kept of people for a time: messages, ended to-dos, codes that are over, proof of claims that came to nothing."""

from typing import Any

from django.db.models import QuerySet

from anfu.core.retention import Rows, register
from anfu.people.messages.models import Message
from anfu.people.models import Claim, ClaimState, Invitation
from anfu.people.todos.models import Todo

GONE = "（已按保留期限清空）"
NO_CODE = ""


def blank_codes(codes: QuerySet[Any]) -> int:
    """Who let whom in stays known, the code does not."""
    return codes.update(secret_hash=NO_CODE)


def register_kinds() -> None:
    """Their periods stand in data/parameters.toml."""
    register(
        Rows("messages", "站内消息", "发出", Message.objects.all, "created_at"),
        Rows("todos", "办结的待办", "办结", _ended, "ended_at"),
        Rows("codes", "邀请码", "失效", _codes, "expires_on", "清空代码，谁邀请了谁留下", blank_codes),
        Rows("claims", "没有通过的认领的说明和材料", "办结", _claims, "decided_at", "清空，结论留下", _blank),
    )


def _ended() -> QuerySet[Todo]:
    return Todo.objects.filter(ended_at__isnull=False)


def _codes() -> QuerySet[Invitation]:
    return Invitation.objects.exclude(secret_hash=NO_CODE)


def _claims() -> QuerySet[Claim]:
    to_nothing = (ClaimState.REFUSED, ClaimState.WITHDRAWN)
    return Claim.objects.filter(state__in=to_nothing).exclude(explanation=GONE)


def _blank(claims: QuerySet[Any]) -> int:
    return claims.update(explanation=GONE, file=None)
