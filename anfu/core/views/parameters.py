"""Parameters with their values over time, and the working-day calendar."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from anfu.core import calendar_text, parameter_changes, parameters, workdays
from anfu.core.approvals.queries import waiting_on
from anfu.core.forms import CalendarForm, ParameterForm
from anfu.core.permissions import needs
from anfu.core.refusal import Refused
from anfu.core.web.shell import requested_day

NUMERALS = str.maketrans("一二三四五六七八九", "123456789")


@needs("core.view_parameters")
@require_GET
def parameter_list(request: HttpRequest) -> HttpResponse:
    """Every number of the policy, as in force on the day."""
    on = requested_day(request)
    values = parameters.table(on=on)
    rows = [
        {"definition": d, "value": values.get((code, ""))}
        for code, d in sorted(parameters.definitions().items(), key=lambda item: _place(item[1].clause))
    ]
    years = workdays.loaded_years()
    return render(request, "core/parameters.html", {"rows": rows, "on": on, "loaded_years": years})


def _place(clause: str) -> tuple[bool, str]:
    """The policy's clauses in its own order, then other laws."""
    return clause.startswith("《"), clause.translate(NUMERALS)


@needs("core.view_parameters", fresh=True)
@require_http_methods(["GET", "POST"])
def parameter(request: HttpRequest, code: str) -> HttpResponse:
    """One number: its values over time, what waits, and for the administrator a form to propose the next."""
    definition = parameters.definitions().get(code)
    if definition is None:
        raise Http404
    if request.method == "POST" and not request.actor.may(parameter_changes.PERMISSION):  # type: ignore[attr-defined]
        raise PermissionDenied
    current = parameters.table(on=request.today).get((code, ""))  # type: ignore[attr-defined]
    form = ParameterForm(request.POST) if request.method == "POST" else ParameterForm.blank(current)
    if request.method == "POST" and form.is_valid():
        try:
            made = parameter_changes.propose(code, _whole(form), actor=request.actor, **_rest(form))  # type: ignore[attr-defined]
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, f"已提出，等另一位管理员核准：{made.title}")
            return redirect("core:parameter", code)
    context = {
        "definition": definition,
        "history": parameters.history(code),
        "waiting": waiting_on(parameter_changes.KIND, parameter_changes.subject(code)),
        "form": form,
    }
    return render(request, "core/parameter.html", context, status=422 if form.errors else 200)


@needs("core.set_parameter", fresh=True)
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Load the holidays of a year that the shipped calendar does not know."""
    form = CalendarForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            count = _load_calendar(request, form.cleaned_data)
        except Refused as refusal:
            form.add_error("days", refusal.message)
        else:
            messages.success(request, f"已载入 {form.cleaned_data['year']} 年的 {count} 天")
            return redirect("core:parameter_list")
    return render(request, "core/calendar.html", {"form": form}, status=422 if form.errors else 200)


def _load_calendar(request: HttpRequest, typed: dict[str, Any]) -> int:
    days = calendar_text.parse_days(typed["days"])
    actor, today = request.actor, request.today  # type: ignore[attr-defined]
    return workdays.load_year(typed["year"], days, source=typed["source"], actor=actor, on=today)


def _whole(form: ParameterForm) -> int:
    return int(form.cleaned_data["value"])


def _rest(form: ParameterForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("valid_from", "reason")}
