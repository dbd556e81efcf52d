"""A write as a client sends it, and the table of makers: for each write route, one that is valid now."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.matrix import policy
from tests.matrix.routes import all_routes

# (name, content) of a file; made anew for each request, since reading one uses it up.
File = tuple[str, bytes]


@dataclass(frozen=True)
class Call:
    """One write. `json` for the API; `form` and `files` for pages, and for the API's uploads."""

    path: str
    form: dict[str, Any] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    json: dict[str, Any] | None = None
    # The name under which it carries the version it started from.
    version: str = ""
    # Further names that it may carry.
    also: frozenset[str] = frozenset()
    # Who sends it.
    role: str = "city_admin"
    # Tables whose rows hold something drawn at random, so that no two runs make the same.
    chance: frozenset[str] = frozenset()

    def sent(self, client: Client, method: str, key: str = "", more: dict[str, Any] | None = None) -> Any:
        """Send it, with a key as a header or in the form."""
        headers = {"Idempotency-Key": key} if key and self.path.startswith("/api/") else None
        if self.json is not None:
            body = json.dumps(self.json | (more or {}), ensure_ascii=False)
            return client.generic(method, self.path, body, content_type="application/json", headers=headers)
        uploads = {name: SimpleUploadedFile(*file) for name, file in self.files.items()}
        once = {"_once": key} if key and headers is None else {}
        return client.post(self.path, {**self.form, **(more or {}), **once, **uploads}, headers=headers)


Maker = Callable[[], Call]
MAKERS: dict[tuple[str, str], Maker] = {}
# Writes that change nothing of the platform's own, with the reason.
NO_EFFECT = {
    ("/sign-out/", "POST"): "it ends the very session that a key belongs to",
    ("/act-for/", "POST"): "it changes the session alone",
}
# What proves who somebody is keeps nothing under a key, and has tests of its own in people.signin.
PROOFS = ("/security/", "/session/", "/sign-ins/")


def maker(*routes: str) -> Callable[[Maker], Maker]:
    """`@maker("POST /listings/new/")`: the function below makes what it needs and the call."""

    def declare(make: Maker) -> Maker:
        for route in routes:
            method, pattern = route.split(" ", 1)
            MAKERS[pattern, method] = make
        return make

    return declare


def write_routes() -> list[tuple[str, str]]:
    """Every route that writes: what asks for a permission and is no GET."""
    table = policy.read()
    found = [
        (r.pattern, r.method)
        for r in all_routes()
        if r.method != "GET" and r.permission not in ("", "public")
    ]
    return [
        r
        for r in found
        if "other" not in table[r].values() and r not in NO_EFFECT and not r[0].startswith(PROOFS)
    ]
