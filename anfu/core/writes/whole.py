"""One write request is one transaction, with its answer in it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import DEFAULT_DB_ALIAS, OperationalError, transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from anfu.core.actor import Actor
from anfu.core.refusal import Refused
from anfu.core.web import errors
from anfu.core.writes import answers, posted
from anfu.core.writes.deadlock import done_again
from anfu.core.writes.key import hash_of, key_of

Work = Callable[[], HttpResponseBase]
READS = ("GET", "HEAD", "OPTIONS", "TRACE")
_TURNED_AWAY = (Http404, PermissionDenied, BadRequest, SuspiciousOperation)
RUNNING = "同一个请求正在办理，请稍等几秒再看结果。"
OTHER = "这个表单已经提交过一次，内容却不一样，这一次没有保存。请重新打开页面再填。"
SHOWN = "已经办好。结果里有只显示一次的内容，不能再看一遍；需要的话，请重新打开页面再办。"
UNFIT = "Idempotency-Key 要是 1 到 200 个可见的英文字符。什么都没有做。"
UNASKED = "没有保存：提交的内容里有这里不收的项目（{names}）。请重新打开页面再填。"


class WholeRequest(transaction.Atomic):
    """The transaction around a view; actions inside it answer for their ledger entries themselves."""

    whole_request = True

    def __init__(self) -> None:
        super().__init__(DEFAULT_DB_ALIAS, savepoint=True, durable=False)


class _Undone(Exception):
    """Rolls the request back; what is answered instead."""

    def __init__(self, response: Any = None, message: str = "") -> None:
        super().__init__(message)
        self.response, self.message = response, message


def whole_write(
    request: HttpRequest, work: Work, *, form: bool = True, shown_once: bool = False
) -> HttpResponseBase:
    """Do a write request in one transaction. With a key it is done once, and its answer given again (trust 4.5).

    Whatever is answered below 500 is kept with its effect; an unforeseen error leaves neither, so that it may be tried
    again. `form`: the names that the work does not read are refused. `shown_once`: what is done is kept, not its answer.
    """
    actor = request.actor  # type: ignore[attr-defined]
    if request.method in READS or actor.user_id is None:
        return work()
    try:
        key = key_of(request)
    except ValueError:
        return errors.told(request, 422, UNFIT)
    if form:
        posted.watch(request)

    def write() -> Any:
        return _keyed(request, key, actor, work, form, shown_once) if key else _unkeyed(request, work, form)

    try:
        return done_again(request, write)
    except _Undone as undone:
        return undone.response or errors.told(request, 422, undone.message)


def _unkeyed(request: HttpRequest, work: Work, form: bool) -> Any:
    with WholeRequest():
        answer = _done(request, work, form)
    return _given(answer)


def _keyed(request: HttpRequest, key: str, actor: Actor, work: Work, form: bool, shown_once: bool) -> Any:
    asked, taken = hash_of(request, actor), False
    try:
        with WholeRequest():
            row, mine = answers.take(key, request, asked, actor)
            taken = True
            if not mine:
                return answers.again(row) if row.request_hash == asked else errors.told(request, 422, OTHER)
            answer = _done(request, work, form)
            # Who was turned away at the door has begun nothing, and may come again with the same key.
            turned_away = isinstance(answer, Exception) or answer.status_code in (401, 403)
            told = errors.told(request, 409, SHOWN) if shown_once and not turned_away else answer
            (answers.release if turned_away else answers.keep)(row, told)
        return _given(answer)
    except OperationalError:
        if taken:
            raise
        response = errors.told(request, 409, RUNNING)
        response["Retry-After"] = "1"
        return response


def _done(request: HttpRequest, work: Work, form: bool) -> Any:
    response = _answered(request, work)
    if isinstance(response, Exception):
        return response
    if hasattr(response, "render") and not getattr(response, "is_rendered", True):
        response.render()
    if response.status_code >= 500:
        raise _Undone(response)
    if form and response.status_code < 400 and (names := posted.unasked(request)):
        raise _Undone(message=UNASKED.format(names="、".join(names)))
    return response


def _answered(request: HttpRequest, work: Work) -> Any:
    try:
        return work()
    except Refused as refusal:
        return errors.of_refusal(request, refusal)
    except _TURNED_AWAY as known:
        # Raised again once all is committed: what the work wrote by then stays, such as a count of attempts.
        return known


def _given(answer: Any) -> Any:
    if isinstance(answer, Exception):
        raise answer
    return answer
