"""Text that no database and no reader can hold is refused before a view sees it: NUL and lone surrogates.

Every other character is kept as it was typed; forms only take blanks off the ends.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from anfu.core.web import errors

_UNFIT = re.compile("[\x00\ud800-\udfff]")
# In a JSON body the two can only stand as themselves or as these escapes.
_SUSPECT = re.compile(rb"\x00|\\u(?:0000|[dD][89a-fA-F])|\xed[\xa0-\xbf]")
REFUSAL = "你写的文字里有看不见的坏字符（空字符，或半个字），没有保存。请删掉后重新输入，不要从别处粘贴。"


def is_fit(text: str) -> bool:
    """Whether both databases and every reader can hold it."""
    return _UNFIT.search(text) is None


class TextMiddleware:
    """422 where a path, a query, a form or a JSON body holds unfit text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Runs once the address is known, so that an upload's own limit holds while its body is read."""
        if all(map(is_fit, _texts(request))):
            return None
        return errors.told(request, 422, REFUSAL)


def _texts(request: HttpRequest) -> Iterator[str]:
    yield request.path
    yield from _of_form(request.GET)
    if request.content_type == "application/json":
        yield from _of_json(request.body)
    elif request.method == "POST":
        yield from _of_form(request.POST)


def _of_form(form: Any) -> Iterator[str]:
    for name, values in form.lists():
        yield name
        yield from values


def _of_json(body: bytes) -> Iterator[str]:
    if not _SUSPECT.search(body):
        return
    try:
        yield from _strings(json.loads(body))
    except (ValueError, RecursionError):
        # What is no JSON is refused by the operation itself.
        return


def _strings(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text:
                yield text
            case list() as items:
                waiting += items
            case dict() as pairs:
                waiting += [*pairs, *pairs.values()]
