"""The one client: resolve once, check every address, connect to that very address under the original name."""

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx
from django.conf import settings

from anfu.core.models import OutboundHost
from anfu.core.outbound import breaker
from anfu.core.outbound.addresses import Address, is_loopback, is_public, parsed
from anfu.core.outbound.hurry import Hurried

Resolver = Callable[[str, int], list[str]]
CONNECT, TOTAL = 3.0, 10.0  # seconds
MOST = 1024 * 1024  # bytes of an answer
PORTS = {"https": 443, "http": 80}


class OutboundRefused(Exception):
    """The call was not made, or its answer not taken; the message says why, for the administrator."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes

    @property
    def good(self) -> bool:
        """2xx. A redirect is not: nobody follows it."""
        return 200 <= self.status < 300


def system_resolver(host: str, port: int) -> list[str]:
    """All addresses that the machine's resolver gives."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class PinnedTransport(httpx.HTTPTransport):
    """Connects to an address that was checked, while name, Host and TLS stay those of the URL."""

    def __init__(self, allowed: OutboundHost, resolve: Resolver) -> None:
        super().__init__(retries=0, trust_env=False)
        self.allowed, self.resolve = allowed, resolve
        # The library has no public place for it; test_a_dripping_answer_... fails where it loses this one.
        self._pool._network_backend = Hurried(time.monotonic() + TOTAL)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=str(self._checked(host)))
        return super().handle_request(request)

    def _checked(self, host: str) -> Address:
        try:
            found = parsed(self.resolve(host, self.allowed.port))
        except (OSError, ValueError) as problem:
            raise OutboundRefused(f"{host} 解析不到地址") from problem
        if not found or not all(self._may(address) for address in found):
            raise OutboundRefused(f"{host} 指向内部或保留的地址，没有连接")
        return found[0]

    def _may(self, address: Address) -> bool:
        if self.allowed.loopback and settings.OUTBOUND_LOOPBACK:
            return is_loopback(address)
        return is_public(address)


def call(
    method: str, url: str, *, content: bytes = b"", headers: dict[str, str] | None = None,
    resolve: Resolver = system_resolver,
) -> Answer:  # fmt: skip
    """One call; OutboundRefused where it may not be made or the answer is too long or too slow."""
    try:
        target = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError) as problem:
        raise OutboundRefused("地址写得不对") from problem
    allowed = _allowed(target)
    if until := breaker.paused_until(allowed):
        raise OutboundRefused(f"{allowed} 连续多次没有回答，到 {until} 再试")
    with httpx.Client(
        transport=PinnedTransport(allowed, resolve),
        follow_redirects=False,
        timeout=httpx.Timeout(TOTAL, connect=CONNECT),
        trust_env=False,
    ) as client:
        try:
            answer = _read(client, method, target, content, headers or {})
        except httpx.HTTPError as problem:
            breaker.failed(allowed)
            raise OutboundRefused(f"{target.host} 没有回答：{type(problem).__name__}") from problem
    (breaker.failed if answer.status >= 500 else breaker.answered)(allowed)
    return answer


def _allowed(url: httpx.URL) -> OutboundHost:
    if url.scheme not in PORTS or url.userinfo:
        raise OutboundRefused("只能用 https 地址，不能带账号")
    port = url.port or PORTS[url.scheme]
    found = OutboundHost.objects.filter(host=url.host, port=port, ended_at=None).first()
    if found is None:
        raise OutboundRefused(f"{url.host}:{port} 不在允许的主机里")
    if url.scheme != "https" and not found.plain_http:
        raise OutboundRefused(f"{url.host}:{port} 只允许 https")
    return found


def _read(
    client: httpx.Client, method: str, url: httpx.URL, content: bytes, headers: dict[str, str]
) -> Answer:
    sent = {"Accept-Encoding": "identity", "User-Agent": "anfu", **headers}
    with client.stream(method, url, content=content, headers=sent) as response:
        body = bytearray()
        for part in response.iter_raw(64 * 1024):
            body += part
            if len(body) > MOST:
                raise OutboundRefused(f"{url.host} 的回答超过 1 MB，没有读完")
        return Answer(response.status_code, bytes(body))
