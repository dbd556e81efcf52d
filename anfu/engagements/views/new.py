"""Recording one relation by hand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from anfu.core import uploads
from anfu.core.permissions import needs
from anfu.core.refusal import Refused
from anfu.engagements import actions
from anfu.engagements.forms import NewForm
from anfu.engagements.models import Engagement


@needs("engagements.record")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form; what was typed stays when something is refused."""
    if request.method != "POST":
        form = NewForm(initial={"uscc": request.GET.get("uscc", "")})
        return render(request, "engagements/new.html", {"form": form})
    form = NewForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            made = _record(request, form)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, f"已登记：{made.enterprise.organisation.name} 的 {made.contract_no}")
            return redirect("engagements:engagement", made.pk)
    return render(request, "engagements/new.html", {"form": form}, status=422)


def _record(request: HttpRequest, form: NewForm) -> Engagement:
    upload = form.cleaned_data["file"]
    actor = request.actor  # type: ignore[attr-defined]
    stored = uploads.take(upload, name=upload.name, actor=actor) if upload else None
    return actions.record(form.cleaned_data["uscc"], form.terms(), actor=actor, file=stored)
