"""The directory as files: JSON for programs, CSV for people's spreadsheets."""

import json

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anfu.core.permissions import PUBLIC, needs
from anfu.core.reading.counted import counted, spend
from anfu.core.reading.depth import PAGE
from anfu.portal.queries.found import found, ordered
from anfu.portal.queries.served import served
from anfu.portal.rules.order import ALGORITHM, recipe
from anfu.portal.shelf import Shelf
from anfu.portal.shelf.card import Card
from anfu.portal.views.common import order_of, shelf_of
from anfu.portal.web.asking import asking
from anfu.portal.web.lines import row_of
from anfu.portal.web.table import table


@needs(PUBLIC)
@require_GET
@counted
def copy_json(request: HttpRequest) -> HttpResponse:
    """All that fit, in their order, with what is needed to recompute it."""
    shelf, cards = _found(request)
    taken = served(shelf)
    body = {
        "format": ALGORITHM, "on": shelf.on, "seed": shelf.seed, "recipe": recipe(shelf.on, shelf.seed),
        "count": len(cards), "rows": [row_of(card, shelf, taken) for card in cards],
    }  # fmt: skip
    text = json.dumps(body, cls=DjangoJSONEncoder, ensure_ascii=False)
    return _file(text, "application/json; charset=utf-8", f"providers-{shelf.on}.json")


@needs(PUBLIC)
@require_GET
@counted
def copy_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table; no cell of it is ever a formula."""
    shelf, cards = _found(request)
    text = table(cards, shelf, served(shelf))
    return _file(text, "text/csv; charset=utf-8", f"providers-{shelf.on}.csv")


def _found(request: HttpRequest) -> tuple[Shelf, list[Card]]:
    shelf, ask = shelf_of(request), asking(request.GET)
    codes = ordered(shelf, found(shelf, ask.asked), order_of(ask, shelf))
    if settings.READING_QUOTAS and len(codes) > PAGE:
        spend(request, (len(codes) - 1) // PAGE)  # one page is paid for already
    return shelf, [shelf.cards[code] for code in codes]


def _file(text: str, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
