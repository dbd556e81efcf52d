"""Signing in by the government's identity provider: only who was linked before, and only by the issuer's own number."""

import json
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from anfu.core.models import LedgerEntry
from anfu.people.signin.models import Failure
from anfu.people.signin.tests.accounts import code_now, person, sign_in, text, with_code
from anfu.people.signin.tests.provider import CLIENT, SECRET, serving
from anfu.settings.identity import providers


@pytest.fixture
def provider(settings):
    with serving() as found:
        told = {
            "ANFU_OIDC_ISSUER": found.issuer,
            "ANFU_OIDC_CLIENT_ID": CLIENT,
            "ANFU_OIDC_SECRET": SECRET,
        }
        settings.SOCIALACCOUNT_PROVIDERS = providers(settings.HOME, told)
        found.id = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["provider_id"]
        yield found


class _Stays(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def go(client: Client, provider, query: str = ""):
    """Follow the browser's way to the provider and back; the answer of our last address."""
    away = client.get(f"/sign-in/identity/{provider.id}/{query}")
    if not away["Location"].startswith(provider.issuer):
        return away
    try:
        urllib.request.build_opener(_Stays).open(away["Location"])
    except urllib.error.HTTPError as redirected:
        back = urlsplit(redirected.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def linked(provider, username: str = "shi"):
    user = person("city_admin", username)
    client = Client()
    sign_in(client, username)
    assert "去政务身份" in text(client.post(f"/security/identity/{provider.id}/connect/"))
    go(client, provider, "?process=connect")
    return client, user


def test_the_sign_in_page_offers_it_where_it_is_configured(db, client, provider):
    assert "用政务身份登录" in text(client.get("/sign-in/"))


def test_an_own_link_signs_in_from_then_on(db, provider):
    _, user = linked(provider)
    account = SocialAccount.objects.get()
    assert (account.user, account.provider, account.uid, account.extra_data) == (
        user,
        provider.id,
        "A-1024",
        {},
    )
    entry = LedgerEntry.objects.get(verb="people.identity_linked")
    assert json.loads(entry.body)["actor"]["id"] == user.pk
    other = Client()
    go(other, provider)
    assert other.get("/parameters/").status_code == 200


def test_t33_a_like_name_or_address_never_chooses_an_account(db, provider):
    person("city_admin", "shi")
    stranger = Client()
    answer = go(stranger, provider)
    assert answer["Location"] == "/sign-in/"
    assert "还没有连接" in text(stranger.get("/sign-in/"))
    assert stranger.get("/parameters/").status_code == 302
    assert Failure.objects.get().outcome == "identity"
    assert not SocialAccount.objects.exists()


def test_an_identity_belongs_to_one_account(db, provider):
    linked(provider)
    other = person("city_officer", "wei")
    client = Client()
    sign_in(client, "wei")
    client.post(f"/security/identity/{provider.id}/connect/")
    go(client, provider, "?process=connect")
    assert not SocialAccount.objects.filter(user=other).exists()
    assert "已经连接了别的账号" in text(client.get("/security/"))


def test_no_other_site_starts_a_link(db, provider):
    person("city_admin", "shi")
    client = Client()
    sign_in(client, "shi")
    go(client, provider, "?process=connect")
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"iss": "http://127.0.0.1:1"}, {"aud": "another"}, {"exp": 1}], ids=lambda w: next(iter(w))
)
def test_t33_a_token_for_others_or_of_old_is_refused(db, provider, wrong):
    linked(provider)
    provider.claims = wrong
    client = Client()
    assert go(client, provider)["Location"] == "/sign-in/"
    assert client.get("/parameters/").status_code == 302


def test_t33_a_token_signed_by_another_key_is_refused(db, provider):
    linked(provider)
    provider.signs_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    client = Client()
    assert go(client, provider)["Location"] == "/sign-in/"
    assert client.get("/parameters/").status_code == 302


def test_t31_keys_that_moved_elsewhere_are_not_followed(db, provider):
    linked(provider)
    provider.keys_moved = True
    client = Client()
    assert go(client, provider)["Location"] == "/sign-in/"
    assert client.get("/parameters/").status_code == 302


def test_the_second_step_is_asked_of_who_comes_by_the_identity_provider_too(db, provider):
    _, user = linked(provider)
    with_code(user)
    client = Client()
    assert go(client, provider)["Location"].startswith("/sign-in/second/")
    assert client.get("/parameters/").status_code == 302
    client.post("/sign-in/second/", {"code": code_now()})
    assert client.get("/parameters/").status_code == 200


def test_an_answer_that_was_not_asked_for_is_refused(db, provider):
    linked(provider)
    code = provider.code("x")
    client = Client()
    client.get(f"/sign-in/identity/{provider.id}/back/?code={code}&state=made-up")
    assert client.get("/parameters/").status_code == 302


def test_an_issuer_that_cannot_be_reached_is_said(db, client, provider, settings):
    settings.SOCIALACCOUNT_PROVIDERS = providers(
        settings.HOME,
        {"ANFU_OIDC_ISSUER": "http://127.0.0.1:1", "ANFU_OIDC_CLIENT_ID": CLIENT, "ANFU_OIDC_SECRET": SECRET},
    )
    number = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["provider_id"]
    assert client.get(f"/sign-in/identity/{number}/")["Location"] == "/sign-in/"
    assert "政务身份平台没有给出可用的答复" in text(client.get("/sign-in/"))


def test_the_security_administrator_links_by_the_number_and_it_signs_in(db, provider):
    user = person("city_officer", "wei")
    person("security_admin", "anquan")
    watcher = Client()
    sign_in(watcher, "anquan")
    address = f"/sign-ins/accounts/{user.pk}/link/{provider.id}/"
    assert watcher.post(address, {"subject": "A-1024"}).status_code == 302
    client = Client()
    go(client, provider)
    assert client.get("/parameters/").status_code == 200
    assert watcher.post(address, {"subject": "A-1024"}).status_code == 409


def test_a_link_is_taken_away_by_its_owner_only(db, provider):
    client, _ = linked(provider)
    pk = SocialAccount.objects.get().pk
    person("city_officer", "wei")
    other = Client()
    sign_in(other, "wei")
    assert other.post(f"/security/identity/{pk}/disconnect/").status_code == 404
    assert client.post(f"/security/identity/{pk}/disconnect/").status_code == 302
    assert go(Client(), provider)["Location"] == "/sign-in/"
    assert LedgerEntry.objects.filter(verb="people.identity_unlinked").exists()


def test_the_configuration_is_read_from_the_file_too(tmp_path):
    told = {"issuer": "https://id.example/", "client_id": "a", "secret": "b", "name": "浙里办"}
    (tmp_path / "oidc.json").write_text(json.dumps(told), encoding="utf-8")
    app = providers(tmp_path, {})["openid_connect"]["APPS"][0]
    assert (app["name"], app["client_id"]) == ("浙里办", "a")
    elsewhere = providers(tmp_path, {"ANFU_OIDC_ISSUER": "https://other.example"})
    assert elsewhere["openid_connect"]["APPS"][0]["provider_id"] != app["provider_id"]
    assert providers(tmp_path / "nothing", {}) == {}
