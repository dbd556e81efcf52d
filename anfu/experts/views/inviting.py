"""Inviting an expert by name."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from anfu.core.permissions import needs
from anfu.core.web.refusing import done
from anfu.experts.actions import inviting
from anfu.experts.forms import InviteForm
from anfu.experts.models import Expert
from anfu.experts.web.rows import expert_line


@needs("experts.invite")
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """What the expert is wanted for; the answer comes to the asker's list."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    found = get_object_or_404(Expert.objects.visible_to(actor), pk=pk)
    form = InviteForm(request.POST) if request.method == "POST" else InviteForm()
    if request.method == "POST" and (
        made := done(form, lambda: inviting.invite(pk, form.asked(), actor=actor, on=on))
    ):
        messages.success(request, f"已邀请 {found.name}，请在 {made.answer_by} 以前看答复")
        return redirect("experts:call_list")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "line": expert_line(found, on)}
    return render(request, "experts/invite.html", context, status=status)
