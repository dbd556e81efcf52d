"""django-allauth's own views that we use, each under a permission; its others have no address.

All run in a transaction, so that what they write and its ledger entry stand or fall together.
"""

from collections.abc import Callable
from typing import Any

import requests
from allauth.account import views as account
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from anfu.core.permissions import PUBLIC, needs
from anfu.people.signin.oidc import IssuedHere

View = Callable[..., HttpResponseBase]
CONNECT_ASKED = "signin_connect"


class _NewKey(webauthn.AddWebAuthnView):
    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """The library leaves out a form with errors here."""
        return super().get_context_data() | given

    def form_invalid(self, form: Any) -> Any:
        """Shown again with what was wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _ours(view: View, permission: str) -> View:
    whole = transaction.atomic(view)
    return needs(permission, whole=False)(never_cache(sensitive_post_parameters()(whole)))


OWN = "people.own_security"
second_step = _ours(second.authenticate, PUBLIC)
passkey = _ours(webauthn.login_webauthn, PUBLIC)
prove_by_password = _ours(account.reauthenticate, OWN)
prove_by_code = _ours(second.reauthenticate, OWN)
prove_by_key = _ours(webauthn.reauthenticate_webauthn, OWN)
new_code = _ours(totp.activate_totp, OWN)
remove_code = _ours(totp.deactivate_totp, OWN)
new_key = _ours(_NewKey.as_view(), OWN)
remove_key = _ours(webauthn.remove_webauthn, OWN)
recovery_codes = _ours(recovery.view_recovery_codes, OWN)
new_recovery_codes = _ours(recovery.generate_recovery_codes, OWN)


@needs(PUBLIC)
@never_cache
def identity(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Off to the identity provider; a link to one's account starts only from one's own page."""
    if request.GET.get("process") == "connect" and not request.session.pop(CONNECT_ASKED, False):
        return redirect("signin:security")
    return _with_provider(OAuth2LoginView, request, provider_id)


@needs(PUBLIC)
@never_cache
@transaction.atomic
def identity_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Back from the identity provider."""
    return _with_provider(OAuth2CallbackView, request, provider_id)


def _with_provider(view: Any, request: HttpRequest, provider_id: str) -> HttpResponseBase:
    adapter = IssuedHere(request, provider_id)
    try:
        provider = adapter.get_provider()
    except SocialApp.DoesNotExist as absent:
        raise Http404 from absent
    try:
        return view.adapter_view(adapter)(request)
    except requests.RequestException:
        from allauth.core.exceptions import ImmediateHttpResponse

        try:
            get_adapter().on_authentication_error(request, provider)
        except ImmediateHttpResponse as told:
            return told.response
        raise
