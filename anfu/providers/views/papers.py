"""The papers of an institution: adding one, taking one down, its file, somebody's last day."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anfu.core import uploads
from anfu.core.permissions import needs
from anfu.core.refusal import Refused
from anfu.core.web.formats import day
from anfu.core.web.refusing import done
from anfu.providers.actions import staff
from anfu.providers.lifecycle import APPLY
from anfu.providers.models import Certificate, Employment, Provider
from anfu.providers.papers import KINDS, PaperKind
from anfu.providers.queries.people import employer_of
from anfu.providers.views.common import actor_of, found_or_404, own_or_404, who
from anfu.providers.web.papers import people


@needs(APPLY)
@require_http_methods(["GET", "POST"])
def paper_new(request: HttpRequest, uscc: str, what: str) -> HttpResponse:
    """The form of one kind of paper; what was typed stays when something is refused."""
    found, kind = own_or_404(request, uscc), _kind(what)
    form = _form(request, found, kind)
    if request.method == "POST" and done(form, lambda: _added(request, found, kind, form)):
        messages.success(request, f"{kind.label}已登记")
        return redirect("providers:provider", found.organisation.uscc)
    context = {"found": found, "kind": kind, "form": form}
    return render(request, "providers/paper.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, found: Provider, kind: PaperKind) -> Any:
    form = kind.form(request.POST or None, request.FILES or None)
    if "person" in form.fields:
        there = people(found, actor_of(request), request.today)  # type: ignore[attr-defined]
        form.fields["person"].choices = [(each["found"].pk, _known_by(each)) for each in there]  # type: ignore[attr-defined]
    return form


def _known_by(each: dict[str, Any]) -> str:
    """Masked names are alike; the position and the first day tell their bearers apart."""
    work = each["found"]
    return " · ".join(filter(None, (each["name"], work.position, f"{day(work.valid_from)} 入职")))


def _added(request: HttpRequest, found: Provider, kind: PaperKind, form: Any) -> Any:
    upload = form.cleaned_data.get("file")
    stored = uploads.take(upload, name=upload.name, actor=actor_of(request)) if upload else None
    return kind.add(found.organisation.uscc, form, actor_of(request), request.today, stored)  # type: ignore[attr-defined]


@needs(APPLY)
@require_POST
def paper_down(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Take one line down; what was recorded by mistake with a reason."""
    kind = _kind(what)
    uscc = _own_code(request, _visible(request, kind, pk))
    reason = request.POST.get("reason", "")
    asked = who(request)
    kind.down(pk, reason, asked["actor"], request.today, asked["seen"])  # type: ignore[attr-defined]
    messages.success(request, "已撤下，原来的留在台账里")
    return redirect("providers:provider", uscc)


@needs("providers.view")
@require_GET
def paper_file(request: HttpRequest, what: str, pk: int) -> FileResponse:
    """The file of a paper, always as a download that no browser runs."""
    return uploads.download(getattr(_visible(request, _kind(what), pk), "file", None))


@needs("providers.view")
@require_GET
def business_licence(request: HttpRequest, uscc: str) -> FileResponse:
    """The institution's licence to do business."""
    return uploads.download(found_or_404(request, uscc).file)


@needs(APPLY)
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody's last day at the institution."""
    visible = Employment.objects.visible_to(actor_of(request)).select_related("provider__organisation")
    uscc = _own_code(request, get_object_or_404(visible, pk=pk))
    try:
        last = date.fromisoformat(request.POST.get("last_day", ""))
    except ValueError:
        raise Refused("没有登记：请选最后一天。", field="last_day") from None
    staff.leave(pk, last_day=last, **who(request))
    messages.success(request, f"已登记离职：工作到 {last} 为止")
    return redirect("providers:provider", uscc)


def _visible(request: HttpRequest, kind: PaperKind, pk: int) -> Any:
    rows = kind.model._default_manager.visible_to(actor_of(request))  # type: ignore[attr-defined]
    return get_object_or_404(rows, pk=pk)


def _own_code(request: HttpRequest, paper: Any) -> str:
    """The credit code of the asker's own institution, whose paper this is."""
    at = employer_of(paper, actor_of(request)) if isinstance(paper, Certificate) else paper.provider
    if at is None:
        raise Http404
    code: str = own_or_404(request, at.organisation.uscc).organisation.uscc
    return code


def _kind(what: str) -> PaperKind:
    if what not in KINDS:
        raise Http404
    return KINDS[what]
