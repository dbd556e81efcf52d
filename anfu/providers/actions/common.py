"""What the actions of this room share: finding under lock, the ledger's words, who waits."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from anfu.core import clock, ledger, waiting
from anfu.core.actor import Actor
from anfu.core.editions import edition_of, must_be_as_seen
from anfu.core.explaining import explained
from anfu.core.refusal import Refused
from anfu.people.messages.actions import News, tell
from anfu.people.messages.models import MessageKind
from anfu.people.queries import holders
from anfu.providers.lifecycle import APPLY
from anfu.providers.models import Provider, Spell, State
from anfu.registry.roster.uscc import clean

ABSENT = "没有找到这家机构，或者不归你管。什么都没有改。"
FACTS = ("kind", "division", "address", "business_scope", "trade", "website", "phone")


def locked(code: str, actor: Actor, seen: str = "") -> Provider:
    """The provider of that credit code, locked; Refused where the actor may not see it, Stale where it changed."""
    rows = Provider.objects.visible_to(actor).select_for_update(of=("self",)).select_related("organisation")
    found: Provider | None = rows.filter(organisation__uscc=clean(code)).first()
    if found is None:
        raise Refused(ABSENT)
    must_be_as_seen(edition_of(found), seen, subject(found))
    return found


def subject(provider: Provider) -> str:
    """How the ledger names it."""
    return f"provider:{provider.organisation.uscc}"


def enter(verb: str, provider: Provider, actor: Actor, *, on: date | None = None, **change: Any) -> None:
    """One entry in the stream of the institution's county."""
    ledger.record(
        f"providers.{verb}",
        subject(provider),
        actor=actor,
        on=on or clock.today(),
        stream=provider.division or None,
        **change,
    )


def described(provider: Provider) -> dict[str, Any]:
    """Its facts as the ledger keeps them; the contact person is left out."""
    return {name: getattr(provider, name) for name in FACTS}


def stand(
    provider: Provider, state: str, *, on: date, clause: str, reason: str = "", term_end: date | None = None
) -> Spell:
    """From that day on it stands so; what stood before ends that day, and what was to come does not come.

    A suspension is over on `term_end` by the calendar alone: the spell that follows is written with it.
    """
    for before in provider.spells.filter(Q(valid_to=None) | Q(valid_to__gt=on)):
        before.valid_to = max(on, before.valid_from)
        before.save(update_fields=["valid_to"])
    after = term_end if state == State.SUSPENDED else None
    told = {"provider": provider, "clause": clause}
    made = Spell.objects.create(
        state=state, valid_from=on, valid_to=after, reason=reason, term_end=term_end, **told
    )
    if after:
        Spell.objects.create(state=State.LISTED, valid_from=after, **told)
    return made


def given_reason(text: str, *, field: str = "reason", what: str = "理由", most: int = 500) -> str:
    """A reason (or what else stands there) of some length, or Refused."""
    return explained(text, f"请写明{what}，5 个字以上。", most=most, field=field)


def href(provider: Provider) -> str:
    """Its page."""
    return reverse("providers:provider", args=[provider.organisation.uscc])


def wait(
    kind: str, thing: str, provider: Provider, title: str, permission: str, due_on: date | None, **whom: Any
) -> None:
    """Put a step on the desks of those who can take it: the county's office unless `whom` says otherwise."""
    waiting.began(
        waiting.Waiting(
            kind=f"providers.{kind}",
            subject=thing,
            title=f"{title}：{provider.organisation.name}"[:200],
            href=href(provider),
            permission=permission,
            division="" if "organisation" in whom or "person" in whom else provider.division,
            due_on=due_on,
            **whom,
        )
    )


def notify(provider: Provider, event: str, text: str) -> None:
    """Tell its own people what was decided; `event` names it, so that it is told once."""
    persons = set(holders.for_organisation(APPLY, provider.pk).values_list("pk", flat=True))
    told = f"{provider.organisation.name}：{text}"
    key = f"providers.{event}:{provider.pk}:{clock.today()}"
    tell([News(persons, MessageKind.NOTICE, key, told, href(provider))])


def ended(kind: str, thing: str) -> None:
    """The step is done, or can no longer be."""
    waiting.ended(f"providers.{kind}", thing)
