"""How institutions are ordered, what is published, and how anybody recomputes the day's order."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from anfu.core.permissions import PUBLIC, needs
from anfu.portal.rules.order import recipe
from anfu.portal.views.common import shelf_of


@needs(PUBLIC)
@require_GET
def order(request: HttpRequest) -> HttpResponse:
    """With today's seed and one institution's place as an example."""
    shelf = shelf_of(request)
    first = min(shelf.cards.values(), key=lambda card: card.rank, default=None)
    context = {"seed": shelf.seed, "recipe": recipe(shelf.on, shelf.seed), "day": shelf.on, "first": first}
    return render(request, "portal/order.html", context)
