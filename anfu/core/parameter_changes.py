"""A new value of a parameter: proposed by one person, approved by another, in force from a day to come or today."""

from datetime import date
from typing import Any

from django.urls import reverse

from anfu.core import approvals, clock, ledger
from anfu.core.actor import Actor
from anfu.core.approvals import Change, Description
from anfu.core.models import Parameter, Proposal
from anfu.core.parameters import Definition, definitions
from anfu.core.refusal import Refused

KIND = "core.parameter_set"
PERMISSION = "core.set_parameter"


def subject(code: str) -> str:
    """How proposals and ledger entries name a parameter."""
    return f"parameter:{code}"


def propose(
    code: str, value: int, *, valid_from: date, actor: Actor, reason: str, division: str = ""
) -> Proposal:
    """Ask for a new value from a day on (today or later); past values stay as they were."""
    arguments = {"code": code, "division": division, "valid_from": valid_from.isoformat(), "value": value}
    return approvals.propose(KIND, arguments, reason=reason, actor=actor)


def _definition(arguments: dict[str, Any]) -> Definition:
    definition = definitions().get(arguments["code"])
    if definition is None:
        raise Refused("没有这个参数。请从参数页上选择。")
    return definition


def _check(arguments: dict[str, Any], actor: Actor) -> None:
    definition = _definition(arguments)
    if date.fromisoformat(arguments["valid_from"]) < clock.today():
        raise Refused(
            "生效日期不能早于今天：过去的数字已经按原来的值算出。请改成今天或以后。", field="valid_from"
        )
    if not definition.minimum <= arguments["value"] <= definition.maximum:
        raise Refused(
            f"{definition.label}要在 {definition.minimum} 到 {definition.maximum} 之间。", field="value"
        )


def _describe(arguments: dict[str, Any]) -> Description:
    definition = _definition(arguments)
    day = date.fromisoformat(arguments["valid_from"])
    rows = Parameter.objects.filter(code=definition.code, division=arguments["division"], valid_from__lte=day)
    before = rows.order_by("-valid_from").values_list("value", flat=True).first()
    old = "没有定" if before is None else _words(before, definition)
    new = _words(arguments["value"], definition)
    return Description(
        subject=subject(definition.code),
        title=f"{definition.label}：{old} 改成 {new}，{day} 起",
        changes=(Change(f"{definition.label}（{day} 起）", old, new),),
        until=day,
        href=reverse("core:parameter", args=[definition.code]),
    )


def _words(value: int, definition: Definition) -> str:
    return f"{value:,} {definition.unit}".rstrip()


@approvals.act(
    KIND, label="改参数", permission=PERMISSION, approver=PERMISSION, describe=_describe, check=_check
)
def _write(proposal: Proposal, actor: Actor) -> None:
    asked = proposal.arguments
    definition, day = _definition(asked), date.fromisoformat(asked["valid_from"])
    key = {"code": definition.code, "division": asked["division"], "valid_from": day}
    before = Parameter.objects.filter(**key).first()
    facts = {
        "value": asked["value"],
        "clause": definition.clause,
        "source": proposal.proposer_office or proposal.proposer.name,
        "reason": proposal.reason[:200],
    }
    Parameter.objects.update_or_create(**key, defaults=facts)
    after = {"value": asked["value"], "division": asked["division"], "reason": proposal.reason}
    ledger.record(
        KIND,
        subject(definition.code),
        actor=actor,
        on=day,
        before={"value": before.value} if before else {},
        after=after | approvals.persons(proposal, actor),
    )
