"""One contract: what it says, where it stands, what may be done; its document; and what strangers may ask of a paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from anfu.core.permissions import PUBLIC, needs
from anfu.core.personal import masked
from anfu.core.uploads.serving import SANDBOX
from anfu.engagements.actions.parties import PARTIES, side_of
from anfu.engagements.documents.printing import pdf
from anfu.engagements.models import VersionKind
from anfu.engagements.queries.checked import paper_of
from anfu.engagements.queries.staff import staff_names
from anfu.engagements.versions import intact, terms_of
from anfu.engagements.web.contract_page import context_of, seen_by


@needs("engagements.contracts")
@require_GET
def contract(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits for the reader comes first."""
    return render(request, "engagements/contract.html", context_of(request, seen_by(request, pk)))


@needs("engagements.contracts")
@require_GET
def contract_pdf(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A version of terms as a document, to be kept or printed."""
    found = seen_by(request, pk)
    version = found.versions.filter(number=number, kind=VersionKind.TERMS).first()
    if version is None or not intact(version):
        raise Http404
    names = staff_names(terms_of(version).staff)
    if side_of(found, request.actor) not in PARTIES:  # type: ignore[attr-defined]
        names = [masked("providers.Professional", "name", each) for each in names]
    data = pdf(version, names, list(version.confirmations.select_related("user")))
    response = HttpResponse(data, content_type="application/pdf")
    name = f"合同-{found.number}-第{version.number}版.pdf"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = SANDBOX
    return response


@needs(PUBLIC)
@require_GET
def contract_check(request: HttpRequest, digest: str) -> HttpResponse:
    """Whether a paper's text is one that the platform keeps, for whoever holds the paper; names nobody."""
    found = paper_of(digest)
    if found is None:
        raise Http404
    return render(request, "engagements/contract_check.html", {"paper": found})
