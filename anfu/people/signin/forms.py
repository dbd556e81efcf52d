"""Forms of signing in."""

from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth import password_validation

from anfu.core.web.network import network_of
from anfu.people.models import User
from anfu.people.signin import budget, devices, wording

CODE = {"autocomplete": "one-time-code", "autofocus": True, "inputmode": "text", "spellcheck": "false"}


class SignInForm(forms.Form):
    """Account and password."""

    username = forms.CharField(
        label="账号", max_length=40, widget=forms.TextInput({"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label="密码",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class _Twice(forms.Form):
    """A new password, typed twice."""

    password1 = forms.CharField(
        label="新密码",
        strip=False,
        max_length=200,
        help_text="至少 12 个字符。几个不相干的词连起来，又长又好记",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label="再输一遍",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_password2(self) -> str:
        """The second, if it is the first."""
        again = str(self.cleaned_data["password2"])
        if self.cleaned_data.get("password1", again) != again:
            raise forms.ValidationError("两次输入的不一样")
        return again


class NewPasswordForm(_Twice):
    """A new password for who is signed in."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password1(self) -> str:
        """The first, if the rules accept it."""
        password = str(self.cleaned_data["password1"])
        password_validation.validate_password(password, self.user)
        return password


class ReadmissionForm(_Twice):
    """A new password by a code; the rules are asked once the code has told whose it is."""

    username = forms.CharField(
        label="账号", max_length=40, widget=forms.TextInput({"autocomplete": "username"})
    )
    code = forms.CharField(
        label="找回码", max_length=40, help_text="15 位，分三组；填错 5 次作废",
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
    field_order = ("username", "code")


class _Slowed(forms.Form):
    """Codes are slowed by account and network, and none counts twice, whichever process sees it."""

    code = forms.CharField(label="验证码或恢复码", max_length=20, widget=forms.TextInput(CODE))
    user: User

    def clean_code(self) -> str:
        """The code, if it is right now and was not used before."""
        asked = self._asked()
        try:
            budget.take(asked)
        except budget.Slowed as slowed:
            raise forms.ValidationError(wording.wait(slowed.seconds)) from slowed
        code = str(super().clean_code())  # type: ignore[misc]
        try:
            budget.take([(budget.CODE_USED, f"{self.user.pk} {code}")])
        except budget.Slowed as slowed:
            raise forms.ValidationError(wording.SECOND_FACTOR_ERRORS["incorrect_code"]) from slowed
        budget.give_back(asked)
        return code

    def _asked(self) -> budget.Asked:
        device = devices.known_device(context.request, self.user.username)
        if device:
            return [(budget.SECOND, f"{self.user.pk} {device}")]
        return [
            (budget.SECOND_OF_ACCOUNT, str(self.user.pk)),
            (budget.SECOND, f"{self.user.pk} {network_of(context.request)}"),
        ]


class SecondStepForm(_Slowed, AuthenticateForm):
    """The second step of signing in."""


class ProofByCodeForm(_Slowed, ReauthenticateForm):
    """A code as proof before a sensitive act."""


class NewCodeForm(ActivateTOTPForm):
    """The first code of a telephone, which shows that it took the secret."""

    code = forms.CharField(label="手机上的六位数字", max_length=10, widget=forms.TextInput(CODE))


class NewKeyForm(AddWebAuthnForm):
    """A security key or passkey under a name."""

    name = forms.CharField(
        label="名称", max_length=40, required=False, help_text="写你认得出的，如“办公室电脑”"
    )
    passwordless = forms.BooleanField(
        label="以后可以只用它登录，不输密码（通行密钥）", required=False, initial=True
    )


class EndSessionsForm(forms.Form):
    """Why somebody's sessions are ended."""

    reason = forms.CharField(label="理由", min_length=5, max_length=200)


class LinkForm(forms.Form):
    """The subject number that the identity provider gives a person."""

    subject = forms.CharField(
        label="政务身份编号（sub）", max_length=191, help_text="由身份平台给出，不是姓名"
    )


def kinds(user: User) -> set[str]:
    """The kinds of second factor that an account has."""
    return set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
