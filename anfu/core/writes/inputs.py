"""Every form of every page carries the sign of its session and a key of its own, put in by one place."""

import secrets

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

from anfu.core.writes.key import FIELD


def form_inputs(request: HttpRequest) -> dict[str, object]:
    """A context processor: `{{ csrf_input }}` gives each form it stands in a new key, besides Django's token."""

    def inputs() -> SafeString:
        token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
        # Nothing is kept for strangers; and what they see is the same, whoever they say they are.
        if not request.user.is_authenticated:
            return token
        key = secrets.token_urlsafe(16)
        return token + format_html('<input type="hidden" name="{}" value="{}" data-once>', FIELD, key)

    return {"csrf_input": lazy(inputs, SafeString, str)()}
