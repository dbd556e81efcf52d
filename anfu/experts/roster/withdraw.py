"""Taking an import of experts back: a nomination that nobody decided on goes; on whom somebody built stays."""

import polars as pl
from django.db.models import Exists, OuterRef

from anfu.core.intake.kinds import Kept, Part, Withdrawn
from anfu.core.models import Intake
from anfu.experts.actions.telling import wait_for_lot
from anfu.experts.models import Claim, Declaration, Expert, ExpertState, Talent
from anfu.experts.queries.experts import ExpertQuerySet

ROWS = pl.Schema({"expert": pl.String, "division": pl.String})


def withdraw(part: Part) -> Withdrawn:
    """Delete the next nominations of the import: they never counted, and what was filed about the person goes, too."""
    rest = _of(part.intake).filter(pk__gt=part.after).order_by("pk").select_for_update(of=("self",))
    looked_at = list(rest[: part.limit])
    free = _unbuilt(Expert.objects.filter(pk__in=[each.pk for each in looked_at])).values_list(
        "pk", flat=True
    )
    going = set(free)
    taken = [each for each in looked_at if each.pk in going]
    rows = [{"expert": each.code, "division": each.division} for each in taken]
    Expert.objects.filter(pk__in=going).delete()
    for division in sorted({each.division for each in taken}):
        wait_for_lot(part.intake.pk, division)
    return Withdrawn(looked_at[-1].pk if looked_at else None, pl.DataFrame(rows, schema=ROWS))


def kept(intake: Intake, limit: int) -> list[Kept]:
    """Those whom another person has admitted or sent back, and who have a record of their own."""
    free = _unbuilt(_of(intake)).values("pk")
    rows = _of(intake).exclude(pk__in=free).order_by("pk")[:limit]
    return [Kept(each.identity_masked, each.name, _why(each)) for each in rows]


def _why(expert: Expert) -> str:
    if expert.state != ExpertState.SUBMITTED or expert.decided_at is not None:
        return "已经审核过"
    if expert.user_id is not None or expert.claims.exists():
        return "本人已经来认领"
    return "已经有培训、表彰或回避记录"


def _of(intake: Intake) -> ExpertQuerySet:
    found: ExpertQuerySet = Expert.objects.filter(intake_id=intake.pk)
    return found


def _unbuilt(rows: ExpertQuerySet) -> ExpertQuerySet:
    """Whom nobody has decided on, and of whom nothing is recorded but the nomination."""
    mine = {"expert": OuterRef("pk")}
    found: ExpertQuerySet = rows.filter(state=ExpertState.SUBMITTED, decided_at=None, user=None).exclude(
        Exists(Declaration.objects.filter(**mine))
        | Exists(Talent.objects.filter(**mine))
        | Exists(Claim.objects.filter(**mine))
    )
    return found
