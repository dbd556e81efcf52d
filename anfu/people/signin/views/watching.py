"""What the security administrator sees and does: failed sign-ins, sessions of others, links of identities."""

from allauth.socialaccount.adapter import get_adapter as identities
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.web.pages import Order, page_of
from anfu.people.models import User
from anfu.people.signin import actions, policy
from anfu.people.signin.forms import EndSessionsForm, LinkForm
from anfu.people.signin.models import Failure
from anfu.people.signin.queries import accounts_visible_to, identities_of, open_sessions


@needs("people.view_signins")
@require_GET
@counted
def log(request: HttpRequest) -> HttpResponse:
    """Failed sign-ins, the latest first; ?account= narrows."""
    rows = Failure.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    asked = request.GET.get("account", "").strip()[:40]
    if asked:
        rows = rows.filter(account=asked)
    page = page_of(rows, Order("last_at", descending=True), request.GET)
    shown = {"page": page, "asked": asked, "rules": policy.sentences()}
    return render(request, "people/signin_log.html", shown)


@needs("people.view_signins")
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """To the account of that name."""
    user = get_object_or_404(_accounts(request), username=request.GET.get("username", "").strip())
    return redirect("signin:account", user.pk)


@needs("people.view_signins")
@require_GET
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the account is signed in, and what signs in as it."""
    user = get_object_or_404(_accounts(request), pk=pk)
    shown = {
        "user": user,
        "sessions": open_sessions(user.pk),
        "linked": list(identities_of(user.pk)),
        "identities": identities().list_providers(request),
        "link_form": LinkForm(),
    }
    return render(request, "people/signin_account.html", shown)


@needs("people.end_sessions", fresh=True)
@require_POST
def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """End every session of the account."""
    user = get_object_or_404(_accounts(request), pk=pk)
    form = EndSessionsForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有结束：请写 5 个字以上的理由。")
        return redirect("signin:account", pk)
    actor, today = request.actor, request.today  # type: ignore[attr-defined]
    ended = actions.end_sessions_of(user, reason=form.cleaned_data["reason"], actor=actor, on=today)
    messages.success(request, f"已结束 {user.name} 的 {ended} 个登录")
    return redirect("signin:account", pk)


@needs("people.link_identity", fresh=True)
@require_POST
def link(request: HttpRequest, pk: int, provider_id: str) -> HttpResponse:
    """Let a government identity sign in as the account."""
    user = get_object_or_404(_accounts(request), pk=pk)
    if provider_id not in {p.app.provider_id for p in identities().list_providers(request)}:
        raise Http404
    form = LinkForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有连接：请填身份平台给出的编号。")
        return redirect("signin:account", pk)
    actor, today = request.actor, request.today  # type: ignore[attr-defined]
    actions.link_identity(user, provider_id, form.cleaned_data["subject"], actor=actor, on=today)
    messages.success(request, f"已把这个政务身份连接到 {user.name}")
    return redirect("signin:account", pk)


def _accounts(request: HttpRequest) -> QuerySet[User]:
    return accounts_visible_to(request.actor)  # type: ignore[attr-defined]
