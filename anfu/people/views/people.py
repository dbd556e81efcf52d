"""账号与权限: people, their roles, and what the reader may do with them."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anfu.core.explaining import fitting
from anfu.core.models import Proposal
from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.refusal import Refused
from anfu.core.web.facets import FilterBar
from anfu.core.web.pages import Order, page_of
from anfu.people.actions import accounts, grants
from anfu.people.forms import GrantForm, NewAccountForm
from anfu.people.granting import why_not
from anfu.people.models import Membership, Party, User
from anfu.people.queries.users import visible_to, with_memberships
from anfu.people.signin import readmitting
from anfu.people.signin.queries import factors_of


@needs("people.view")
@require_GET
@counted
def user_list(request: HttpRequest) -> HttpResponse:
    """Accounts in the reader's reach."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    rows, text = visible_to(actor), request.GET.get("q", "").strip()
    if text:
        rows = rows.filter(
            Q(name__contains=text) | Q(username=text) | Q(memberships__party__name__contains=text)
        )
    named = with_memberships(rows.distinct(), on)
    page = page_of(named, Order("pk", descending=True), request.GET, narrowed=bool(text))
    return render(request, "people/users.html", {"page": page, "q": text, "bar": FilterBar()})


@needs("people.view")
@require_GET
def user(request: HttpRequest, username: str) -> HttpResponse:
    """One account: its roles now and before, and the form for one more."""
    form = GrantForm(request.actor, initial={"party": request.GET.get("party")})  # type: ignore[attr-defined]
    return _page(request, username, form)


@needs("people.accounts")
@require_http_methods(["GET", "POST"])
def user_new(request: HttpRequest) -> HttpResponse:
    """A new account, without any role."""
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = accounts.open_account(
                typed["username"], typed["password"], name=typed["name"], duty=typed["duty"], phone=typed["phone"],
                actor=request.actor, on=request.today,  # type: ignore[attr-defined]
            )  # fmt: skip
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(request, f"已开设账号 {made.username}。它还没有角色，由安全管理员授予")
            return redirect("people:user", made.username)
    return render(request, "people/user_new.html", {"form": form}, status=422 if form.errors else 200)


@needs("people.grant", fresh=True)
@require_POST
def user_grant(request: HttpRequest, username: str) -> HttpResponse:
    """Give a role, or propose it."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    found = get_object_or_404(visible_to(actor), username=username)
    form = GrantForm(actor, request.POST)
    if not form.is_valid():
        return _page(request, username, form, status=422)
    typed = form.cleaned_data
    party = Party.objects.visible_to(actor).filter(pk=typed["party"]).first()
    if party is None:
        form.add_error("party", "没有这个编号的单位，或者不归你管。")
        return _page(request, username, form, status=422)
    place = grants.territory(typed["role"], party)
    try:
        made = grants.grant(
            found.pk, party.pk, typed["role"], place, actor=actor, on=on, reason=typed["reason"]
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _page(request, username, form, status=422)
    done = "已提出，等另一位核准" if isinstance(made, Proposal) else "已授予"
    messages.success(request, f"{done}：{found.name}")
    return redirect("people:user", username)


@needs("people.sign_out", fresh=True)
@require_POST
def membership_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role away, or give up one's own."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    get_object_or_404(Membership.objects.visible_to(actor), pk=pk)
    ended = grants.revoke(
        pk, actor=actor, on=on, reason=fitting(request.POST.get("reason", ""), 200, field="reason")
    )
    messages.success(request, f"已结束：{ended.user.name} 在 {ended.party.name} 的角色")
    return redirect("people:mine" if ended.user_id == actor.user_id else "people:user_list")


@needs("people.accounts", fresh=True)
@require_POST
def user_enable(request: HttpRequest, username: str) -> HttpResponse:
    """Disable the account, or enable it again."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    get_object_or_404(visible_to(actor), username=username)
    enabled = request.POST.get("enabled") == "1"
    accounts.set_enabled(
        username,
        enabled,
        actor=actor,
        on=on,
        reason=fitting(request.POST.get("reason", ""), 200, field="reason"),
    )
    messages.success(request, "已启用" if enabled else "已停用，从他的下一次请求起就进不来")
    return redirect("people:user", username)


def _page(request: HttpRequest, username: str, form: GrantForm, *, status: int = 200) -> HttpResponse:
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    found: User = get_object_or_404(visible_to(actor), username=username)
    held = Membership.objects.visible_to(actor).filter(user=found)
    rows = held.select_related("party__organisation__enterprise", "granted_by", "lent_from__user").order_by(
        "-pk"
    )
    lines = [
        {"held": row, "now": row.valid_to is None or row.valid_to > on, "may_end": _may_end(row, actor)}
        for row in rows
    ]
    granting = actor.may("people.grant")
    context = {
        "found": found,
        "lines": lines,
        "form": form,
        "may_grant": granting,
        "may_readmit": granting and not readmitting.why_not(actor, found),
        "has_factors": factors_of(found.pk).exists(),
    }
    return render(request, "people/user.html", context, status=status)


def _may_end(row: Membership, actor: object) -> bool:
    return row.valid_to is None and not why_not(actor, row.role, row.party, grants.place_in(row))  # type: ignore[arg-type]
