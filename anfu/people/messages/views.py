"""消息: the list, one that leads to its page, and the settings."""

from typing import Any

from django.contrib import messages as toasts
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anfu.core.permissions import needs
from anfu.core.refusal import Refused
from anfu.core.web.facets import FilterBar, choice_facet
from anfu.core.web.pages import Order, page_of
from anfu.people.channels import CHANNELS
from anfu.people.channels.webhook import key_text
from anfu.people.messages import actions
from anfu.people.messages.forms import ChannelForm, QuietForm, forms_of
from anfu.people.messages.models import Message, MessageKind
from anfu.people.messages.queries import chosen_webhook, quiet_hours
from anfu.people.todos.views import SIGNED_IN

UNREAD = [("1", "只看未读")]


@needs(SIGNED_IN)
@require_GET
def message_list(request: HttpRequest) -> HttpResponse:
    """One's messages, newest first."""
    facets = (
        choice_facet(request.GET, "unread", "未读", UNREAD, many=False),
        choice_facet(request.GET, "kind", "种类", MessageKind.choices),
    )
    rows = Message.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    rows = rows.unread() if facets[0].is_set else rows
    kinds = [option.value for option in facets[1].chosen]
    rows = rows.filter(kind__in=kinds) if kinds else rows
    context = {"bar": FilterBar(facets), "page": page_of(rows, Order("pk", descending=True), request.GET)}
    return render(request, "people/messages.html", context)


@needs(SIGNED_IN)
@require_GET
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Read, and on to the page that it is about."""
    found = get_object_or_404(Message.objects.visible_to(request.actor), pk=pk)  # type: ignore[attr-defined]
    actions.read(request.actor, [found.pk])  # type: ignore[attr-defined]
    return redirect(found.href)


@needs(SIGNED_IN)
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """All are read."""
    number = actions.read(request.actor)  # type: ignore[attr-defined]
    toasts.success(request, f"{number} 条消息已标为已读")
    return redirect("people:message_list")


@needs(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Channels, kinds and quiet hours; each part is saved by its own button."""
    part = request.POST.get("part", "") if request.method == "POST" else ""
    person: int = request.actor.user_id  # type: ignore[attr-defined]
    channel_forms = forms_of(person, request.POST, part)
    hours = quiet_hours(person)
    quiet = QuietForm(request.POST if part == "quiet" else None, initial=hours)
    bound = quiet if part == "quiet" else channel_forms.get(part)
    if bound is not None and bound.is_valid() and _saved(request, part, bound):
        return redirect("people:message_settings")
    webhook = chosen_webhook(person)
    context = {
        "channels": [(CHANNELS[code], form) for code, form in channel_forms.items()],
        "quiet": quiet,
        "webhook_key": key_text(person, webhook.generation) if webhook else "",
    }
    return render(
        request, "people/message_settings.html", context, status=422 if bound and bound.errors else 200
    )


def _saved(request: HttpRequest, part: str, form: Any) -> bool:
    actor = request.actor  # type: ignore[attr-defined]
    try:
        if isinstance(form, ChannelForm):
            actions.choose_channel(part, **{"new_key": False, **form.cleaned_data}, actor=actor)
        else:
            actions.keep_quiet(*form.times(), actor=actor)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    toasts.success(request, "消息设置已保存")
    return True
