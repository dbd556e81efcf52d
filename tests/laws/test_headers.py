"""Every answer carries the headers, and no answer holds script or style of its own."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from anfu.people.tests.factories import make_user
from tests.laws import deploy
from tests.matrix.routes import Route, all_routes
from tests.matrix.things import absent_values

pytestmark = pytest.mark.once

POLICY = ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'",
          "object-src 'none'", "base-uri 'none'", "form-action 'self'")  # fmt: skip
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
INLINE = [
    re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.I),
    re.compile(r"<style\b", re.I),
    re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.I),
    re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.I),
    re.compile(r"javascript:", re.I),
]


def faults_of(response) -> list[str]:
    wrong = [
        f"{name}: {response.get(name)}" for name, value in EXPECTED.items() if response.get(name) != value
    ]
    policy = response.get("Content-Security-Policy", "")
    wrong += [part for part in POLICY if part not in policy]
    wrong += [] if "camera=(self)" in response.get("Permissions-Policy", "") else ["Permissions-Policy"]
    if "unsafe" in policy or "*" in policy or "http" in policy:
        wrong.append(policy)
    return wrong


def inline_of(response) -> list[str]:
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return []
    text = response.content.decode()
    return [found[0] for pattern in INLINE if (found := pattern.search(text))]


def asked(client: Client, route: Route):
    body = "{}" if route.pattern.startswith("/api/") and route.method != "GET" else ""
    kind = {"content_type": "application/json"} if route.pattern.startswith("/api/") else {}
    return client.generic(route.method, route.address(**absent_values(route)), body, **kind)


@pytest.mark.parametrize("who", ["stranger", "city_admin", "county_officer", "leader"])
def test_T30_every_route_answers_with_the_headers_and_without_inline_script(db, who):
    client = Client(raise_request_exception=False)
    if who != "stranger":
        client.force_login(make_user(who))
    wrong = {}
    for route in all_routes():
        response = asked(client, route)
        if found := faults_of(response) + inline_of(response):
            wrong[route.method, route.pattern] = found
    assert wrong == {}


@pytest.mark.parametrize(
    ("path", "status", "host"),
    [("/no-such-page/", 404, "localhost"), ("/enterprises/%00/", 422, "localhost"), ("/", 400, "evil host")],
)
def test_error_pages_carry_the_headers(db, settings, path, status, host):
    settings.ALLOWED_HOSTS = ["localhost"]
    client = Client(raise_request_exception=False)
    client.force_login(make_user())
    response = client.get(path, HTTP_HOST=host)
    assert (response.status_code, faults_of(response)) == (status, [])


def test_static_files_carry_the_headers_and_may_be_cached(db):
    held = Path(settings.STATIC_ROOT) / "held.js"
    held.write_text("export {};")
    response = Client().get("/static/held.js")
    assert (response.status_code, faults_of(response)) == (200, [])
    assert "no-store" not in response["Cache-Control"]


def test_pages_are_kept_by_no_cache(db):
    assert "no-store" in Client().get("/sign-in/")["Cache-Control"]


def test_the_servers_settings_pass_djangos_deployment_check():
    done = deploy.check()
    assert done.returncode == 0, done.stderr
    assert deploy.check(tls="0").returncode != 0
