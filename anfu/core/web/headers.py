"""Headers that every answer carries: pages, errors, API, static files and downloads alike."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

# What the platform never asks a browser for; the place of a visit and its photo are asked by the page itself.
_NOT_ASKED = ("accelerometer", "autoplay", "browsing-topics", "display-capture", "fullscreen", "gyroscope", "magnetometer",
              "microphone", "midi", "payment", "usb", "xr-spatial-tracking")  # fmt: skip
_OWN = ("camera", "geolocation", "publickey-credentials-create", "publickey-credentials-get")
ALWAYS = {
    "Permissions-Policy": ", ".join([*(f"{name}=()" for name in _NOT_ASKED), *(f"{n}=(self)" for n in _OWN)]),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # What is not a static file may be about persons: no cache keeps it. Static files say their own.
    "Cache-Control": "private, no-store",
}


class HeadersMiddleware:
    """Stands outermost, so that what other middleware answers (a refused host, a redirect to TLS) carries them too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        return response
