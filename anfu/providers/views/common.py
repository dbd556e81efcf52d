"""What the pages of this room share."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from anfu.core.actor import Actor
from anfu.core.editions import seen_in
from anfu.providers.actions.registering import is_own
from anfu.providers.models import Provider
from anfu.registry.roster.uscc import clean


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def found_or_404(request: HttpRequest, uscc: str) -> Provider:
    """The provider of that credit code, as far as the asker may read its papers."""
    visible = Provider.objects.visible_to(actor_of(request)).select_related("organisation", "file")
    return get_object_or_404(visible, organisation__uscc=clean(uscc))


def own_or_404(request: HttpRequest, uscc: str) -> Provider:
    """The asker's own provider; 404 for everybody else, so that a form tells nobody anything."""
    found = found_or_404(request, uscc)
    if not is_own(found, actor_of(request)):
        raise Http404
    return found


def who(request: HttpRequest) -> dict[str, Any]:
    """The asker and the edition that was seen, as edits take them."""
    return {"actor": actor_of(request), "seen": seen_in(request)}
