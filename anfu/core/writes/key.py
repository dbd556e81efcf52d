"""A write's key, and what makes two requests the same request."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from anfu.core.actor import Actor

HEADER = "Idempotency-Key"
FIELD = "_once"
# What a browser adds to every form of this site and no view reads.
OF_EVERY_FORM = frozenset({"csrfmiddlewaretoken", FIELD})
_FIT = re.compile(r"[\x21-\x7e]{1,200}")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def key_of(request: HttpRequest) -> str:
    """The key that the header or the form carries, "" where none; ValueError for one that cannot be kept."""
    given = request.headers.get(HEADER) or (request.POST.get(FIELD) if _is_form(request) else None) or ""
    if given and not _FIT.fullmatch(given):
        raise ValueError("a key is 1 to 200 visible ASCII characters")
    return given


def hash_of(request: HttpRequest, actor: Actor) -> str:
    """Digest of address, content and the asker's rights; files are read in pieces. Other rights: another request.

    Keyed by the platform's secret, since among the content may be a password that could be guessed by its hash.
    """
    digest = hmac.new(settings.SECRET_KEY.encode(), digestmod=hashlib.sha256)
    for part in (*_address(request), *_rights(actor), *_content(request)):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def _is_form(request: HttpRequest) -> bool:
    return request.method == "POST" and request.content_type in FORMS


def _address(request: HttpRequest) -> Iterator[bytes]:
    yield (request.method or "").encode()
    yield request.get_full_path().encode()


def _rights(actor: Actor) -> Iterator[bytes]:
    sets = (actor.permissions, actor.divisions, actor.towns, map(str, actor.organisations))
    yield json.dumps([actor.whole_city, *(sorted(each) for each in sets)]).encode()


def _content(request: HttpRequest) -> Iterator[bytes]:
    if not _is_form(request):
        yield request.body
        return
    for name, values in request.POST.lists():
        if name not in OF_EVERY_FORM:
            yield json.dumps([name, values]).encode()
    for name, uploads in request.FILES.lists():
        for upload in uploads:
            yield json.dumps([name, upload.name, _digest(upload)]).encode()


def _digest(upload: Any) -> str:
    upload.seek(0)
    digest = hashlib.sha256()
    for piece in upload.chunks():
        digest.update(piece)
    upload.seek(0)
    return digest.hexdigest()
