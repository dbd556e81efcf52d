"""Facts change: dated, checked, explained. Clause 四(三)a."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import transaction
from django.utils import timezone

from anfu.core import bulk, clock, ledger
from anfu.core.actor import Actor
from anfu.core.explaining import fitting
from anfu.core.refusal import Refused, Stale
from anfu.registry import checking, divisions, history, masking
from anfu.registry.derived import derive
from anfu.registry.history import Piece, Plan, Written
from anfu.registry.models import Enterprise, EnterpriseVersion, Placement
from anfu.registry.queries.differences import differences, facts_in_words
from anfu.registry.roster.fields import FACTS
from anfu.registry.signals import facts_changed

_ROUND = ("industry", "employees", "revenue_fen", "address")


@transaction.atomic
def set_facts(
    enterprise: Enterprise,
    changes: Mapping[str, Any],
    *,
    actor: Actor,
    on: date,
    source: str,
    expected_version: int | None,
) -> EnterpriseVersion:
    """From `on` (today or earlier) these facts are so; returns the version that begins that day, or holds then.

    `changes`: canonical fields of a roster (`roster.fields.FACTS`); None or "" = not known any more.
    `expected_version`: the version in force that the form showed; Stale where somebody was faster. Values that
    are so already are no change: without any, nothing is written.
    """
    _allowed(actor, on)
    versions = taken(enterprise)
    now = versions[-1]
    _must_be_in_territory(enterprise, actor)
    if expected_version is not None and now.pk != expected_version:
        raise stale(now, expected_version)
    pieces = [_piece(version) for version in versions]
    clean = checking.checked(changes, pieces[-1].facts, on=on)
    _must_stay_in_territory(clean, actor)
    plan = history.change(pieces, clean, on)
    if plan.is_empty:
        return next(v for v in versions if v.valid_from <= on and (v.valid_to is None or on < v.valid_to))
    written = _write(versions, plan, actor=actor, source=fitting(source, 200, field="source"))
    keep_in_step(enterprise, written[-1])
    _record(enterprise, versions, plan, written, actor=actor, on=on)
    facts_changed.send(sender=EnterpriseVersion, enterprises=[enterprise.pk], on=on, actor=actor)
    return written[0]


def taken(enterprise: Enterprise) -> list[EnterpriseVersion]:
    """The enterprise's versions in order, all locked; Refused where none is in force."""
    bulk.lock("registry_organisation", "id", [enterprise.pk])
    bulk.lock("registry_enterprise", "organisation_id", [enterprise.pk])
    enterprise.refresh_from_db(fields=["division", "town", "waiting_at", "merged_into"])
    rows = EnterpriseVersion.objects.filter(enterprise=enterprise, retracted_at=None).order_by("valid_from")
    versions = list(rows.select_related("recorded_by"))
    if not versions or versions[-1].valid_to is not None:
        raise Refused("没有保存：这家企业已经并入别家或者撤回，没有在册的情况。")
    return versions


def stale(now: EnterpriseVersion, expected: int) -> Stale:
    """Who was faster, and what they changed."""
    seen = EnterpriseVersion.objects.filter(pk=expected, enterprise=now.enterprise_id).first()
    who = now.recorded_by.name if now.recorded_by else "平台"
    at = timezone.localtime(now.recorded_at)
    found = differences(seen, now) if seen else []
    return Stale(
        f"没有保存：{who}在 {at:%m-%d %H:%M} 先改了这家企业。你写的内容留在本页。看改了什么，再保存。",
        changes=[each.masked()._asdict() for each in found],
    )


def keep_in_step(enterprise: Enterprise, version: EnterpriseVersion) -> None:
    """The enterprise and its organisation say what the version in force says."""
    if version.valid_to is not None:
        return
    organisation = enterprise.organisation
    if organisation.name != version.name:
        organisation.name = version.name
        organisation.save(update_fields=["name"])
    if (enterprise.division, enterprise.town) != (version.division, version.town):
        enterprise.division, enterprise.town = version.division, version.town
        enterprise.waiting_at = "" if version.division else enterprise.waiting_at
        enterprise.save(update_fields=["division", "town", "waiting_at"])


