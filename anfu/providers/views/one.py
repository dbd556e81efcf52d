"""One institution: its papers, where it stands, and what the reader may do."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from anfu.core.actor import Actor
from anfu.core.editions import edition_of
from anfu.core.permissions import needs
from anfu.core.web import panels
from anfu.core.web.shell import requested_day
from anfu.providers.actions.registering import EDITABLE, is_own, lacking
from anfu.providers.forms import CheckForm, HaltForm, SanctionForm
from anfu.providers.lifecycle import LIFECYCLE, REVIEW, SANCTION
from anfu.providers.models import Objection, Provider, Spell, State
from anfu.providers.queries.capacity import capacity_on
from anfu.providers.queries.serving import facts_on
from anfu.providers.views.common import actor_of, found_or_404
from anfu.providers.web import papers
from anfu.providers.web.words import STATUS, place_name

STEPS = {State.DRAFT: "填写", State.SUBMITTED: "审核", State.PUBLICITY: "公示", State.LISTED: "列入目录"}


@needs("providers.view")
@require_GET
def provider(request: HttpRequest, uscc: str) -> HttpResponse:
    """Everything that its own people and its office may know, as of a day."""
    found, on = found_or_404(request, uscc), requested_day(request)
    actor = actor_of(request)
    context = {
        "on": on, "found": found, "version": edition_of(found), "place": place_name(found.division),
        "status": STATUS[found.state], "steps": _steps(found), "lacking": lacking(found),
        "spells": Spell.objects.visible_to(actor).begun_on(on).filter(provider=found),
        "counts": facts_on([found.pk], on=on)[found.pk].staff, "capacity": capacity_on(found, on),
        "qualifications": papers.qualifications(found, actor, on), "people": (people := papers.people(found, actor, on)),
        "waiting_certificates": any(paper["open"] for row in people for paper in row["certificates"]),
        "open_objections": Objection.objects.visible_to(actor).filter(provider=found, answered_at=None).count(),
        "panels": panels.rendered("provider", request, found, on),
        **papers.filing(found, actor, on), **_may(found, actor, on == request.today),  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "providers/one.html", context)


def _may(found: Provider, actor: Actor, now: bool) -> dict[str, Any]:
    """What the reader may do; on another day than today nothing."""
    own = now and is_own(found, actor)
    return {
        "own": own,
        "editable": own and found.state in EDITABLE,
        "open_to": [step.verb for step in LIFECYCLE.open_to(found, actor)] if now else [],
        "reviews": now and actor.may(REVIEW) and not own,
        "sanctions": now and actor.may(SANCTION) and found.state in (State.LISTED, State.SUSPENDED),
        # Each in a dialog of its own, so that no two fields of the page have one id.
        "check_form": lambda key: CheckForm(auto_id=f"check-{key}-%s"),
        "halt_form": lambda key: HaltForm(auto_id=f"halt-{key}-%s"),
        "sanction_form": SanctionForm(auto_id="sanction-%s"),
    }


def _steps(found: Provider) -> list[dict[str, str]]:
    """The way into the directory; none for who is there, or out of it again."""
    state = State.DRAFT if found.state == State.RETURNED else State(found.state)
    if state not in STEPS or state == State.LISTED:
        return []
    at = list(STEPS).index(state)
    return [
        {"label": name, "state": "done" if n < at else "now" if n == at else "todo"}
        for n, name in enumerate(STEPS.values())
    ]
