"""What signing in asks of every request: a session within its time, a second factor, a fresh proof."""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from anfu.core.actor import NOBODY
from anfu.core.api import PROVE_FIRST
from anfu.core.permissions import ProofTooOld
from anfu.core.web import errors
from anfu.people.signin import policy, sessions

SET_UP_FIRST = "你的岗位必须先设置第二步验证：请在网页“登录与安全”里设置，再试"
# Asking how long the session still lives must not prolong it.
ASKS_TIME = "signin:session"
# What must not be kept in the session while the proof is asked for.
SECRET_FIELDS = ("password", "code", "credential")


class SessionMiddleware:
    """Ends sessions that are over, tells `request.proved` and `request.session_left`; needs `request.actor`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._check(request)
        request.proved = request.user.is_authenticated and sessions.proved_lately(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def _check(self, request: HttpRequest) -> None:
        if sessions.KEY not in request.session:
            sessions.begin(request, request.user)  # type: ignore[arg-type]
        if sessions.left(request) <= 0:
            sessions.expire(request)
            request.actor = NOBODY  # type: ignore[attr-defined]
            return
        if not (request.method == "GET" and request.path == reverse(ASKS_TIME)):
            sessions.touch(request)
        request.session_left = sessions.left(request)  # type: ignore[attr-defined]

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A proof that is too old: ask for it, keep what was sent, and go on where it was asked."""
        if not isinstance(exception, ProofTooOld):
            return None
        if errors.is_api(request):
            return errors.told(request, 403, PROVE_FIRST)
        methods = get_adapter().get_reauthentication_methods(request.user)
        if not methods:
            logout(request)
            messages.info(request, "这件事要先确认是你本人，请重新登录再办。")
            return redirect_to_login(request.get_full_path())
        if request.FILES or any(name in field for field in request.POST for name in SECRET_FIELDS):
            messages.info(request, "确认之后，请再提交一次。")
            return redirect_to_login(request.get_full_path(), methods[0]["url"])
        return suspend_request(request, methods[0]["url"])


class SecondFactorMiddleware:
    """Who must have a second factor and has none gets no further than setting it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not policy.second_factor_required(request.actor) or self._has_one(request):  # type: ignore[attr-defined]
            return self.get_response(request)
        if errors.is_api(request):
            return errors.told(request, 403, SET_UP_FIRST)
        if request.path.startswith(("/security/", "/sign-in/", "/sign-out/", "/session/")):
            return self.get_response(request)
        return HttpResponseRedirect(reverse("signin:set_up"))

    def _has_one(self, request: HttpRequest) -> bool:
        mark = request.session[sessions.KEY]
        if not mark.get("second") and is_mfa_enabled(request.user):
            request.session[sessions.KEY] = mark | {"second": True}
        return bool(request.session[sessions.KEY].get("second"))
