"""T31: the platform calls only hosts that were allowed, and only public addresses, whatever a name resolves to."""

import http.server
import threading
import time

import httpx
import pytest

from anfu.core import approvals, clock, outbound
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import LedgerEntry, OutboundHost, OutboundPause
from anfu.core.outbound import OutboundRefused, actions, allowing, breaker
from anfu.core.outbound.addresses import is_public, named_properly, parsed
from anfu.core.outbound.client import MOST, PinnedTransport
from anfu.core.refusal import Refused
from anfu.people.tests.factories import make_actor

pytestmark = pytest.mark.django_db

# What an inside address may look like in a URL: other bases, fewer parts, other families, tunnels, names.
DISGUISES = [
    *(
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0x7f.0x0.0x0.0x1",
        "017700000001",
    ),
    *(
        "0177.0.0.1",
        "0177.1",
        "127.0.0.1.",
        "127.255.255.254",
        "0.0.0.0",  # noqa: S104
        "0",
        "0x0",
        "00000000000",
        "0.1.2.3",
    ),
    *(
        "10.0.0.1",
        "10.1",
        "0xa000001",
        "167772161",
        "012.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "2886729729",
    ),
    *(
        "192.168.0.1",
        "192.168.1",
        "3232235521",
        "0xc0a80001",
        "0300.0250.0.1",
        "169.254.169.254",
        "2852039166",
    ),
    *("0xa9fea9fe", "0251.0376.0251.0376", "100.64.0.1", "100.100.100.200", "100.127.255.255", "198.18.0.1"),
    *("192.0.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1"),
    *(
        "255.255.255.255",
        "168.63.129.16",
        "192.88.99.1",
        "[::1]",
        "[::]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
    ),
    *("[::ffff:7f00:1]", "[::ffff:10.0.0.1]", "[::ffff:a9fe:a9fe]", "[::127.0.0.1]", "[64:ff9b::7f00:1]"),
    *("[64:ff9b::10.0.0.1]", "[64:ff9b:1::a00:1]", "[2002:7f00:1::]", "[2002:a00:1::1]", "[2001:0:7f00:1::]"),
    *("[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[fec0::1]", "[ff02::1]", "[2001:db8::1]", "[100::1]"),
    *("localhost", "localhost.", "LOCALHOST", "127.0.0.1.nip.example", "metadata.google.internal"),
]


def rows_for(host: str, **more: object) -> OutboundHost:
    facts = {"host": host, "port": 443, "note": "试", "allowed_at": clock.now()} | more
    with without_ledger():
        return OutboundHost.objects.create(**facts)


def numeric(host: str, port: int) -> list[str]:
    """What a machine's resolver makes of numbers in any base, without asking the network."""
    import socket

    named = {"localhost": "127.0.0.1", "localhost.": "127.0.0.1", "127.0.0.1.nip.example": "127.0.0.1"}
    named["metadata.google.internal"] = "169.254.169.254"
    if host.lower() in named:
        return [named[host.lower()]]
    try:
        return [socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))]
    except OSError:
        return [host]


@pytest.fixture
def no_connection(monkeypatch):
    """A connection that is tried all the same fails the test."""

    def tried(self, request):
        raise AssertionError(f"connected to {request.url}")

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", tried)


def test_there_are_at_least_sixty_disguises():
    assert len(set(DISGUISES)) >= 60


@pytest.mark.parametrize("form", DISGUISES)
def test_T31_no_disguise_of_an_inside_address_is_called_even_if_its_host_were_allowed(form, no_connection):
    try:
        host = httpx.URL(f"https://{form}/").host
    except httpx.InvalidURL:
        host = form
    rows_for(host)
    with pytest.raises(OutboundRefused):
        outbound.call("POST", f"https://{form}/", resolve=numeric)


@pytest.mark.parametrize("form", DISGUISES)
def test_T31_no_disguise_is_called_without_being_allowed(form, no_connection):
    with pytest.raises(OutboundRefused, match=r"不在允许|写得不对"):
        outbound.call("POST", f"https://{form}/", resolve=numeric)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "223.5.5.5", "2400:3200::1", "2606:4700::1111"])
def test_ordinary_addresses_are_public(address):
    assert is_public(parsed([address])[0])


@pytest.mark.parametrize(
    "host", ["0x7f.1", "127.1", "2130706433", "localhost", "a b.example", "例子.cn", "-a.example"]
)
def test_a_host_that_is_no_proper_name_cannot_be_allowed(host):
    assert not named_properly(host)
    with pytest.raises(Refused, match="主机名"):
        allowing.propose(host, 443, note="短信网关", actor=make_actor("system_admin"))


def test_T31_a_name_that_turns_inside_between_two_answers_is_resolved_once_and_pinned(monkeypatch):
    """DNS rebinding: the first answer is public, the second is not; only the first is ever connected to."""
    rows_for("hook.example.org")
    answers, connected = iter([["93.184.215.14"], ["127.0.0.1"]]), []

    def keep(self, request):
        connected.append((request.url.host, request.headers["Host"], request.extensions["sni_hostname"]))
        return httpx.Response(200, stream=httpx.ByteStream(b"ok"))

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", keep)
    assert outbound.call("POST", "https://hook.example.org/", resolve=lambda *_: next(answers)).good
    with pytest.raises(OutboundRefused, match="内部"):
        outbound.call("POST", "https://hook.example.org/", resolve=lambda *_: next(answers))
    assert connected == [("93.184.215.14", "hook.example.org", "hook.example.org")]


def test_T31_one_inside_address_among_public_ones_spoils_all(no_connection):
    rows_for("hook.example.org")
    with pytest.raises(OutboundRefused, match="内部"):
        outbound.call("GET", "https://hook.example.org/", resolve=lambda *_: ["93.184.215.14", "10.0.0.1"])


