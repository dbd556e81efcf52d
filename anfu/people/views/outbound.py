"""What the system administrator sees of calls to other machines: channels, allowed hosts, what could not be sent."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from anfu.core.outbound import actions as hosts
from anfu.core.outbound import allowing
from anfu.core.outbox import actions as outbox
from anfu.core.permissions import needs
from anfu.core.refusal import Refused
from anfu.core.web.pages import Order, page_of
from anfu.people.channels import CHANNELS


class HostForm(forms.Form):
    """A host to be proposed."""

    host = forms.CharField(label="主机名", max_length=253)
    port = forms.IntegerField(label="端口", initial=443)
    plain_http = forms.BooleanField(label="允许不加密（http）", required=False)
    note = forms.CharField(label="用途", max_length=200)


@needs(allowing.PERMISSION)
@require_GET
def outbound(request: HttpRequest) -> HttpResponse:
    """Channels, hosts and failures."""
    return _page(request, HostForm())


@needs(allowing.PERMISSION)
@require_POST
def host_allow(request: HttpRequest) -> HttpResponse:
    """Ask that one more host may be called."""
    form = HostForm(request.POST)
    if form.is_valid():
        try:
            made = allowing.propose(**form.cleaned_data, actor=request.actor)  # type: ignore[attr-defined]
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, f"已提出：{made.title}。安全管理员核准后生效")
            return redirect("people:outbound")
    return _page(request, form, status=422)


@needs(allowing.PERMISSION)
@require_POST
def host_forbid(request: HttpRequest, pk: int) -> HttpResponse:
    """A host may no longer be called."""
    get_object_or_404(hosts.hosts_for(request.actor), pk=pk)  # type: ignore[attr-defined]
    hosts.forbid(pk, actor=request.actor)  # type: ignore[attr-defined]
    messages.success(request, "已取消，不会再连这个主机")
    return redirect("people:outbound")


@needs(allowing.PERMISSION)
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Send what had been given up once more."""
    get_object_or_404(outbox.failed_for(request.actor), pk=pk)  # type: ignore[attr-defined]
    outbox.retry(pk, actor=request.actor)  # type: ignore[attr-defined]
    messages.success(request, "已排队重发")
    return redirect("people:outbound")


def _page(request: HttpRequest, form: HostForm, status: int = 200) -> HttpResponse:
    failed = outbox.failed_for(request.actor)  # type: ignore[attr-defined]
    context = {
        "channels": list(CHANNELS.values()),
        "hosts": hosts.hosts_for(request.actor),  # type: ignore[attr-defined]
        "proposed": hosts.proposed_for(request.actor),  # type: ignore[attr-defined]
        "form": form,
        "page": page_of(failed, Order("pk", descending=True), request.GET),
    }
    return render(request, "people/outbound.html", context, status=status)
