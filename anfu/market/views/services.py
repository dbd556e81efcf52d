"""A provider's standing services."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anfu.core.editions import edition_of, seen_in
from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.web.pages import Order, page_of
from anfu.core.web.refusing import done
from anfu.market.actions import serving
from anfu.market.forms import PackageForm
from anfu.market.models import Service
from anfu.market.web.rows import service_line


@needs("market.offer")
@require_GET
@counted
def service_list(request: HttpRequest) -> HttpResponse:
    """One's own, published and withdrawn."""
    rows = Service.objects.visible_to(request.actor).select_related("provider__organisation")  # type: ignore[attr-defined]
    page = page_of(rows, Order("pk", True), request.GET)
    lines = [service_line(each) | {"version": edition_of(each)} for each in page]
    return render(request, "market/services.html", {"page": page, "rows": lines})


@needs("market.offer")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Publish a package."""
    form = PackageForm(request.POST) if request.method == "POST" else PackageForm()
    if request.method == "POST" and done(form, lambda: serving.publish(form.package(), **_who(request))):
        messages.success(request, "已发布到供需大厅")
        return redirect("market:service_list")
    return _form(request, form, None, "")


@needs("market.offer")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change it; one that was withdrawn is shown again."""
    found, posted = _own(request, pk), request.method == "POST"
    form = PackageForm(request.POST) if posted else PackageForm.of(found)
    if posted and done(
        form, lambda: serving.change(pk, form.package(), seen=seen_in(request), **_who(request))
    ):
        messages.success(request, "已保存")
        return redirect("market:service_list")
    return _form(request, form, found, request.POST.get("version", "") if posted else edition_of(found))


@needs("market.offer")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """It is no longer shown."""
    _own(request, pk)
    serving.withdraw(pk, seen=seen_in(request), **_who(request))
    messages.success(request, "已撤下")
    return redirect("market:service_list")


def _form(request: HttpRequest, form: PackageForm, found: Service | None, version: str) -> HttpResponse:
    context = {"form": form, "found": found, "version": version}
    return render(
        request, "market/service_form.html", context, status=422 if request.method == "POST" else 200
    )


def _own(request: HttpRequest, pk: int) -> Service:
    found: Service = get_object_or_404(Service.objects.visible_to(request.actor), pk=pk)  # type: ignore[attr-defined]
    return found


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "on": request.today}  # type: ignore[attr-defined]
