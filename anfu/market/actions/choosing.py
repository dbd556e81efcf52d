"""An enterprise chooses an offer, or takes its choice back; nobody chooses for it. Clause 三(四)a."""

from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse

from anfu.core import clock, ledger, waiting
from anfu.core.actor import Actor
from anfu.core.editions import must_be_as_seen
from anfu.core.inserting import insert_once
from anfu.core.ledger import canonical
from anfu.core.refusal import Refused
from anfu.market.actions.closing import asked, close
from anfu.market.actions.joining import own_member
from anfu.market.actions.settling import settle
from anfu.market.actions.shared import lock, locked, needs_reason
from anfu.market.lifecycle import CHOICE, CHOOSE, UNDECIDED
from anfu.market.models import Choice, Demand, MemberState, OfferVersion
from anfu.market.queries.viewing import facts_now, head_of, kept_rows
from anfu.market.rules.comparison import hash_of, view_of

CONFIRM = "market.confirm"
# What the desk says first where it was not the enterprise itself that ended it.
AGAIN = {"declined": "{}没有接受，请另选：", "left": "和{}没有签成，请另选："}
ALREADY = "你单位已经选了一家，没有重复选。要改主意，请先收回那次选择。"


@transaction.atomic
def choose(demand_id: int, offer_id: int, *, reason: str, actor: Actor, on: date, seen: str = "") -> Choice:
    """Choose one of the opened offers. `seen`: the hash of the comparison that was shown; what it said is frozen."""
    close(locked(demand_id, actor).pk, on=on)
    found = lock(demand_id)
    member = own_member(found, actor)
    if found.state not in UNDECIDED or member.state != MemberState.AGREED:
        raise Refused(f"现在是“{found.get_state_display()}”，不能选择。请刷新后再看。")
    opened = kept_rows(found.closing_entry)
    facts = facts_now(found, member.enterprise, opened, on)
    view = view_of(head_of(found, member.enterprise), opened, facts)
    must_be_as_seen(hash_of(view), seen)
    said, version = needs_reason(reason), _chosen(view, offer_id, on)
    made = Choice(
        demand=found, enterprise=member.enterprise, version=version, reason=said, chosen_at=clock.now(),
        chosen_by_id=actor.user_id, view=canonical(view), view_hash=hash_of(view),
    )  # fmt: skip
    made.entry = ledger.record_rows(
        "market.chosen", f"demand:{found.pk}", [{"head": head_of(found, member.enterprise), "facts": facts}],
        actor=actor, on=on, stream=found.division or None,
        after={
            "enterprise": member.enterprise.organisation.uscc, "provider": version.offer.provider.organisation.uscc,
            "offers": len(opened), "reason": said, "view_hash": made.view_hash,
        },
    )  # fmt: skip
    insert_once(made, ALREADY)
    settle(found, actor, on)
    _hand_over(made, member.pk)
    return made


@transaction.atomic
def take_back(choice_id: int, *, reason: str, actor: Actor, on: date) -> Choice:
    """The enterprise changes its mind before the provider answered; it may choose again."""
    found = locked_choice(choice_id, actor)
    if not actor.may(CHOOSE) or found.enterprise_id not in actor.organisations:
        raise Refused("只有选择的企业能收回。")
    said = needs_reason(reason)
    CHOICE.move(found, "take_back", actor)
    end(found, said, actor, on, "take_back")
    return found


def locked_choice(choice_id: int, actor: Actor) -> Choice:
    """The choice of one of its two sides, with its demand under lock first, so that all acts come one after the other."""
    key = Choice.objects.visible_to(actor).filter(pk=choice_id).values_list("demand", flat=True).first()
    if key is None or not actor.organisations:
        raise Refused("没有找到这次选择，或者与你单位无关。请刷新后再看。")
    lock(key)
    rows = Choice.objects.select_for_update(of=("self",))
    return rows.select_related(
        "demand", "enterprise__organisation", "version__offer__provider__organisation"
    ).get(pk=choice_id)


def end(found: Choice, said: str, actor: Actor, on: date, verb: str) -> None:
    """The choice came to nothing: told to both sides' desks and the ledger; the enterprise may choose again."""
    found.ended_reason, found.ended_at = said, clock.now()
    found.save(update_fields=["state", "ended_reason", "ended_at", "answered_at", "answered_by"])
    waiting.ended(CONFIRM, f"choice:{found.pk}")
    enter_choice(verb, found, actor, on, {"state": found.state, "reason": said})
    demand = lock(found.demand_id)
    settle(demand, actor, on)
    _ask_again(demand, found, on)


def enter_choice(verb: str, found: Choice, actor: Actor, on: date, after: dict[str, Any]) -> None:
    """The ledger entry of an act upon a choice."""
    ledger.record(
        f"market.{verb}", f"demand:{found.demand_id}", actor=actor, on=on, stream=found.demand.division or None,
        after={"choice": found.pk, "view_hash": found.view_hash, **after},
    )  # fmt: skip


def _chosen(view: dict[str, Any], offer_id: int, on: date) -> OfferVersion:
    line = next((each for each in view["offers"] if each["offer"] == offer_id), None)
    if line is None:
        raise Refused("没有找到这份报价。请刷新后再看。")
    if not line["may"]:
        raise Refused(f"{line['provider']}现在不能做这项服务：{line['why_not']}。请选别家。")
    if line["valid_until"] < on.isoformat():
        raise Refused(f"这份报价的有效期到 {line['valid_until']}，已经过了。请选别家，或重新发布需求。")
    return OfferVersion.objects.select_related("offer__provider__organisation").get(pk=line["version"])


def _hand_over(made: Choice, member: int) -> None:
    waiting.ended(CHOOSE, f"member:{member}")
    waiting.began(
        waiting.Waiting(
            kind=CONFIRM, subject=f"choice:{made.pk}", title="有企业选中你机构的报价，请答复接受或不接受",
            href=reverse("market:choice", args=[made.pk]), permission="market.offer",
            organisation=made.version.offer.provider_id,
        )
    )  # fmt: skip


def _ask_again(demand: Demand, found: Choice, on: date) -> None:
    member = demand.members.filter(enterprise=found.enterprise, state=MemberState.AGREED).first()
    if member is not None and demand.state in UNDECIDED:
        provider = found.version.offer.provider.organisation.name
        waiting.began(asked(demand, member, on, AGAIN.get(found.state, "").format(provider)))
