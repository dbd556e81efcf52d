"""The page that everybody sees, judged by the ten tests of MDN's HTTP Observatory (v5 modifiers), in server settings."""

import importlib
import re
from http.cookies import Morsel

import pytest
from django.http import HttpResponse
from django.test import Client

from anfu.people.signin.tests.accounts import PASSWORD, person

pytestmark = pytest.mark.once

HALF_A_YEAR = 15_768_000
CARRIED = re.compile(r"SECURE_|SESSION_COOKIE_|CSRF_COOKIE_|DEVICE_COOKIE_|MESSAGE_STORAGE")


@pytest.fixture
def secure(db, settings, monkeypatch, tmp_path) -> Client:
    for name, value in {"ANFU_TLS": "1", "ANFU_SECRET_KEY": "x" * 60, "ANFU_HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATABASE_URL", "postgres://anfu@127.0.0.1:1/anfu")
    server = importlib.reload(importlib.import_module("anfu.settings.server"))
    for name in dir(server):
        if CARRIED.match(name):
            setattr(settings, name, getattr(server, name))
    return Client(HTTP_X_FORWARDED_PROTO="https")


def policy_of(page: HttpResponse) -> dict[str, list[str]]:
    parts = (part.split() for part in page["Content-Security-Policy"].split(";") if part.strip())
    return {name: sources for name, *sources in parts}


def csp(page: HttpResponse) -> int:
    policy = policy_of(page)
    loose = [
        s for sources in policy.values() for s in sources if "unsafe" in s or s in ("*", "http:", "https:")
    ]
    return 10 if not loose and policy["default-src"] == ["'none'"] else -25


def cookies(page: HttpResponse) -> int:
    held: list[Morsel[str]] = list(page.cookies.values())
    assert held, "the page sets the cookie against forged forms"
    safe = all(c["secure"] and c["samesite"] and (c["httponly"] or "csrf" in c.key) for c in held)
    return 5 if safe else -40


def hsts(page: HttpResponse) -> int:
    found = re.search(r"max-age=(\d+)", page.get("Strict-Transport-Security", ""))
    return 0 if found and int(found[1]) >= HALF_A_YEAR else -20


def scripts(page: HttpResponse) -> int:
    foreign = re.findall(r"<script[^>]+src=[\"'](?:https?:)?//", page.content.decode())
    return -50 if foreign else 0


def score(page: HttpResponse) -> int:
    """100 and what the tests add or take; 100 and more is A+."""
    return (
        100 + csp(page) + cookies(page) + hsts(page) + scripts(page)
        + (5 if page["Referrer-Policy"] in ("no-referrer", "same-origin") else -5)
        + (0 if page["X-Content-Type-Options"] == "nosniff" else -5)
        + (5 if policy_of(page)["frame-ancestors"] == ["'none'"] else -20)
        + (10 if page["Cross-Origin-Resource-Policy"] == "same-origin" else 0)
        - (50 if page.get("Access-Control-Allow-Origin") else 0)
    )  # fmt: skip


@pytest.mark.parametrize("path", ["/sign-in/"])
def test_T30_the_servers_pages_get_the_observatorys_highest_grade(secure, path):
    page = secure.get(path)
    assert page.status_code == 200
    assert score(page) == 135


def test_without_tls_everything_goes_to_tls_on_the_same_host(secure):
    moved = Client().get("/sign-in/")
    assert moved.status_code == 301 and moved["Location"] == "https://testserver/sign-in/"


def test_every_cookie_is_bound_to_this_host_over_tls(secure):
    person("city_admin", "shi")
    form = {"username": "shi", "password": PASSWORD}
    assert secure.post("/sign-in/", form).status_code == 302
    secure.post("/security/sessions/end/")  # leaves a message
    held = [name for name in secure.cookies]
    assert len(held) >= 3 and [name for name in held if not name.startswith("__Host-")] == []
    assert [
        name for name in held if not (secure.cookies[name]["secure"] and secure.cookies[name]["samesite"])
    ] == []
    assert secure.cookies["__Host-session"]["httponly"]


@pytest.mark.parametrize(
    "name", ["Content-Security-Policy", "Strict-Transport-Security", "Cross-Origin-Resource-Policy"]
)
def test_a_weaker_header_lowers_the_grade(secure, name):
    page = secure.get("/sign-in/")
    page[name] = (
        "default-src 'unsafe-inline'; frame-ancestors 'none'" if name.startswith("Content") else "max-age=1"
    )
    assert score(page) < 135
