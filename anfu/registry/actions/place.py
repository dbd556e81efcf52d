"""Enterprises whose place nobody knew get one, or go to the queue of the county that may know."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from django.db import transaction

from anfu.core import bulk, clock, ledger
from anfu.core.actor import Actor
from anfu.core.refusal import Refused
from anfu.registry import divisions
from anfu.registry.actions.facts import copied
from anfu.registry.history import Written
from anfu.registry.models import Enterprise, EnterpriseVersion
from anfu.registry.queries.waiting import unplaced
from anfu.registry.roster import writing
from anfu.registry.signals import facts_changed

MOST = 5_000


class Choice(NamedTuple):
    """Where an enterprise is; `town` may be unknown."""

    enterprise: int
    division: str
    town: str = ""


@transaction.atomic
def place(choices: Iterable[Choice], *, actor: Actor, on: date) -> int:
    """Give these enterprises of the actor's queue their places; returns how many.

    A place makes the version in force whole rather than ending it: it holds over that version's whole period. A
    division that is not the actor's gets the enterprise into its own queue and decides there.
    """
    if not actor.may("registry.edit"):
        raise Refused("没有保存：你没有核实属地的权限。")
    wanted = {choice.enterprise: choice for choice in choices}
    if len(wanted) > MOST:
        raise Refused(f"没有保存：一次最多落位 {MOST} 家。请分几次。")
    for choice in wanted.values():
        _check(choice)
    bulk.lock("registry_organisation", "id", wanted)
    bulk.lock("registry_enterprise", "organisation_id", wanted)
    found = list(
        unplaced(actor).filter(enterprise__in=list(wanted)).select_related("enterprise__organisation")
    )
    if len(found) < len(wanted):
        raise Refused("没有保存：有的企业已经有人落位了，或者不在你的待落位名单里。请刷新名单再办。")
    own = [v for v in found if actor.covers(wanted[v.enterprise_id].division)]
    foreign = [v for v in found if not actor.covers(wanted[v.enterprise_id].division)]
    if own:
        _place(own, wanted, actor, on)
    if foreign:
        _hand_over(foreign, wanted, actor, on)
    return len(found)


def _check(choice: Choice) -> None:
    if choice.division not in divisions.county_codes():
        raise Refused("没有保存：请给每家选一个区县。", field="division")
    town = divisions.town(choice.town) if choice.town else None
    if choice.town and (town is None or choice.division not in (town.division, town.zone)):
        raise Refused(
            f"没有保存：{divisions.town_label(choice.town)}不在{divisions.label(choice.division)}。"
        )


def _place(found: list[EnterpriseVersion], wanted: dict[int, Choice], actor: Actor, on: date) -> None:
    at = clock.now()
    EnterpriseVersion.objects.filter(pk__in=[v.pk for v in found]).update(retracted_at=at)
    EnterpriseVersion.objects.bulk_create([_placed(v, wanted[v.enterprise_id], actor, at) for v in found])
    writing.many(
        "UPDATE registry_enterprise SET division = %s, town = %s, waiting_at = '' WHERE organisation_id = %s",
        [(wanted[v.enterprise_id].division, wanted[v.enterprise_id].town, v.enterprise_id) for v in found],
    )
    _record("registry.placed", found, wanted, actor, on)
    ids = [v.enterprise_id for v in found]
    facts_changed.send(sender=EnterpriseVersion, enterprises=ids, on=on, actor=actor)


def _placed(version: EnterpriseVersion, choice: Choice, actor: Actor, at: object) -> EnterpriseVersion:
    says = {"division": choice.division, "town": choice.town}
    written = Written(version.pk, version.valid_from, version.valid_to, says)
    return copied(version, written, actor=actor, at=at)  # type: ignore[arg-type]


def _hand_over(found: list[EnterpriseVersion], wanted: dict[int, Choice], actor: Actor, on: date) -> None:
    for division in sorted({wanted[v.enterprise_id].division for v in found}):
        ids = [v.enterprise_id for v in found if wanted[v.enterprise_id].division == division]
        Enterprise.objects.filter(pk__in=ids).update(waiting_at=division)
    _record("registry.handed_over", found, wanted, actor, on)


def _record(
    verb: str, found: Collection[EnterpriseVersion], wanted: dict[int, Choice], actor: Actor, on: date
) -> None:
    """One entry for each county concerned; about one enterprise, it stands under its own code."""
    by_division: dict[str, list[EnterpriseVersion]] = defaultdict(list)
    for version in found:
        by_division[wanted[version.enterprise_id].division].append(version)
    for division, versions in sorted(by_division.items()):
        rows = [
            {
                "uscc": v.enterprise.organisation.uscc,
                "division": division,
                "town": wanted[v.enterprise_id].town,
            }
            for v in versions
        ]
        if len(rows) == 1:
            subject = f"enterprise:{rows[0]['uscc']}"
            ledger.record(verb, subject, actor=actor, on=on, stream=division, after=rows[0])
        else:
            after = {"enterprises": len(rows)}
            ledger.record_rows(
                verb, "enterprises:placed", rows, actor=actor, on=on, stream=division, after=after
            )
