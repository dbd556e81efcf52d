"""One deadline over a whole call: a peer that sends a byte now and then cannot hold a worker."""

import time
from collections.abc import Iterable
from ssl import SSLContext
from typing import Any

import httpcore


class Hurried(httpcore.NetworkBackend):
    """The usual network, of which each step has at most what is left until `until` (monotonic seconds)."""

    def __init__(self, until: float) -> None:
        self._until, self._inner = until, httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        """Connect, in the time left."""
        within = _left(self._until, timeout, httpcore.ConnectTimeout)
        made = self._inner.connect_tcp(host, port, within, local_address, socket_options)
        return HurriedStream(made, self._until)


class HurriedStream(httpcore.NetworkStream):
    """A connection whose reads and writes share the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, until: float) -> None:
        self._inner, self._until = inner, until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes, in the time left."""
        return self._inner.read(max_bytes, _left(self._until, timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """All bytes, in the time left."""
        self._inner.write(buffer, _left(self._until, timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        """End the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """TLS, in the time left."""
        within = _left(self._until, timeout, httpcore.ConnectTimeout)
        return HurriedStream(self._inner.start_tls(ssl_context, server_hostname, within), self._until)

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows about itself."""
        return self._inner.get_extra_info(info)


def _left(until: float, timeout: float | None, late: type[Exception]) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise late("the whole call took too long")
    return left if timeout is None else min(left, timeout)
