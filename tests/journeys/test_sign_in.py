"""An official sets up a passkey and a telephone and signs in by each; a session that ends keeps what was typed."""

import os
import re
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect

from anfu.core import clock
from anfu.people.signin.tests.accounts import PASSWORD, person
from tests.journeys.looking import clean
from tests.pictures import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# The browser's driver runs an event loop in this thread, beside which Django refuses to work.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def city(live_server, settings) -> str:
    """A site with one city administrator, where officials need a second factor."""
    settings.SECOND_FACTOR = "required"
    person("city_admin", "shi")
    return str(live_server.url).replace("127.0.0.1", "localhost")


@pytest.fixture
def phone(chromium: Browser, city: str) -> Iterator[Page]:
    """A page whose browser holds a virtual security key; what its console complains of fails the journey."""
    complaints: list[str] = []
    context = chromium.new_context(locale="zh-CN", base_url=city, viewport={"width": 390, "height": 844})
    made = context.new_page()
    made.on(
        "console",
        lambda m: complaints.append(m.text) if m.type == "error" and "status of 4" not in m.text else None,
    )
    devtools = context.new_cdp_session(made)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    able = {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key | able})
    yield made
    context.close()
    assert complaints == []


def sign_out(page: Page) -> None:
    page.goto("/security/")
    page.locator("details.af-me summary").click()
    page.get_by_role("button", name="退出登录").last.click()
    page.wait_for_url("**/sign-in/**")


def test_a_passkey_and_a_telephone_are_set_up_and_each_signs_in(phone, city):
    page = phone
    sign_in(page, city, "shi", PASSWORD)
    expect(page.locator("main h1")).to_have_text("设置第二步验证")
    clean(page)
    page.get_by_role("link", name="添加安全密钥").click()
    expect(page.get_by_role("button", name="开始添加")).to_be_visible()
    clean(page)
    page.get_by_role("button", name="开始添加").click()
    expect(page.locator("main h1")).to_have_text("恢复码")
    expect(page.locator(".af-codes li")).to_have_count(10)
    clean(page)

    page.goto("/security/code/")
    clean(page)
    secret = page.locator(".af-steps-list .af-mono").first.inner_text()
    page.fill("[name=code]", _code(secret, 0))
    page.get_by_role("button", name="设好了").click()
    expect(page.locator("main h1")).to_have_text("登录与安全")
    clean(page)

    sign_out(page)
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_selector(".af-shell")
    sign_out(page)

    clean(page)
    sign_in(page, city, "shi", PASSWORD)
    expect(page.locator("main h1")).to_have_text("第二步：确认是你")
    clean(page)
    page.fill("[name=code]", _code(secret, 1))
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_selector(".af-shell")
    sign_out(page)

    sign_in(page, city, "shi", PASSWORD)
    page.get_by_role("button", name="用安全密钥").click()
    page.wait_for_selector(".af-shell")


def test_a_session_warns_before_it_ends_and_keeps_what_was_typed(phone, city, settings):
    page = phone
    settings.SECOND_FACTOR = "offered"
    page.clock.install()
    sign_in(page, city, "shi", PASSWORD)
    page.goto("/parameters/targets.industrial_bp/")
    page.fill("[name=reason]", "新一轮规划已经批准")
    _idle_for(29 * 60)
    page.clock.fast_forward(29 * 60 * 1000)
    expect(page.get_by_role("dialog")).to_contain_text("还在吗")
    page.get_by_role("button", name="继续办事").click()
    expect(page.get_by_role("dialog")).to_have_count(0)

    _idle_for(31 * 60)
    page.clock.fast_forward(29 * 60 * 1000)
    page.wait_for_url(re.compile(r"/sign-in/\?next=%2Fparameters"))
    page.fill("input[name=username]", "shi")
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/parameters/**")
    expect(page.locator("[name=reason]")).to_have_value("新一轮规划已经批准")


def _idle_for(seconds: int) -> None:
    """As if nothing had been asked for so long."""
    for row in Session.objects.all():
        store = row.get_session_store_class()(row.session_key)
        if mark := store.get("signin"):
            store["signin"] = mark | {"seen": int(clock.now().timestamp()) - seconds}
            store.save()


def _code(secret: str, later: int) -> str:
    import time

    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))
