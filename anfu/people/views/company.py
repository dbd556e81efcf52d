"""我的企业: why it is a key object, what the law asks of it, its contracts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from anfu.core.actor import ENTERPRISE, Actor
from anfu.core.permissions import needs
from anfu.core.web import panels
from anfu.people.obligations import duties_on
from anfu.registry.models import Enterprise
from anfu.registry.queries import onepage


def home(request: HttpRequest) -> HttpResponse:
    """Where somebody starts: an enterprise's people at their enterprise, everybody else at their desk."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return redirect("people:company" if actor.own(ENTERPRISE) else "targets:desk")


@needs("people.company")
@require_GET
def company(request: HttpRequest) -> HttpResponse:
    """The enterprise that the reader acts for."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    own = Enterprise.objects.visible_to(actor).filter(pk__in=actor.own(ENTERPRISE))
    found = own.select_related("organisation").first()
    if found is None:
        raise Http404
    versions = onepage.versions_until(found, on)
    now = versions[-1] if versions else None
    parts = panels.rendered("enterprise", request, found, on)
    context = {
        "enterprise": found,
        "version": now,
        "duties": duties_on(on, now.employees if now else None),
        "tags": parts.get("tags", []),
        "panels": parts.get("main", []),
    }
    return render(request, "people/company.html", context)
