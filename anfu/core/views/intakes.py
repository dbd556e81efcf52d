"""The import pages: upload, match columns, look through the verdicts, mend, write, give up, take back."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anfu.core import uploads
from anfu.core.intake import actions, mapping, mending, queries, sheets
from anfu.core.intake.forms import UploadForm, chosen_columns, columns_form, row_form
from anfu.core.intake.kinds import VERDICTS, kind_of, kinds_of
from anfu.core.intake.page import context_of
from anfu.core.models import Intake, IntakeState
from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.refusal import Refused
from anfu.core.web.pages import Order, page_of

# Whoever loads anything may open these pages; each kind asks for its own permission on top.
PERMISSION = "core.import"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(PERMISSION)
@require_GET
def intake_list(request: HttpRequest) -> HttpResponse:
    """All imports of the territory, newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    chosen = request.GET.get("kind", "")
    found = queries.visible_to(actor)
    page = page_of(found.filter(kind=chosen) if chosen else found, Order("pk", descending=True), request.GET)
    rows = [{"intake": each, "kind": kind_of(each.kind)} for each in page.rows]
    return render(
        request, "core/intakes.html", {"page": page, "rows": rows, "kinds": kinds_of(actor), "chosen": chosen}
    )


@uploads.takes(uploads.TABLE)
@needs(PERMISSION)
@require_http_methods(["GET", "POST"])
def intake_new(request: HttpRequest) -> HttpResponse:
    """Upload a file."""
    kinds = kinds_of(request.actor)  # type: ignore[attr-defined]
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    start = {"kind": request.GET.get("kind", ""), "as_of": request.today}  # type: ignore[attr-defined]
    form = UploadForm(*posted, kinds=kinds, initial=start)
    if posted and form.is_valid():
        try:
            made = _upload(request, form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else "file", refusal.message)
        else:
            return redirect("core:intake", made.pk)
    status = 422 if form.errors else 200
    return render(request, "core/intake_new.html", {"form": form, "kinds": kinds}, status=status)


@needs(PERMISSION)
@require_GET
def template(request: HttpRequest, kind: str) -> HttpResponseBase:
    """An empty workbook whose headers are all recognised."""
    found = {each.code: each for each in kinds_of(request.actor)}.get(kind)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return _download(sheets.template(found), f"{found.label}模板.xlsx")


@needs(PERMISSION)
@require_GET
@counted
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: where it stands, its verdicts, and what writing would do."""
    found = _found(request, pk)
    return render(request, "core/intake.html", context_of(request, found))


@needs(PERMISSION)
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The progress alone, asked again by the page; tells the page to reload when the work has ended."""
    found = _found(request, pk)
    response = render(request, "core/_intake_progress.html", {"intake": found, "job": found.job})
    if found.job is None or found.job.state in ("done", "failed"):
        response["HX-Refresh"] = "true"
    return response


@needs(PERMISSION)
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column is which field; saving it starts the dry run."""
    found = _found(request, pk)
    kind = kind_of(found.kind)
    matched = mapping.columns_of(found)
    form = columns_form(kind, matched, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_columns(found.pk, chosen_columns(form, matched), actor=request.actor)  # type: ignore[attr-defined]
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("core:intake", found.pk)
    context = {"intake": found, "kind": kind, "form": form, "columns": matched}
    return render(request, "core/intake_columns.html", context, status=422 if form.errors else 200)


@needs(PERMISSION)
@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """One row: its verdict, what it changes, and for a refused one the form to mend it."""
    found = _found(request, pk)
    verdict = queries.one_row(found, row)
    if verdict is None:
        raise Http404
    kind = kind_of(found.kind)
    cells = mending.typed_cells(found, row) if found.state == IntakeState.JUDGED else {}
    form = row_form(kind, cells, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            new = mending.mend_row(found.pk, row, form.cleaned_data, actor=request.actor)  # type: ignore[attr-defined]
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"第 {row + 1} 行已重新核对：{VERDICTS[new]}")
            return redirect(
                "core:intake_row" if new == "refused" else "core:intake",
                found.pk,
                *([row] if new == "refused" else []),
            )
    context = {"intake": found, "kind": kind, "row": verdict, "form": form, "verdicts": VERDICTS}
    return render(request, "core/intake_row.html", context, status=422 if form.errors else 200)


@needs(PERMISSION)
@require_GET
def refused(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The refused rows with their reasons, as a workbook; 404 once they have outlived their time."""
    found = _found(request, pk, rows_kept=True)
    return _download(sheets.refused_rows(found, request.actor), sheets.file_name(found))  # type: ignore[attr-defined]


@needs(PERMISSION)
@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what was judged."""
    actions.start_applying(_found(request, pk).pk, actor=request.actor)  # type: ignore[attr-defined]
    return redirect("core:intake", pk)


@needs(PERMISSION)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the import up before it is written."""
    found = _found(request, pk)
    actions.drop(found.pk, actor=request.actor)  # type: ignore[attr-defined]
    messages.success(request, f"已放弃：{found.name}。库里一行都没有变")
    return redirect("core:intake_list")


@needs(PERMISSION)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the import back."""
    reason = request.POST.get("reason", "")
    actions.start_withdrawing(_found(request, pk).pk, reason=reason, actor=request.actor)  # type: ignore[attr-defined]
    return redirect("core:intake", pk)


def _found(request: HttpRequest, pk: int, **kept: bool) -> Intake:
    return get_object_or_404(queries.visible_to(request.actor), pk=pk, **kept)  # type: ignore[attr-defined]


def _upload(request: HttpRequest, typed: dict[str, Any]) -> Intake:
    file, kind = typed["file"], kind_of(typed["kind"])
    actor = request.actor  # type: ignore[attr-defined]
    with uploads.as_table(file, name=file.name, actor=actor) as taken:
        return actions.upload(
            kind, taken.path, name=taken.name, as_of=typed["as_of"], actor=actor, scan=taken.scan
        )


def _download(file: Any, name: str) -> FileResponse:
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
