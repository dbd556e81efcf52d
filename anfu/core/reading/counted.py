"""Pages that list firms or persons are counted: for each account, and for each network whoever asks from it.

A process takes several pages from the budget in the database at one go and gives them out from memory, so that most pages
cost no write.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest

from anfu.core import budget, clock, parameters
from anfu.core.reading.depth import PAGE
from anfu.core.refusal import TooMuch
from anfu.core.web.network import network_of

View = TypeVar("View", bound=Callable[..., Any])
AT_ONE_GO = 20
SAFE = ("GET", "HEAD")
# What a process took and did not give out is forgotten after so many seconds.
KEPT = 600
MOST_KEPT = 10_000
logger = logging.getLogger("anfu.reading")


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose budget; its size stands in the parameters `at_once` and `a_minute`."""

    name: str
    at_once: str
    a_minute: str
    words: str

    def limit(self) -> budget.Limit:
        """As in force today."""
        values = parameters.table(on=clock.today())
        burst, rate = values[self.at_once, ""], values[self.a_minute, ""]
        return budget.Limit(self.name, burst=burst, seconds=60 / rate)


ACCOUNT = Scope("read", "reading.lists_at_once", "reading.lists_a_minute", "这个账号")
NETWORK = Scope(
    "read-network", "reading.network_lists_at_once", "reading.network_lists_a_minute", "你所在的网络"
)
_taken: dict[tuple[str, str], tuple[int, float]] = {}
_lock = threading.Lock()


def counted(view: View) -> View:
    """The view or operation lists firms or persons: each answer costs a page for every 50 rows that it may hold."""

    @wraps(view)
    def paid(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if settings.READING_QUOTAS and request.method in SAFE:
            spend(request, pages_of(request))
        return view(request, *args, **kwargs)

    paid.counted = True  # type: ignore[attr-defined]
    return paid  # type: ignore[return-value]


def pages_of(request: HttpRequest) -> int:
    """1 for a page; for the API as many as `limit` rows make."""
    asked = request.GET.get("limit", "")
    rows = int(asked) if asked.isdecimal() and len(asked) < 6 else PAGE
    return max(1, -(-rows // PAGE))


def spend(request: HttpRequest, pages: int) -> None:
    """Take them from the account's and the network's budget; TooMuch where one is used up."""
    user = request.actor.user_id  # type: ignore[attr-defined]
    asked = ([(ACCOUNT, str(user))] if user else []) + [(NETWORK, network_of(request))]
    for scope, who in asked:
        try:
            _spend(scope, who, pages)
        except budget.Slowed as slowed:
            logger.warning("slowed", extra={"route": scope.name, "actor": user})
            raise TooMuch(_sentence(scope, slowed.seconds), seconds=slowed.seconds) from None
        except OperationalError:
            # A database that is busy writing must not keep people from reading.
            logger.warning("not counted", extra={"route": scope.name, "actor": user})


def _spend(scope: Scope, who: str, pages: int) -> None:
    if _given_out(scope, who, pages):
        return
    limit = scope.limit()
    try:
        budget.take([(limit, who)], AT_ONE_GO + pages)
    except budget.Slowed:
        budget.take([(limit, who)], pages)
    else:
        _keep(scope, who, AT_ONE_GO)


def _given_out(scope: Scope, who: str, pages: int) -> bool:
    """Whether enough was taken before."""
    with _lock:
        left, until = _taken.get((scope.name, who), (0, 0.0))
        if left < pages or _now() > until:
            return False
        _taken[scope.name, who] = (left - pages, until)
        return True


def _keep(scope: Scope, who: str, pages: int) -> None:
    with _lock:
        if len(_taken) >= MOST_KEPT:
            _taken.clear()
        _taken[scope.name, who] = (pages, _now() + KEPT)


def _now() -> float:
    return clock.now().timestamp()


def _sentence(scope: Scope, seconds: int) -> str:
    wait = f"{seconds} 秒" if seconds < 120 else f"{-(-seconds // 60)} 分钟"
    return f"{scope.words}在短时间里翻看的名单太多了，请等 {wait}再看。要整批的数据，请加上筛选，用“导出”并写明用途。"
