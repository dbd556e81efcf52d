"""Public pages on which somebody without an account opens one on the way: the form, the person, the sign-in."""

from django.contrib.auth import login
from django.http import HttpRequest

from anfu.core.actor import NOBODY
from anfu.people.actions import accounts
from anfu.people.forms import AccountForm
from anfu.people.models import User
from anfu.people.queries.members import own_account

BACKEND = "anfu.people.signin.backend.Backend"


def account_form(request: HttpRequest) -> AccountForm | None:
    """The form for a new account, unless somebody is signed in."""
    return None if request.user.is_authenticated else AccountForm(request.POST or None)


def person_of(request: HttpRequest, account: AccountForm | None) -> User:
    """Whoever is signed in, or a new account as typed; within the caller's transaction."""
    if account is None:
        return own_account(request.actor)  # type: ignore[attr-defined]
    typed = account.cleaned_data
    return accounts.new_account(
        typed["username"], typed["password"], name=typed["name"], phone=typed["phone"], actor=NOBODY,
        on=request.today,  # type: ignore[attr-defined]
    )  # fmt: skip


def enter(request: HttpRequest, user: User, account: AccountForm | None) -> None:
    """Sign a new account in."""
    if account is not None:
        login(request, user, backend=BACKEND)
