"""Whether choices look free: concentration by town, and what enterprises said in private."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from anfu.core.actor import Actor
from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.web.pages import Order, page_of
from anfu.market.models import FreeAnswer, Said
from anfu.market.queries.concentration import towns_on
from anfu.market.queries.freely import answered
from anfu.market.queries.seen import names_of
from anfu.market.rules.concentration import ALARM, FEWEST
from anfu.market.web.rows import kinds_words
from anfu.registry import divisions


@needs("market.oversee")
@require_GET
@counted
def concentration(request: HttpRequest) -> HttpResponse:
    """Each town with enough contracts, and how often chance alone would give as much."""
    found = towns_on(request.actor, request.today)  # type: ignore[attr-defined]
    names = names_of([town.first for town in found])
    rows = [{"town": divisions.town_label(t.town), "of": t, "first": names[t.first]} for t in found]
    return render(request, "market/concentration.html", {"rows": rows, "alarm": ALARM, "fewest": FEWEST})


@needs("market.free_choice")
@require_GET
@counted
def answer_list(request: HttpRequest) -> HttpResponse:
    """What was answered after signing, newest first; ?said= narrows it."""
    actor, said = request.actor, request.GET.get("said", "")  # type: ignore[attr-defined]
    rows = _answers(actor)
    if said in Said.values:
        rows = rows.filter(said=said)
    page = page_of(rows, Order("answered_at", True), request.GET)
    context = {"page": page, "of": answered(actor), "said": said, "nobody": Said.NOBODY}
    return render(request, "market/answers.html", context)


@needs("market.free_choice")
@require_GET
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer with what was written beside it."""
    found = get_object_or_404(_answers(request.actor), pk=pk)  # type: ignore[attr-defined]
    context = {"found": found, "kinds": kinds_words(found.choice.demand.kinds)}
    return render(request, "market/answer.html", context)


def _answers(actor: Actor) -> QuerySet[FreeAnswer]:
    return FreeAnswer.objects.visible_to(actor).select_related(
        "choice__enterprise__organisation", "choice__version__offer__provider__organisation", "choice__demand",
        "choice__contract",
    )  # fmt: skip