@pytest.mark.parametrize(
    "url",
    ["http://hook.example.org/", "ftp://hook.example.org/", "file:///etc/passwd", "https://a:b@hook.example.org/",
     "https://hook.example.org:8443/", "https://hook.example.org.evil.example/", "gopher://x", "//x", ""],
)  # fmt: skip
def test_T31_other_schemes_ports_names_and_credentials_are_refused(url, no_connection):
    rows_for("hook.example.org")
    with pytest.raises(OutboundRefused):
        outbound.call("GET", url, resolve=lambda *_: ["93.184.215.14"])


def test_this_machine_is_called_only_while_testing(settings, no_connection):
    settings.OUTBOUND_LOOPBACK = False
    rows_for("127.0.0.1", port=80, plain_http=True, loopback=True)
    with pytest.raises(OutboundRefused, match="内部"):
        outbound.call("GET", "http://127.0.0.1/")
    with pytest.raises(Refused, match="正式环境"):
        allowing.propose("127.0.0.1", 9000, note="本机", actor=make_actor("system_admin"), loopback=True)


def test_a_loopback_row_opens_loopback_and_nothing_else(no_connection):
    rows_for("inner.example.org", loopback=True)
    with pytest.raises(OutboundRefused, match="内部"):
        outbound.call("GET", "https://inner.example.org/", resolve=lambda *_: ["10.0.0.1"])


def test_a_host_is_allowed_by_two_persons_and_forbidden_by_one_each_with_its_entry():
    with pytest.raises(Refused, match="系统管理员"):
        allowing.propose("sms.example.org", 443, note="短信网关", actor=make_actor("security_admin"))
    admin, second = make_actor("system_admin"), make_actor("security_admin")
    made = allowing.propose("SMS.example.org ", 443, note="短信网关", actor=admin)
    assert not OutboundHost.objects.exists() and len(actions.proposed_for(admin)) == 1
    for alone in (admin, make_actor("system_admin", username="another")):
        with pytest.raises(Refused):
            approvals.approve(made.pk, actor=alone)
    approvals.approve(made.pk, actor=second)
    row = OutboundHost.objects.get()
    assert (row.host, row.port, row.plain_http) == ("sms.example.org", 443, False)
    with pytest.raises(Refused, match="已经允许"):
        allowing.propose("sms.example.org", 443, note="短信网关", actor=admin)
    with pytest.raises(Refused):
        actions.forbid(row.pk, actor=second)
    actions.forbid(row.pk, actor=admin)
    with pytest.raises(OutboundRefused, match="不在允许"):
        outbound.call("GET", "https://sms.example.org/")
    verbs = list(LedgerEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["core.proposed", "core.host_allowed", "core.approved", "core.host_forbidden"]


class Receiver(http.server.BaseHTTPRequestHandler):
    """Answers by path: a redirect, too much, or what it got."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.got.append((self.path, dict(self.headers), body))
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1/secret")
            self.end_headers()
            return
        if self.path == "/drip":
            self._drip()
            return
        self.send_response(500 if self.path == "/broken" else 200)
        self.end_headers()
        self.wfile.write(b"x" * (MOST + 1) if self.path == "/much" else b'{"code":"OK"}')

    def _drip(self):
        try:
            for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 600:
                self.wfile.write(bytes([byte]))
                time.sleep(0.02)
        except OSError:
            pass

    def log_message(self, *_):
        pass


@pytest.fixture
def receiver():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.got = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    rows_for("127.0.0.1", port=server.server_port, plain_http=True, loopback=True)
    yield server
    server.shutdown()
    server.server_close()


def test_an_answer_is_read_a_redirect_is_not_followed_and_a_flood_is_cut_off(receiver):
    address = f"http://127.0.0.1:{receiver.server_port}"
    assert outbound.call("POST", f"{address}/ok", content=b"a").body == b'{"code":"OK"}'
    moved = outbound.call("POST", f"{address}/moved")
    assert (moved.status, moved.good) == (302, False) and len(receiver.got) == 2
    with pytest.raises(OutboundRefused, match="1 MB"):
        outbound.call("POST", f"{address}/much")


def test_T31_a_dripping_answer_ends_with_the_deadline_of_the_whole_call(receiver, monkeypatch):
    monkeypatch.setattr("anfu.core.outbound.client.TOTAL", 0.5)
    begun = time.monotonic()
    with pytest.raises(OutboundRefused, match="没有回答"):
        outbound.call("POST", f"http://127.0.0.1:{receiver.server_port}/drip")
    assert time.monotonic() - begun < 5


def test_a_host_that_keeps_failing_is_left_alone_and_called_again_after_the_pause(receiver):
    address = f"http://127.0.0.1:{receiver.server_port}"
    for _ in range(breaker.MOST):
        assert outbound.call("POST", f"{address}/broken").status == 500
    with pytest.raises(OutboundRefused, match="再试"):
        outbound.call("POST", f"{address}/ok")
    assert len(receiver.got) == breaker.MOST
    OutboundPause.objects.update(until=clock.now())
    assert outbound.call("POST", f"{address}/ok").good and not OutboundPause.objects.exists()


def test_nobody_listening_is_an_error_that_is_tried_again():
    rows_for("127.0.0.1", port=9, plain_http=True, loopback=True)
    with pytest.raises(OutboundRefused, match="没有回答"):
        outbound.call("POST", "http://127.0.0.1:9/")


def test_the_proxy_of_the_environment_is_not_used(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    assert PinnedTransport(OutboundHost(), numeric)._pool.__class__.__name__ == "ConnectionPool"