def derived_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that follow from the facts of one version."""
    schema = {"industry": pl.String, "employees": pl.Int64, "revenue_fen": pl.Int64, "address": pl.String}
    row = {name: facts[name] if facts[name] != "" else None for name in _ROUND}
    made = derive(pl.DataFrame([row], schema=schema)).drop(list(schema)).row(0, named=True)
    return {name: "" if value is None else value for name, value in made.items()}


def _allowed(actor: Actor, on: date) -> None:
    if not actor.may("registry.edit"):
        raise Refused("没有保存：你没有修改企业情况的权限。")
    if on > clock.today():
        raise Refused("没有保存：生效日期不能晚于今天。", field="on")


def _must_be_in_territory(enterprise: Enterprise, actor: Actor) -> None:
    if not actor.covers(enterprise.division or enterprise.waiting_at):
        raise Refused("没有保存：这家企业不在你的管辖范围里。")


def _must_stay_in_territory(changes: Mapping[str, Any], actor: Actor) -> None:
    if "division" in changes and not actor.covers(changes["division"]):
        where = divisions.label(changes["division"])
        raise Refused(
            f"没有保存：{where}不在你的管辖范围里。企业迁到{where}的，请市级监管员办理。", field="division"
        )


def _piece(version: EnterpriseVersion) -> Piece:
    facts = {name: getattr(version, name) for name in FACTS}
    return Piece(version.pk, version.valid_from, version.valid_to, facts)


def _write(
    versions: list[EnterpriseVersion], plan: Plan, *, actor: Actor, source: str
) -> list[EnterpriseVersion]:
    at = clock.now()
    by_key = {version.pk: version for version in versions}
    rows = EnterpriseVersion.objects.filter(enterprise=versions[0].enterprise_id)
    rows.filter(pk__in=plan.retracted).update(retracted_at=at)
    for key, end in plan.ended.items():
        rows.filter(pk=key).update(valid_to=end)
    new = [copied(by_key[w.origin], w, actor=actor, at=at) for w in plan.written]
    # What was only carried forward still comes from where the rest of that version came from.
    new[0].source = source
    return EnterpriseVersion.objects.bulk_create(new)


def copied(origin: EnterpriseVersion, written: Written, *, actor: Actor, at: datetime) -> EnterpriseVersion:
    """A version like `origin` but for what `written` says; not yet saved."""
    skipped = {"id", "facets", "headcount", "retracted_at", "intake_id"}
    columns = [f.attname for f in EnterpriseVersion._meta.concrete_fields if f.attname not in skipped]
    values = {name: getattr(origin, name) for name in columns} | dict(written.says)
    period = {"valid_from": written.valid_from, "valid_to": written.valid_to}
    # An empty check text: no roster row says the same as what a person has changed.
    own = {"recorded_at": at, "recorded_by_id": actor.user_id, "facts_hash": ""}
    if "division" in written.says or "town" in written.says:
        own |= {
            "placement": Placement.CONFIRMED,
            "placement_basis": f"{actor.office or actor.name}核实"[:120],
        }
    return EnterpriseVersion(**values | period | own | derived_of(values))


def _record(
    enterprise: Enterprise,
    versions: list[EnterpriseVersion],
    plan: Plan,
    written: list[EnterpriseVersion],
    *,
    actor: Actor,
    on: date,
) -> None:
    base = next(v for v in versions if v.pk == plan.written[0].origin)
    says = list(plan.written[0].says)
    before, after = facts_in_words(base, says), facts_in_words(written[0], says)
    carried = [w.valid_from.isoformat() for w in plan.written[1:]]
    ledger.record(
        "registry.facts_set",
        f"enterprise:{enterprise.organisation.uscc}",
        actor=actor,
        on=on,
        stream=enterprise.division or enterprise.waiting_at or None,
        before=masking.sealed(before),
        after=masking.sealed(after)
        | {"source": written[0].source}
        | ({"carried_to": carried} if carried else {}),
    )
