"""What did not work, in one form: a page for people, `{"detail": …}` under /api/. Each says what happened and what to do."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from anfu.core.refusal import Refused, Stale, TooDeep, TooMuch
from anfu.core.uploads.handler import TooLarge

# What forms carry and nobody types.
_CARRIED = frozenset({"csrfmiddlewaretoken", "_once", "version", "expected", "next"})
ABSENT = "没有找到，或者不在你的管辖范围里"
FORBIDDEN = "你没有这项权限"
TOO_BIG = "内容太大，没有收下。请拆成几次再发。"
# What the API says where the page says it in its template.
_SAID = {
    400: "这个请求看不懂，没有做任何改动",
    403: FORBIDDEN,
    404: ABSENT,
    405: "这个地址不收这种请求",
    500: "平台出了故障，刚才的操作没有完成，没有写入一半的数据。请过几分钟再试",
}
CSRF = "没有办：X-CSRFToken 不是 {cookie} 这个 Cookie 的值，或者走 https 没有带 Origin。请带上再发"


def csrf_sentence() -> str:
    """What a program must send along with a write; the cookie's name differs between a server and a laptop."""
    return CSRF.format(cookie=settings.CSRF_COOKIE_NAME)


def is_api(request: HttpRequest) -> bool:
    """Whether a program asks, who reads JSON."""
    return request.path.startswith("/api/")


def told(
    request: HttpRequest, status: int, message: str = "", *, template: str = "refused", **context: Any
) -> HttpResponse:
    """Why it was not done. `template` is the page; the API tells `message`, `changes` and `fields`."""
    if is_api(request):
        more = {name: context[name] for name in ("changes", "fields") if context.get(name)}
        return JsonResponse({"detail": message or _SAID[status], **more}, status=status)
    page, context = f"core/errors/{template}.html", {"message": message, **context}
    return render(request, page, context, status=status, using="jinja2")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be read; 413 with its sentence where it is too large."""
    if isinstance(exception, TooLarge):
        return told(request, 413, str(exception))
    if isinstance(exception, RequestDataTooBig):
        return told(request, 413, TOO_BIG)
    return told(request, 400, template="400")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not with this permission."""
    return told(request, 403, template="403")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: absent, or someone else's; the two cannot be told apart."""
    return told(request, 404, template="404")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form is older than the session."""
    return told(request, 403, csrf_sentence(), template="csrf")


def conflict(request: HttpRequest, refusal: Stale) -> HttpResponse:
    """409: someone changed it first; `refusal.changes` are rows of {label, old, new}."""
    typed = [
        value
        for name, values in request.POST.lists()
        if name not in _CARRIED
        for value in values
        if value.strip()
    ]
    return told(request, 409, refusal.message, template="409", changes=refusal.changes, typed=typed)


def of_refusal(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """409 for whatever an action refused, with its sentence for the reader; 422 and 429 for reading too far or too much."""
    if isinstance(refusal, Stale):
        return conflict(request, refusal)
    if isinstance(refusal, TooDeep):
        return told(request, 422, refusal.message, template="422")
    if isinstance(refusal, TooMuch):
        answer = told(request, 429, refusal.message, template="429")
        answer["Retry-After"] = str(refusal.seconds)
        return answer
    return told(request, 409, refusal.message)


def other_method(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """405: the address takes other methods, named in `Allow`."""
    if not is_api(request):
        return response
    answer = told(request, 405)
    answer["Allow"] = response["Allow"]
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """500: the page needs nothing from the database, which may be what failed."""
    return told(request, 500, template="500")
