"""How the API says no: every error is a `core.api.Problem`, and each operation's schema names the statuses that it may answer."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import SessionAuth
from ninja.utils import check_csrf

from anfu.core.api import Problem
from anfu.core.refusal import Refused
from anfu.core.web import errors
from anfu.core.writes.key import HEADER
from anfu.core.writes.whole import READS

SIGN_IN = "请先登录"
UNFIT = "没有办：发来的内容不合要求（{names}）"
# Each name that is not taken is told; a list of many thousands helps nobody.
NAMED = 1000
_PROBLEM = "#/components/schemas/Problem"
_KEY = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
    "description": "同一个键的同一个请求只办一次；再发得到同一个回答，带 Idempotent-Replayed: true。保留七天。",
}
# Status -> what it means.
MEANINGS = {
    400: "读不懂：不是完整的 JSON 或表单",
    401: "没有登录，或者登录已过期",
    403: "没有这项权限；X-CSRFToken 不对；或者要先确认是你本人",
    404: "没有，或者不在你的管辖范围里；两者回答一样",
    409: "规则不允许，或者别人先改了（changes 说改了什么）",
    413: "太大",
    422: "发来的内容不合要求（fields 说哪里），或者同一个 Idempotency-Key 用在了另一个请求上",
    429: "短时间里读的名单太多；Retry-After 说多少秒以后再读",
}


class SignedIn(SessionAuth):
    """The session of the site, as pages use it; a write also carries the session's sign."""

    openapi_description = (
        "网页登录后的会话。写操作还要带 X-CSRFToken，值是 CSRF 那个 Cookie（服务器上叫 __Host-csrf）。"
    )

    def _get_key(self, request: HttpRequest) -> str | None:
        if check_csrf(request):
            raise HttpError(403, errors.csrf_sentence())
        return request.COOKIES.get(self.param_name)


class Api(NinjaAPI):
    """The typed API: one form of error, documented at every operation in one place."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        """The schema, with what each operation may refuse and the key that each write takes."""
        schema = super().get_openapi_schema(**given)
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schema["components"]["schemas"] |= problem.pop("$defs") | {"Problem": problem}
        for path, operations in schema["paths"].items():
            for method, operation in operations.items():
                _document(path, method.upper(), operation)
        return schema


def _document(path: str, method: str, operation: dict[str, Any]) -> None:
    for status in _refusals(path, method, operation):
        content = {"application/json": {"schema": {"$ref": _PROBLEM}}}
        operation["responses"][status] = {"description": MEANINGS[status], "content": content}
    if method not in READS:
        operation["parameters"].append(_KEY)


def _refusals(path: str, method: str, operation: dict[str, Any]) -> list[int]:
    """400 and 422 by any address, 403 by whoever still has to set up the second factor; the rest by what it is."""
    writes, found = method not in READS, {400, 403, 422}
    found |= {401} if "security" in operation else set()
    found |= {404} if "{" in path else set()
    found |= {409} if writes else set()
    found |= {413} if "requestBody" in operation else set()
    return sorted(found | {status for status in MEANINGS if status in operation["responses"]})


def handle(api: NinjaAPI) -> None:
    """Answer every exception of operations in the one form."""
    handlers: dict[type[Exception], Callable[..., HttpResponse]] = {
        Refused: errors.of_refusal,
        Http404: errors.not_found,
        AuthenticationError: _sign_in,
        HttpError: _said,
        ValidationError: _unfit,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _sign_in(request: HttpRequest, _: Exception) -> HttpResponse:
    return errors.told(request, 401, SIGN_IN)


def _said(request: HttpRequest, exception: HttpError) -> HttpResponse:
    # The library's own words for a body that is no JSON are English.
    return errors.told(
        request, exception.status_code, "" if exception.status_code == 400 else exception.message
    )


def _unfit(request: HttpRequest, exception: ValidationError) -> HttpResponse:
    fields = [
        {"at": _place(each["loc"]), "rule": each["type"], "said": each["msg"]}
        for each in exception.errors[:NAMED]
    ]
    names = "、".join(each["at"] for each in fields)
    return errors.told(request, 422, UNFIT.format(names=names), fields=fields)


def _place(loc: tuple[Any, ...]) -> str:
    """As the sender knows it: a body has no name of its own."""
    source, name, *rest = loc
    return ".".join(map(str, [source, *rest] if source == "body" else [source, name, *rest]))
