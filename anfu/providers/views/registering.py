"""An institution registers itself, keeps its facts, hands its papers in."""

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anfu.core import uploads
from anfu.core.editions import edition_of
from anfu.core.permissions import PUBLIC, needs
from anfu.core.refusal import Refused
from anfu.core.web.refusing import done
from anfu.people.actors import actor_of as actor_of_user
from anfu.people.forms import AccountForm
from anfu.people.web.entering import account_form, enter, person_of
from anfu.providers.actions import registering
from anfu.providers.forms import OUTSIDE, EditForm, RegisterForm
from anfu.providers.lifecycle import APPLY
from anfu.providers.models import Provider
from anfu.providers.queries.providers import own_or_begun
from anfu.providers.views.common import actor_of, own_or_404, who
from anfu.providers.web.rows import provider_line


@needs(APPLY)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The institution that one acts for or registers; where there are several, one chooses."""
    found = list(_mine(request).select_related("organisation"))
    if len(found) == 1:
        return redirect("providers:provider", found[0].organisation.uscc)
    return render(request, "providers/mine.html", {"rows": [provider_line(each) for each in found]})


def _mine(request: HttpRequest) -> QuerySet[Provider]:
    actor = actor_of(request)
    return Provider.objects.visible_to(actor).filter(own_or_begun(actor)).order_by("pk")


@needs(PUBLIC)
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Who the institution is, and, for somebody without an account, how they sign in."""
    account, form = account_form(request), RegisterForm(request.POST or None)
    posted = request.method == "POST"
    if posted and all([form.is_valid(), account is None or account.is_valid()]):
        try:
            made = _registered(request, form, account)
        except Refused as refused:
            holder = account if account is not None and refused.field in account.fields else form
            holder.add_error(refused.field if refused.field in holder.fields else None, refused.message)
        else:
            messages.success(request, "已登记，接着把资料补全再提交审核")
            return redirect("providers:provider", made.organisation.uscc)
    template = "providers/register.html" if account is not None else "providers/register_signed_in.html"
    context = {"form": form, "account": account, "may": account is not None or actor_of(request).may(APPLY)}
    return render(request, template, context, status=422 if posted else 200)


def _registered(request: HttpRequest, form: RegisterForm, account: AccountForm | None) -> Provider:
    data = form.cleaned_data
    with transaction.atomic():
        user = person_of(request, account)
        actor = actor_of_user(user) if account is not None else actor_of(request)
        made = registering.register(data["uscc"], data["institution"], form.facts(), actor=actor)
    enter(request, user, account)
    return made


@needs(APPLY)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, uscc: str) -> HttpResponse:
    """The facts, pre-filled; what was typed stays when something is refused."""
    found = own_or_404(request, uscc)
    initial = {name: getattr(found, name) for name in registering.Facts.__slots__}
    initial["division"] = found.division or OUTSIDE
    form = EditForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and done(form, lambda: _edited(request, uscc, form)):
        messages.success(request, "已保存")
        return redirect("providers:provider", found.organisation.uscc)
    context = {"found": found, "form": form, "version": request.POST.get("version") or edition_of(found)}
    return render(request, "providers/edit.html", context, status=422 if form.errors else 200)


def _edited(request: HttpRequest, uscc: str, form: EditForm) -> Provider:
    upload = form.cleaned_data["file"]
    stored = uploads.take(upload, name=upload.name, actor=actor_of(request)) if upload else None
    return registering.edit(uscc, form.facts(), file=stored, **who(request))


@needs(APPLY)
@require_POST
def submit(request: HttpRequest, uscc: str) -> HttpResponse:
    """Hand the papers in."""
    own_or_404(request, uscc)
    registering.submit(uscc, on=request.today, **who(request))  # type: ignore[attr-defined]
    messages.success(request, "已提交，等所在地应急管理部门审核")
    return redirect("providers:provider", uscc)


@needs(APPLY)
@require_POST
def reapply(request: HttpRequest, uscc: str) -> HttpResponse:
    """Begin anew after the term of a removal."""
    own_or_404(request, uscc)
    registering.reapply(uscc, on=request.today, **who(request))  # type: ignore[attr-defined]
    messages.success(request, "可以重新填报了。资料改好以后提交审核")
    return redirect("providers:provider", uscc)
