"""认领: the public way in. A code from a letter makes somebody a member at once; without one, proof waits for an officer."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from anfu.core import uploads
from anfu.core.permissions import PUBLIC, needs
from anfu.core.refusal import Refused
from anfu.people import codes
from anfu.people.acting import KEY
from anfu.people.actions import claims, invitations
from anfu.people.actors import actor_of
from anfu.people.forms import AccountForm, CodeForm, ProofForm
from anfu.people.models import Claim, Invitation
from anfu.people.roles import Role
from anfu.people.web.entering import account_form, enter, person_of

CODE = "invitation_code"


@needs(PUBLIC)
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Type the code; that of a letter's QR code is filled in by the page, and never sent in an address."""
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/claim_start.html", {"form": form}, status=422 if form.errors else 200)
    typed = "".join(form.cleaned_data["code"].split())
    if codes.read(typed):
        request.session[CODE] = typed
        return redirect("people:claim_code")
    if len(typed) == 18:
        return redirect("people:claim_proof", typed.upper())
    form.add_error("code", "邀请码是 15 位，统一社会信用代码是 18 位。请照信或营业执照再填一次。")
    return render(request, "people/claim_start.html", {"form": form}, status=422)


@needs(PUBLIC)
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """What the code is for, and the step that uses it."""
    on = request.today  # type: ignore[attr-defined]
    try:
        found = invitations.look_up(request.session.get(CODE, ""), on=on)
    except Refused as refused:
        form = CodeForm({"code": request.session.pop(CODE, "")})
        form.add_error("code", refused.message)
        return render(request, "people/claim_start.html", {"form": form}, status=422)
    account = account_form(request)
    if request.method == "POST" and (account is None or account.is_valid()):
        try:
            return _join(request, found, account)
        except Refused as refused:
            _show(refused, account, request)
    context = {"found": found, "role": Role(found.role).label, "account": account}
    return render(request, "people/claim_code.html", context, status=200 if request.method == "GET" else 422)


@needs(PUBLIC)
@require_http_methods(["GET", "POST"])
def proof(request: HttpRequest, uscc: str) -> HttpResponse:
    """Without a code: account, proof, and an officer decides."""
    account, form = account_form(request), ProofForm(request.POST or None, request.FILES or None)
    posted = request.method == "POST"
    if posted and all([form.is_valid(), account is None or account.is_valid()]):
        try:
            _claim(request, uscc, account, form)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            return redirect("people:mine")
    context = {"uscc": uscc, "account": account, "form": form}
    return render(request, "people/claim_proof.html", context, status=422 if posted else 200)


def _join(request: HttpRequest, found: Invitation, account: AccountForm | None) -> HttpResponse:
    with transaction.atomic():
        user = person_of(request, account)
        made = invitations.join(found, user, on=request.today)  # type: ignore[attr-defined]
    enter(request, user, account)
    request.session.pop(CODE, None)
    request.session[KEY] = made.pk
    return redirect("home")


def _claim(request: HttpRequest, uscc: str, account: AccountForm | None, form: ProofForm) -> Claim:
    on, upload = request.today, form.cleaned_data["file"]  # type: ignore[attr-defined]
    with transaction.atomic():
        user = person_of(request, account)
        stored = uploads.take(upload, name=upload.name, actor=actor_of(user)) if upload else None
        explanation = form.cleaned_data["explanation"]
        made = claims.claim(uscc, user, actor=actor_of(user), on=on, explanation=explanation, file=stored)
    enter(request, user, account)
    return made


def _show(refused: Refused, account: AccountForm | None, request: HttpRequest) -> None:
    if account is not None:
        account.add_error(refused.field if refused.field in account.fields else None, refused.message)
    else:
        raise refused
