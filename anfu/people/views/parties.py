"""Parties: whom people act for, who their members are, and invitations to them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.refusal import Refused
from anfu.core.web.facets import FilterBar, choice_facet
from anfu.core.web.pages import Order, page_of
from anfu.people.actions import accounts, invitations
from anfu.people.forms import InviteForm, PartyForm
from anfu.people.models import Invitation, Party
from anfu.people.qr import svg
from anfu.people.queries.members import members_of
from anfu.people.roles import Kind, Role
from anfu.registry.models import Enterprise


@needs("people.view")
@require_GET
@counted
def party_list(request: HttpRequest) -> HttpResponse:
    """Parties in the reader's reach."""
    facet = choice_facet(request.GET, "kind", "种类", Kind.choices)
    rows, text = Party.objects.visible_to(request.actor), request.GET.get("q", "").strip()  # type: ignore[attr-defined]
    chosen = [option.value for option in facet.chosen]
    rows = rows.filter(kind__in=chosen) if chosen else rows
    rows = rows.filter(name__contains=text) if text else rows
    page = page_of(rows, Order("pk", descending=True), request.GET, narrowed=bool(chosen or text))
    return render(request, "people/parties.html", {"page": page, "q": text, "bar": FilterBar((facet,))})


@needs("people.view")
@require_GET
def party(request: HttpRequest, pk: int) -> HttpResponse:
    """One party: its members, open invitations, and the form for one more."""
    found = _found(request, pk)
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    members = members_of(actor, found, on)
    waiting = Invitation.objects.visible_to(actor).open_on(on).filter(party=found).select_related("made_by")
    context = {
        "found": found,
        "members": members,
        "invitations": waiting.order_by("-pk"),
        "form": InviteForm(actor, found.kind),
        "on": on,
    }
    return render(request, "people/party.html", context)


@needs("people.accounts")
@require_http_methods(["GET", "POST"])
def party_new(request: HttpRequest) -> HttpResponse:
    """Register a party."""
    form = PartyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = accounts.register_party(**typed, actor=request.actor, on=request.today)  # type: ignore[attr-defined]
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(request, f"已登记：{made.name}")
            return redirect("people:party", made.pk)
    return render(request, "people/party_new.html", {"form": form}, status=422 if form.errors else 200)


@needs("people.grant", fresh=True, shown_once=True)
@require_POST
def party_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a code; it is shown on this answer and never again."""
    found = _found(request, pk)
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    form = InviteForm(actor, found.kind, request.POST)
    if not form.is_valid():
        raise Refused("这里不能邀请这个角色。没有开出邀请码。")
    made, code = invitations.invite(found.pk, form.cleaned_data["role"], actor=actor, on=on)
    return _invited(request, made, code)


@needs("people.grant", fresh=True, shown_once=True)
@require_POST
def enterprise_invite(request: HttpRequest, uscc: str) -> HttpResponse:
    """From an enterprise's page: a code for its owner; it is shown on this answer and never again."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    rows = Enterprise.objects.visible_to(actor).select_related("organisation")
    made, code = invitations.invite_owner(
        get_object_or_404(rows, organisation__uscc=uscc), actor=actor, on=on
    )
    return _invited(request, made, code)


def _invited(request: HttpRequest, made: Invitation, code: str) -> HttpResponse:
    address = request.build_absolute_uri(f"{reverse('people:claim_start')}#code={code}")
    context = {"found": made.party, "made": made, "code": code, "address": address, "qr": svg(address)}
    return render(request, "people/invited.html", context | {"role": Role(made.role).label})


@needs("people.grant")
@require_POST
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a code worthless."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    get_object_or_404(Invitation.objects.visible_to(actor), pk=pk)
    made = invitations.withdraw(pk, actor=actor, on=on)
    messages.success(request, "邀请码已作废")
    return redirect("people:party", made.party_id)


def _found(request: HttpRequest, pk: int) -> Party:
    rows = Party.objects.visible_to(request.actor).select_related("organisation__enterprise")  # type: ignore[attr-defined]
    found: Party = get_object_or_404(rows, pk=pk)
    return found
