"""A service relation as a line of a page."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from anfu.core import parameters
from anfu.core.periods import last_day
from anfu.engagements.models import Engagement, Mode
from anfu.engagements.queries.engagements import STATES, state_on
from anfu.providers.kinds import ServiceKind

STATUS = {"in_force": "ok", "ending_soon": "warn", "not_begun": "info", "expired": "mute"}


def soon_days(on: date) -> int:
    """How many days before its end a relation is called out, as set on that day."""
    return parameters.value("targets.ending_soon_days", on=on)


def enterprise_href(uscc: str) -> str:
    """The enterprise's own page, in the registry."""
    return f"/enterprises/{uscc}/"


def lines(engagements: Iterable[Engagement], on: date) -> list[dict[str, Any]]:
    """Each relation (with its enterprise's and provider's organisation) as pages show it."""
    days = soon_days(on)
    return [_line(each, on, days) for each in engagements]


def kind_words(codes: Iterable[str]) -> str:
    """Kinds of service in words."""
    return "、".join(str(ServiceKind(code).label) for code in codes)


def late_of(each: Engagement) -> dict[str, Any] | None:
    """That it was recorded after it had begun, and from which day it counts; None where it was in time (T12)."""
    recorded = timezone.localtime(each.recorded_at).date()
    if each.agreed_from is not None:
        confirmed = each.start_confirmed_by_id is not None
        rest = "监管部门已凭原件确认，从那天计入覆盖。" if confirmed else f"从 {each.valid_from} 起计入覆盖。"
        return {
            "confirmed": confirmed,
            "text": f"补签：写明 {each.agreed_from} 开始，{recorded} 才登记。{rest}",
        }
    if each.intake_id is not None and each.valid_from < recorded:
        return {"confirmed": True, "text": f"{recorded} 从文件导入的历史合同，按文件写明的日期计入覆盖。"}
    return None


def _line(each: Engagement, on: date, days: int) -> dict[str, Any]:
    state = state_on(each.valid_from, each.valid_to, on, days)
    enterprise = each.enterprise.organisation
    return {
        "pk": each.pk,
        "contract_no": each.contract_no,
        "enterprise": enterprise.name,
        "uscc": enterprise.uscc,
        "enterprise_href": enterprise_href(enterprise.uscc),
        "provider": each.provider.name,
        "provider_uscc": each.provider.uscc,
        "mode": str(Mode(each.mode).label),
        "kinds": kind_words(each.kinds),
        "from": each.valid_from,
        "last_day": last_day(each.valid_to),
        "price_fen": each.price_fen,
        "state": STATES[state],
        "status": STATUS[state],
        "has_file": each.file_id is not None,
        "late": late_of(each),
    }
