"""When two enterprises become one, the service relations of the one go over to the other, as they are.

So do the contracts that they came from; their versions keep the parties as they were called when they agreed.
Retracted ones stay where they were, and so does a contract that the kept one has already: it is the same paper.
"""

from datetime import date
from typing import Any

from anfu.core.refusal import Refused
from anfu.engagements.models import Contract, Engagement
from anfu.engagements.signals import relations_changed
from anfu.registry.signals import enterprises_merged, enterprises_unmerged

ROOM = "engagements"
_TERMS = (
    "provider_id",
    "mode",
    "kinds",
    "valid_from",
    "valid_to",
    "signed_on",
    "price_fen",
    "contract_no",
    "file_id",
    "retracted_at",
)


def connect() -> None:
    """Listen to the registry."""
    enterprises_merged.connect(move, dispatch_uid="engagements.merging")
    enterprises_unmerged.connect(put_back, dispatch_uid="engagements.unmerging")


def move(kept: int, merged: int, on: date, **_: Any) -> tuple[str, dict[str, Any]] | None:
    """Hand the relations over; says which, and which stayed."""
    held = set(Engagement.objects.valid().filter(enterprise=kept).values_list("provider_id", "contract_no"))
    rows = list(Engagement.objects.valid().filter(enterprise=merged).order_by("pk"))
    # Nobody serves itself.
    going = [
        row for row in rows if (row.provider_id, row.contract_no) not in held and row.provider_id != kept
    ]
    contracts = list(
        Contract.objects.filter(enterprise=merged).exclude(provider=kept).values_list("pk", flat=True)
    )
    if not rows and not contracts:
        return None
    Contract.objects.filter(pk__in=contracts).update(enterprise=kept)
    _give([row.pk for row in going], kept, [kept, merged], on)
    staying = [row.pk for row in rows if row not in going]
    return ROOM, {
        "moved": [{"id": row.pk, "terms": _terms(row)} for row in going],
        "stayed": staying,
        "contracts": contracts,
    }


def put_back(kept: int, merged: int, on: date, moved: dict[str, Any], **_: Any) -> None:
    """Hand them back; Refused where one was changed since."""
    was = {row["id"]: row["terms"] for row in moved.get(ROOM, {}).get("moved", [])}
    contracts = moved.get(ROOM, {}).get("contracts", [])
    Contract.objects.filter(pk__in=contracts, enterprise=kept).update(enterprise=merged)
    rows = Engagement.objects.select_for_update().filter(enterprise=kept).in_bulk(list(was))
    changed = [terms for key, terms in was.items() if key not in rows or _terms(rows[key]) != terms]
    if changed:
        raise Refused(
            f"没有撤销：转过去的合同 {changed[0]['contract_no']} 后来改过。请先在合同页处理这一份，再撤销合并。"
        )
    _give(list(was), merged, [kept, merged], on)


def _give(ids: list[int], to: int, both: list[int], on: date) -> None:
    if ids:
        Engagement.objects.filter(pk__in=ids).update(enterprise_id=to)
        relations_changed.send(sender=Engagement, enterprises=sorted(both), on=on)


def _terms(row: Engagement) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in _TERMS}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()
    }
