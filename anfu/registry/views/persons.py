"""The contacts of one enterprise in full, after a purpose was given."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from anfu.core.permissions import needs
from anfu.core.personal import PURPOSES
from anfu.registry.actions.persons import show_persons
from anfu.registry.models import Enterprise


@needs("registry.edit", shown_once=True)
@require_POST
def persons(request: HttpRequest, uscc: str) -> HttpResponse:
    """Shown once; neither the address nor a cache keeps them."""
    seen = Enterprise.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    found = get_object_or_404(seen.select_related("organisation"), organisation__uscc=uscc)
    purpose = request.POST.get("purpose", "")
    rows = show_persons(found, purpose=purpose, reason=request.POST.get("reason", ""), actor=request.actor)  # type: ignore[attr-defined]
    context = {"enterprise": found, "rows": rows, "purpose": PURPOSES[purpose]}
    return render(request, "registry/persons.html", context)
