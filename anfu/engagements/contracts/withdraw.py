"""Taking an import of contracts back: what it wrote is retracted, what it corrected stands again."""

from collections.abc import Iterable
from typing import Any

import polars as pl
from django.db.models import Q

from anfu.core.intake.kinds import Kept, Part, Withdrawn
from anfu.core.models import Intake
from anfu.engagements.contracts.apply import retract
from anfu.engagements.models import Engagement
from anfu.engagements.queries.engagements import EngagementQuerySet
from anfu.engagements.signals import relations_changed

ROWS = pl.Schema(
    {"uscc": pl.String, "provider_uscc": pl.String, "contract_no": pl.String, "division": pl.String}
)
# What a person did to a relation since; evidence that came from the row before does not count.
_TOUCHED = ~Q(ended_reason="") | (Q(file__isnull=False) & (Q(replaces=None) | Q(replaces__file=None)))


def withdraw(part: Part) -> Withdrawn:
    """Retract the next rows of the import that nothing builds on."""
    rest = _of(part.intake).filter(pk__gt=part.after).order_by("pk")
    looked_at = list(rest.values_list("pk", flat=True)[: part.limit])
    if not looked_at:
        return Withdrawn(None, pl.DataFrame(schema=ROWS))
    taken = list(_untouched(part.intake, looked_at))
    retract([each["pk"] for each in taken], part.at)
    retract([each["replaces_id"] for each in taken if each["replaces_id"]], None)
    changed = sorted({each["enterprise_id"] for each in taken})
    relations_changed.send(sender=None, enterprises=changed, on=part.on)
    return Withdrawn(looked_at[-1], pl.DataFrame([_row(each) for each in taken], schema=ROWS))


def _untouched(intake: Intake, ids: list[int]) -> Iterable[dict[str, Any]]:
    standing = _of(intake).filter(pk__in=ids, retracted_at=None).exclude(_TOUCHED)
    division, uscc = "enterprise__division", "enterprise__organisation__uscc"
    return standing.values(
        "pk", "replaces_id", "enterprise_id", "contract_no", division, uscc, "provider__uscc"
    )


def _row(found: dict[str, Any]) -> dict[str, str]:
    return {
        "uscc": found["enterprise__organisation__uscc"],
        "provider_uscc": found["provider__uscc"],
        "contract_no": found["contract_no"],
        "division": found["enterprise__division"],
    }


def kept(intake: Intake, limit: int) -> list[Kept]:
    """The relations of the import that were ended, given evidence or corrected by a later import."""
    corrected = Q(retracted_at__isnull=False, corrections__retracted_at=None, corrections__isnull=False)
    touched = Q(retracted_at=None) & _TOUCHED
    rows = _of(intake).filter(touched | corrected).select_related("enterprise__organisation").order_by("pk")
    return [Kept(each.contract_no, each.enterprise.organisation.name, _why(each)) for each in rows[:limit]]


def _of(intake: Intake) -> EngagementQuerySet:
    found: EngagementQuerySet = Engagement.objects.filter(intake_id=intake.pk)
    return found


def _why(engagement: Engagement) -> str:
    if engagement.retracted_at:
        return "后来的导入更正了它"
    return "已终止" if engagement.ended_reason else "已附合同文件"
