"""What is done with institutions."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Status

from anfu.core.api import permitted
from anfu.providers.actions import filing, qualifications, registering, reviewing
from anfu.providers.actions import staff as people
from anfu.providers.api import schemas, shown
from anfu.providers.api.router import router
from anfu.providers.lifecycle import APPLY, REVIEW
from anfu.providers.models import Employment, Provider, Qualification
from anfu.providers.views.common import found_or_404, own_or_404


@router.put("/providers/{uscc}", response=schemas.ProviderOut, summary="改机构资料")
@permitted(APPLY)
def edit(request: HttpRequest, uscc: str, body: schemas.ProviderFactsIn) -> dict[str, Any]:
    """All facts anew; the files stay."""
    own_or_404(request, uscc)
    facts = registering.Facts(**body.dict(exclude={"version"}))
    done = registering.edit(uscc, facts, actor=request.actor, seen=body.version)  # type: ignore[attr-defined]
    return _told(request, done)


@router.post("/providers/{uscc}/submit", response=schemas.ProviderOut, summary="提交审核")
@permitted(APPLY)
def submit(request: HttpRequest, uscc: str, body: schemas.ProviderSeenIn) -> dict[str, Any]:
    """Hand the papers in."""
    own_or_404(request, uscc)
    return _told(request, registering.submit(uscc, seen=body.version, **_now(request)))


@router.post("/providers/{uscc}/decide", response=schemas.ProviderOut, summary="审核机构备案")
@permitted(REVIEW)
def decide(request: HttpRequest, uscc: str, body: schemas.ProviderDecideIn) -> dict[str, Any]:
    """Accept the papers and show them to the public, or send them back."""
    found_or_404(request, uscc)
    if body.verb == "accept":
        done = reviewing.accept(uscc, note=body.reason, seen=body.version, **_now(request))
    else:
        done = reviewing.send_back(uscc, reason=body.reason, seen=body.version, **_now(request))
    return _told(request, done)


@router.post("/providers/{uscc}/staff", response={201: schemas.EmploymentLineOut}, summary="登记人员")
@permitted(APPLY)
def hire(request: HttpRequest, uscc: str, body: schemas.HiringIn) -> Status[dict[str, Any]]:
    """Somebody works for the institution; full time at one institution only."""
    own_or_404(request, uscc)
    made = people.hire(uscc, people.Hiring(**body.dict()), actor=request.actor)  # type: ignore[attr-defined]
    return Status(201, shown.employment(made))


@router.post("/staff/{employment_id}/leave", response=schemas.EmploymentLineOut, summary="登记离职")
@permitted(APPLY)
def leave(request: HttpRequest, employment_id: int, body: schemas.StaffLeaveIn) -> dict[str, Any]:
    """The person's last day at the institution."""
    visible = Employment.objects.visible_to(request.actor).standing()  # type: ignore[attr-defined]
    found = visible.select_related("provider__organisation").filter(pk=employment_id).first()
    if found is None:
        raise Http404
    own_or_404(request, found.provider.organisation.uscc)
    actor = request.actor  # type: ignore[attr-defined]
    done = people.leave(employment_id, last_day=body.last_day, actor=actor, seen=body.version)
    return shown.employment(done)


@router.post(
    "/providers/{uscc}/qualifications", response={201: schemas.QualificationOut}, summary="登记机构证书"
)
@permitted(APPLY)
def qualification(request: HttpRequest, uscc: str, body: schemas.QualificationIn) -> Status[dict[str, Any]]:
    """A licence; it counts once an officer has compared it with its source."""
    own_or_404(request, uscc)
    paper = qualifications.Paper(**body.dict(exclude={"lines"}), lines=tuple(body.lines))
    made = qualifications.add(uscc, paper, actor=request.actor)  # type: ignore[attr-defined]
    return Status(201, shown.plain(made, schemas.QualificationOut))


@router.post(
    "/qualifications/{qualification_id}/check", response=schemas.QualificationOut, summary="核验机构证书"
)
@permitted(REVIEW)
def check(request: HttpRequest, qualification_id: int, body: schemas.QualificationCheckIn) -> dict[str, Any]:
    """What an officer found."""
    visible = Qualification.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    if not visible.filter(pk=qualification_id).exists():
        raise Http404
    said = body.dict(exclude={"version"})
    done = qualifications.check(qualification_id, seen=body.version, **said, **_now(request))
    return shown.plain(done, schemas.QualificationOut)


@router.post("/providers/{uscc}/prices", response={201: schemas.ProviderPriceOut}, summary="公布价格")
@permitted(APPLY)
def price(request: HttpRequest, uscc: str, body: schemas.ProviderPriceIn) -> Status[dict[str, Any]]:
    """A line of the public price list; the line before it ends that day."""
    own_or_404(request, uscc)
    made = filing.set_price(uscc, filing.Charge(**body.dict()), **_now(request))
    return Status(201, shown.plain(made, schemas.ProviderPriceOut))


def _now(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "on": request.today}  # type: ignore[attr-defined]


def _told(request: HttpRequest, found: Provider) -> dict[str, Any]:
    return shown.provider(found, request.actor, request.today)  # type: ignore[attr-defined]
