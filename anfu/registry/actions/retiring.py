"""What a merge does to the registry's own rows, and how exactly that is taken back. Both are locked by the caller."""

from datetime import date
from typing import Any

from anfu.core import clock
from anfu.core.refusal import Refused
from anfu.registry.models import Enterprise, EnterpriseVersion
from anfu.registry.roster import writing

_PLACE = ("division", "town", "waiting_at")


def retire(
    merged: Enterprise, kept: Enterprise, version: EnterpriseVersion | None, on: date
) -> dict[str, Any]:
    """End the merged one's facts, let its code lead to the kept one; returns what `restore` needs."""
    if version:
        _end(version, on)
    known = kept.organisation.former_ids
    codes = [merged.organisation.uscc, *merged.organisation.former_ids]
    added = [code for code in dict.fromkeys(codes) if code not in known]
    kept.organisation.former_ids = [*known, *added]
    kept.organisation.save(update_fields=["former_ids"])
    was = {name: getattr(merged, name) for name in _PLACE}
    merged.merged_into = kept
    # It waits in no queue any more; whoever answers for the kept one still finds it.
    if not merged.division:
        merged.division, merged.town = kept.division, kept.town
    merged.waiting_at = "" if merged.division else merged.waiting_at
    merged.save(update_fields=["merged_into", *_PLACE])
    return {"version": version.pk if version else None, "codes": added, "place": was}


def restore(merged: Enterprise, kept: Enterprise, done: dict[str, Any]) -> None:
    """Put back what `retire` changed; Refused where something was built on it."""
    if kept.merged_into_id:
        raise Refused("没有撤销：留下的一家后来又并入了第三家。请先撤销那一次合并。")
    if EnterpriseVersion.objects.current().filter(enterprise=merged).exists():
        raise Refused("没有撤销：被并入的一家后来又登记了新的情况。请先核对它的名册来源。")
    writing.reopen_versions([done["version"]] if done["version"] else [])
    kept.organisation.former_ids = [
        code for code in kept.organisation.former_ids if code not in done["codes"]
    ]
    kept.organisation.save(update_fields=["former_ids"])
    for name, value in done["place"].items():
        setattr(merged, name, value)
    merged.merged_into = None
    merged.save(update_fields=["merged_into", *_PLACE])


def _end(version: EnterpriseVersion, on: date) -> None:
    if version.valid_from > on:
        raise Refused(f"没有合并：被并入的一家有 {version.valid_from} 起的情况，晚于合并的日期。")
    if version.valid_from == on:
        # It would hold on no day at all.
        writing.retract_versions([version.pk], clock.now())
    else:
        writing.close_versions([version.pk], on)
