from django.contrib.auth import logout
from django.contrib.auth import views as auth
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from anfu.core.permissions import PUBLIC, needs

_sign_in = auth.LoginView.as_view(template_name="people/sign_in.html", redirect_authenticated_user=True)


@needs(PUBLIC)
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The sign-in page."""
    return _sign_in(request)


@needs("people.sign_out")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("people:sign_in")
