"""One enterprise by form: for the few that no roster brings."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
from django.db import transaction

from anfu.core import clock, ledger
from anfu.core.actor import Actor
from anfu.core.explaining import fitting
from anfu.core.ledger import CITY
from anfu.core.refusal import Refused
from anfu.registry import checking, divisions, masking
from anfu.registry.actions.facts import derived_of
from anfu.registry.models import Enterprise, EnterpriseVersion, Organisation, Placement
from anfu.registry.queries.differences import facts_in_words
from anfu.registry.roster import uscc as codes
from anfu.registry.roster.fields import CANONICAL, FACTS
from anfu.registry.signals import facts_changed


@transaction.atomic
def create(uscc: str, facts: Mapping[str, Any], *, actor: Actor, on: date, source: str) -> Enterprise:
    """A new enterprise whose facts hold from `on`. Without a division it waits in the actor's queue for a place.

    Refused where the code is wrong or already an enterprise, or the division is not the actor's.
    """
    code = codes.clean(uscc)
    _allowed(code, actor, on)
    known = {name: _unknown(name) for name in FACTS} | {"status": "active"}
    given = {name: value for name, value in facts.items() if value not in (None, "")}
    clean = known | checking.checked(given, known, on=on)
    division = clean["division"]
    if division and not actor.covers(division):
        raise Refused(f"没有保存：{divisions.label(division)}不在你的管辖范围里。", field="division")
    organisation, _ = Organisation.objects.get_or_create(uscc=code, defaults={"name": clean["name"]})
    if Enterprise.objects.filter(organisation=organisation).exists():
        raise Refused(
            "没有保存：库里已有这个信用代码的企业。请用信用代码查找，在它的一企一档里改。", field="uscc"
        )
    waits = "" if division else next(iter(sorted(actor.divisions)), CITY)
    enterprise = Enterprise.objects.create(
        organisation=organisation, division=division, town=clean["town"], waiting_at=waits
    )
    version = _first_version(enterprise, clean, actor=actor, on=on, source=source)
    after = masking.sealed({name: text for name, text in facts_in_words(version).items() if text})
    ledger.record(
        "registry.created",
        f"enterprise:{code}",
        actor=actor,
        on=on,
        stream=division or waits,
        after=after | {"source": version.source},
    )
    facts_changed.send(sender=EnterpriseVersion, enterprises=[enterprise.pk], on=on, actor=actor)
    return enterprise


def _allowed(code: str, actor: Actor, on: date) -> None:
    if not actor.may("registry.edit"):
        raise Refused("没有保存：你没有登记企业的权限。")
    if not codes.is_valid(code):
        what, fix = codes.explain(code)
        raise Refused(f"{what}。{fix}。", field="uscc")
    if on > clock.today():
        raise Refused("没有保存：生效日期不能晚于今天。", field="on")


def _first_version(
    enterprise: Enterprise, facts: Mapping[str, Any], *, actor: Actor, on: date, source: str
) -> EnterpriseVersion:
    by = f"{actor.office or actor.name}登记"
    placed = {"placement": Placement.CONFIRMED, "placement_basis": by[:120]} if facts["division"] else {}
    return EnterpriseVersion.objects.create(
        enterprise=enterprise,
        valid_from=on,
        recorded_at=clock.now(),
        recorded_by_id=actor.user_id,
        source=fitting(source, 200, field="source"),
        **facts,
        **placed,
        **derived_of(facts),
    )


def _unknown(name: str) -> str | None:
    """How a version says that it does not know."""
    return "" if CANONICAL[name] == pl.String else None
