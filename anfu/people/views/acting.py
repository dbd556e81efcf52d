"""The choice of whom one acts for."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from anfu.core.permissions import needs
from anfu.people import acting
from anfu.people.models import Membership


@needs("people.sign_out")
@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """Act for another of one's own parties from now on."""
    asked = request.POST.get("membership", "")
    try:
        chosen = acting.act_for(request, int(asked) if asked.isdecimal() else 0)
    except Membership.DoesNotExist as absent:
        raise Http404 from absent
    messages.success(request, f"现在代表：{chosen.party.name}")
    return redirect("home")
