"""What the market does when a contract that came from a choice is signed, or given up before that."""

from typing import Any

from django.urls import reverse

from anfu.core import clock, waiting
from anfu.engagements import signals
from anfu.engagements.models import Contract
from anfu.market.actions.choosing import end, enter_choice
from anfu.market.actions.settling import settle
from anfu.market.actions.shared import BY_THE_CLOCK, lock
from anfu.market.lifecycle import CHOICE
from anfu.market.models import Choice

FREE_CHOICE = "market.free_choice"


def connect() -> None:
    """Listen from now on."""
    signals.contract_signed.connect(_signed, dispatch_uid="market.signed")
    signals.contract_abandoned.connect(_abandoned, dispatch_uid="market.abandoned")


def _signed(sender: object, contract: Contract, **_: Any) -> None:
    if (found := _choice_of(contract)) is not None:
        CHOICE.move(found, "sign", BY_THE_CLOCK)
        found.save(update_fields=["state"])
        enter_choice("sign", found, BY_THE_CLOCK, clock.today(), {"contract": contract.pk})
        settle(lock(found.demand_id), BY_THE_CLOCK, clock.today())
        _ask_freely(found)


def _abandoned(sender: object, contract: Contract, **_: Any) -> None:
    if (found := _choice_of(contract)) is not None:
        CHOICE.move(found, "leave", BY_THE_CLOCK)
        end(
            found,
            getattr(contract, "closed_reason", "") or "签约前放弃",
            BY_THE_CLOCK,
            clock.today(),
            "leave",
        )


def _choice_of(contract: Contract) -> Choice | None:
    key = Choice.objects.filter(contract=contract, state="confirmed").values_list("demand", flat=True).first()
    if key is None:
        return None
    lock(key)
    rows = Choice.objects.select_for_update(of=("self",)).select_related("demand", "enterprise__organisation")
    found: Choice | None = rows.filter(contract=contract, state="confirmed").first()
    return found


def _ask_freely(found: Choice) -> None:
    waiting.began(
        waiting.Waiting(
            kind=FREE_CHOICE, subject=f"choice:{found.pk}", title="签好了：有没有人要求或推荐你选这家？请私下告诉我们",
            href=reverse("market:choice", args=[found.pk]), permission="market.choose", organisation=found.enterprise_id,
        )
    )  # fmt: skip
