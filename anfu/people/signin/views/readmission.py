"""找回登录: an officer gives a code to somebody whom they know; that person sets a new password by it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from anfu.core.permissions import PUBLIC, needs
from anfu.core.refusal import Refused
from anfu.core.web.network import network_of
from anfu.people.queries.users import visible_to
from anfu.people.signin import budget, readmitting, wording
from anfu.people.signin.forms import ReadmissionForm


@needs("people.grant", fresh=True, shown_once=True)
@require_POST
def offer(request: HttpRequest, username: str) -> HttpResponse:
    """Make a code; it is shown on this answer and never again."""
    found = get_object_or_404(visible_to(request.actor), username=username)  # type: ignore[attr-defined]
    made, code = readmitting.offer(
        found.pk,
        actor=request.actor,  # type: ignore[attr-defined]
        reason=request.POST.get("reason", ""),
        drops_factors=request.POST.get("drops_factors") == "1",
    )
    context = {"found": found, "made": made, "code": code, "hours": readmitting.HOURS}
    return render(request, "people/readmission.html", context)


@needs(PUBLIC)
@never_cache
@sensitive_post_parameters("password1", "password2", "code")
@require_http_methods(["GET", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """A new password by the code."""
    form = ReadmissionForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return render(request, "people/recover.html", {"form": form}, status=422 if form.is_bound else 200)
    asked = [(budget.NETWORK, network_of(request))]
    typed = form.cleaned_data
    try:
        budget.take(asked)
        readmitting.readmit(typed["username"], typed["code"], typed["password1"])
    except budget.Slowed as slowed:
        form.add_error(None, wording.wait(slowed.seconds))
        answer = render(request, "people/recover.html", {"form": form}, status=429)
        answer["Retry-After"] = str(slowed.seconds)
        return answer
    except Refused as refused:
        form.add_error(refused.field or None, refused.message)
        return render(request, "people/recover.html", {"form": form}, status=422)
    budget.give_back(asked)
    messages.success(request, "新密码设好了，用它登录。")
    return redirect("people:sign_in")
