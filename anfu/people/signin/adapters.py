"""Where django-allauth asks us: our words, our budgets, our keys, no sign-up, no e-mail."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.contrib.auth.hashers import check_password
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from anfu.core.web.network import address_of, network_of
from anfu.people.models import User
from anfu.people.signin import budget, sealing, wording
from anfu.people.signin.failures import failed
from anfu.people.signin.models import Outcome


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by actions only."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The client's address behind trusted proxies."""
        return address_of(request)

    def is_reauthentication_required(self, *, app: str, **_: Any) -> bool:
        """A sign-in is a proof, too."""
        return not getattr(context.request, "proved", False)

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether it is the signed-in person's password; guessing is slowed."""
        asked = [(budget.AGAIN, f"{user.pk} {network_of(context.request)}")]
        try:
            budget.take(asked)
        except budget.Slowed as slowed:
            raise ValidationError(wording.wait(slowed.seconds)) from slowed
        right = check_password(password, user.password)
        if right:
            budget.give_back(asked)
        else:
            failed(context.request, Outcome.AGAIN, user.username)
        return right

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """An account that is switched off."""
        messages.error(request, wording.WRONG)
        return redirect("people:sign_in")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str = "", *_: Any, **named: Any
    ) -> None:
        """The library's messages in our words; those that say what the page shows are left out."""
        said = named.get("message") or wording.MESSAGES.get(message_template)
        if said:
            messages.add_message(request, level, said)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | wording.SECOND_FACTOR_ERRORS

    def encrypt(self, text: str) -> str:
        """Secrets lie in the database sealed."""
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` sealed."""
        return sealing.unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        """The name that the telephone shows."""
        return "安服"

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """A name for the next key."""
        return f"钥匙 {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"


class IdentityAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """An identity never makes an account."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Only a link made before signs in: never a like name or address. Nothing is kept but the subject."""
        sociallogin.account.extra_data = {}
        sociallogin.token = None
        sociallogin.email_addresses = []
        if sociallogin.state.get("process") == "connect" or sociallogin.is_existing:
            return
        failed(request, Outcome.IDENTITY)
        messages.error(request, wording.UNLINKED)
        raise ImmediateHttpResponse(redirect("people:sign_in"))

    def get_requests_session(self) -> Any:
        """Calls to the identity provider follow no redirect: where it is, the configuration says."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def on_authentication_error(self, request: HttpRequest, provider: Any, *_: Any, **__: Any) -> None:
        """What the identity provider answered cannot be used."""
        messages.error(request, wording.IDENTITY_FAILED)
        signed_in = request.user.is_authenticated
        raise ImmediateHttpResponse(redirect("signin:security" if signed_in else "people:sign_in"))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        """Back to where the link was asked for."""
        return reverse("signin:security")
