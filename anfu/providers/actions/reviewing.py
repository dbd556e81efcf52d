"""The office reviews an institution's papers and shows them to the public; the calendar lists it. 三(一)."""

from datetime import date

from django.db import transaction

from anfu.core import parameters, workdays
from anfu.core.actor import Actor
from anfu.core.explaining import fitting
from anfu.people.actions.accounts import member_of, party_of
from anfu.people.models import User
from anfu.people.roles import Kind, Role
from anfu.providers.actions.common import ended, enter, given_reason, locked, notify, stand, subject, wait
from anfu.providers.lifecycle import APPLY, LIFECYCLE
from anfu.providers.models import Objection, Provider, State


@transaction.atomic
def accept(code: str, *, actor: Actor, on: date, seen: str, note: str = "") -> Provider:
    """The papers are in order: shown to the public for some working days; the registrant becomes its first member."""
    found = locked(code, actor, seen)
    LIFECYCLE.move(found, "accept", actor)
    days = parameters.value("providers.publicity_days", on=on)
    found.publicity_until = workdays.add_workdays(on, days)
    found.decided_by_id, found.note = actor.user_id, fitting(note, 500, field="note")
    if found.accepted_on is None and found.registrant is not None:
        _first_member(found, found.registrant, actor, on)
    found.accepted_on = found.accepted_on or on
    found.save(update_fields=["state", "publicity_until", "decided_by", "note", "accepted_on"])
    enter(
        "accepted", found, actor, on=on, after={"publicity_until": found.publicity_until, "note": found.note}
    )
    ended("review", subject(found))
    notify(found, "accepted", f"备案材料已通过，公示到 {found.publicity_until}")
    return found


@transaction.atomic
def send_back(code: str, *, actor: Actor, on: date, seen: str, reason: str) -> Provider:
    """Something is wrong with the papers: back to the institution, which reads why."""
    found = locked(code, actor, seen)
    LIFECYCLE.move(found, "send_back", actor)
    found.note, found.decided_by_id, found.publicity_until = given_reason(reason), actor.user_id, None
    found.save(update_fields=["state", "note", "decided_by", "publicity_until"])
    enter("returned", found, actor, on=on, after={"reason": found.note})
    ended("review", subject(found))
    whom = {"person": found.registrant_id} if found.registrant_id else {"organisation": found.pk}
    wait("returned", subject(found), found, "备案被退回，请修改", APPLY, None, **whom)
    return found


@transaction.atomic
def take_up(provider: Provider, *, actor: Actor, on: date) -> Provider:
    """The days of publicity are over and nothing is left to answer: into the directory."""
    LIFECYCLE.move(provider, "list", actor)
    provider.publicity_until = None
    provider.save(update_fields=["state", "publicity_until"])
    stand(provider, State.LISTED, on=on, clause="三(一)")
    enter("listed", provider, actor, on=on)
    notify(provider, "listed", "公示期满，已列入机构目录")
    return provider


def list_due(on: date, actor: Actor) -> int:
    """Everybody whose publicity ended before that day; each in its own transaction. Returns how many."""
    over = Provider.objects.filter(state=State.PUBLICITY, publicity_until__lt=on)
    waiting = Objection.objects.filter(answered_at=None).values("provider")
    done = 0
    for key in list(over.exclude(pk__in=waiting).values_list("pk", flat=True)):
        with transaction.atomic():
            rows = Provider.objects.select_for_update(of=("self",)).select_related("organisation")
            found = rows.filter(pk=key, state=State.PUBLICITY).first()
            if found is not None:
                take_up(found, actor=actor, on=on)
                done += 1
    return done


def _first_member(provider: Provider, registrant: User, actor: Actor, on: date) -> None:
    party = party_of(Kind.PROVIDER, "", organisation=provider.organisation)
    member_of(registrant, party, Role.PROVIDER_OWNER, on=on, granted_by=actor.user_id)
