"""One's own security: second factors, password, sessions, government identity."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter as identities
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anfu.core.permissions import needs, prove
from anfu.people.signin import actions, policy, sessions, wording
from anfu.people.signin.forms import NewPasswordForm, kinds
from anfu.people.signin.queries import factors_of, identities_of, open_sessions
from anfu.people.signin.views.library import CONNECT_ASKED

OWN = "people.own_security"


@needs(OWN, whole=False)
@never_cache
@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """Everything about how this account signs in."""
    factors = list(factors_of(_id(request)))
    shown = {
        "factors": {factor.type: factor for factor in factors},
        "keys": [factor.wrap() for factor in factors if factor.type == Authenticator.Type.WEBAUTHN],
        "sessions": open_sessions(_id(request)),
        "current": request.session.session_key,
        "identities": identities().list_providers(request),
        "linked": list(identities_of(_id(request))),
        "required": policy.second_factor_required(request.actor),  # type: ignore[attr-defined]
        "rules": policy.sentences(),
    }
    return render(request, "people/security.html", shown)


@needs(OWN, whole=False)
@never_cache
@require_GET
def set_up(request: HttpRequest) -> HttpResponse:
    """The first second factor: which kinds there are, and why."""
    if kinds(request.user):  # type: ignore[arg-type]
        return redirect("signin:security")
    required = policy.second_factor_required(request.actor)  # type: ignore[attr-defined]
    return render(request, "people/second_factor.html", {"required": required})


@needs(OWN, whole=False)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A new password, after a proof of who asks."""
    prove(request)
    user = request.user
    form = NewPasswordForm(request.POST if request.method == "POST" else None, user=user)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        # A new number for this session before all others end.
        sessions.renumber(request)
        actions.change_password(
            user,  # type: ignore[arg-type]
            form.cleaned_data["password1"],
            actor=request.actor,  # type: ignore[attr-defined]
            on=request.today,  # type: ignore[attr-defined]
            keep=request.session.session_key,
        )
        kept = request.session.session_key
        update_session_auth_hash(request, user)  # type: ignore[arg-type]
        sessions.relist(request, kept)
        messages.success(request, wording.MESSAGES["account/messages/password_changed.txt"])
        return redirect("signin:security")
    return render(request, "people/password.html", {"form": form}, status=422 if form.errors else 200)


@needs(OWN, fresh=True, whole=False)
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions."""
    keys = [place.session_key for place in open_sessions(_id(request)) if place.pk == pk]
    if not keys:
        raise Http404
    sessions.end(keys)
    messages.success(request, "已结束那一处的登录")
    return redirect("signin:security")


@needs(OWN, fresh=True, whole=False)
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all of one's own sessions but this one."""
    ended = sessions.end_all(_id(request), but=request.session.session_key)
    messages.success(request, f"已结束别处的 {ended} 个登录")
    return redirect("signin:security")


@needs(OWN, fresh=True, whole=False)
@require_POST
def connect(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Before going to the identity provider: one's own wish, which no other site can send."""
    found = [p for p in identities().list_providers(request) if p.app.provider_id == provider_id]
    if not found:
        raise Http404
    request.session[CONNECT_ASKED] = True
    return render(request, "people/identity.html", {"provider": found[0]})


@needs(OWN, fresh=True, whole=False)
@require_POST
def disconnect(request: HttpRequest, pk: int) -> HttpResponse:
    """The identity no longer signs in as this account."""
    actions.unlink_identity(get_object_or_404(identities_of(_id(request)), pk=pk))
    messages.success(request, "已取消连接")
    return redirect("signin:security")


@needs(OWN, whole=False)
@require_GET
def proof(request: HttpRequest) -> HttpResponse:
    """Prove now who is there, for what is to be done next (such as a call of the API)."""
    prove(request)
    messages.success(request, "已确认是你本人，5 分钟内有效")
    return redirect("signin:security")


def _id(request: HttpRequest) -> int:
    return int(request.actor.user_id)  # type: ignore[attr-defined]
