"""Taking an import of people back: what it wrote never counted; whom an officer's check builds on stays."""

import polars as pl

from anfu.core.intake.kinds import Kept, Part, Withdrawn
from anfu.core.models import Intake
from anfu.core.personal import masked
from anfu.providers.actions.staff import MODEL
from anfu.providers.kinds import Check
from anfu.providers.models import Certificate, Employment
from anfu.providers.queries.staff import CertificateQuerySet
from anfu.providers.queries.under import UnderProviderQuerySet

ROWS = pl.Schema({"employment": pl.Int64, "certificate": pl.Int64, "division": pl.String})


def withdraw(part: Part) -> Withdrawn:
    """Retract the next people of the import; at the end the certificates of people who were there before."""
    rest = (
        _jobs(part.intake).filter(pk__gt=part.after).order_by("pk").select_related("provider")[: part.limit]
    )
    looked_at = list(rest)
    checked = set(
        _papers(part.intake).exclude(check_state=Check.CLAIMED).values_list("professional", flat=True)
    )
    taken = [each for each in looked_at if each.professional_id not in checked]
    people = {each.professional_id for each in taken}
    papers = _papers(part.intake).filter(check_state=Check.CLAIMED)
    papers = papers.filter(professional__in=people) if looked_at else papers
    rows = [{"employment": e.pk, "certificate": None, "division": e.provider.division} for e in taken]
    rows += [
        {"employment": None, "certificate": pk, "division": ""} for pk in papers.values_list("pk", flat=True)
    ]
    papers.update(retracted_at=part.at)
    Employment.objects.filter(pk__in=[each.pk for each in taken]).update(retracted_at=part.at)
    return Withdrawn(looked_at[-1].pk if looked_at else None, pl.DataFrame(rows, schema=ROWS))


def kept(intake: Intake, limit: int) -> list[Kept]:
    """Certificates that an officer has compared with their source, and so the people who hold them."""
    rows = _papers(intake).exclude(check_state=Check.CLAIMED).select_related("professional").order_by("pk")
    return [
        Kept(
            masked("providers.Certificate", "number", each.number),
            masked(MODEL, "name", each.professional.name),
            "证书已经核验",
        )
        for each in rows[:limit]
    ]


def _jobs(intake: Intake) -> UnderProviderQuerySet:
    return Employment.objects.standing().filter(intake_id=intake.pk)


def _papers(intake: Intake) -> CertificateQuerySet:
    return Certificate.objects.standing().filter(intake_id=intake.pk)
