"""Signing in and out, and how long the session still lives."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter as identities
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from anfu.core.permissions import PUBLIC, needs
from anfu.core.web import navigation
from anfu.people.signin import budget, sessions, wording
from anfu.people.signin.attempt import attempt
from anfu.people.signin.forms import SignInForm


@needs(PUBLIC)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first step: account and password, or a passkey, or the government identity."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = SignInForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, 422, wording.WRONG)
    try:
        user = attempt(request, form.cleaned_data["username"], form.cleaned_data["password"])
    except budget.Slowed as slowed:
        answer = _page(request, form, 429, wording.wait(slowed.seconds))
        answer["Retry-After"] = str(slowed.seconds)
        return answer
    if user is None:
        return _page(request, form, 422, wording.WRONG)
    login = Login(user=user, redirect_url=get_next_redirect_url(request))
    return perform_password_login(request, {"username": user.username}, login)


@needs("people.sign_out")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("people:sign_in")


@needs("people.own_security", whole=False)
@never_cache
@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> JsonResponse:
    """Seconds until the session ends; a POST lets it live on."""
    return JsonResponse({"left": sessions.left(request)})


def _page(request: HttpRequest, form: SignInForm, status: int = 200, said: str = "") -> HttpResponse:
    shown: dict[str, Any] = {
        "form": form,
        "said": said,
        "next": get_next_redirect_url(request) or "",
        "ended": request.session.pop(sessions.ENDED, False) if request.method == "GET" else False,
        "ways": navigation.ways_in(),
        "identities": identities().list_providers(request),
    }
    return render(request, "people/sign_in.html", shown, status=status)
