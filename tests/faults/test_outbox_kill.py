"""T41: a worker killed while it delivers repeats the effect under the same event id, and never loses it."""

import base64
import hashlib
import hmac
import http.server
import json
import os
import signal
import threading
from collections.abc import Iterator

import pytest


class Slow(http.server.BaseHTTPRequestHandler):
    """Takes the first request and does not answer it until it is told; answers all later ones."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        self.server.arrived.set()
        if len(self.server.got) == 1:
            self.server.may_answer.wait(30)
        try:
            self.send_response(200)
            self.end_headers()
        except OSError:
            pass

    def log_message(self, *_):
        pass


@pytest.fixture
def receiver() -> Iterator[http.server.ThreadingHTTPServer]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    server.got, server.arrived, server.may_answer = [], threading.Event(), threading.Event()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.may_answer.set()
    server.shutdown()
    server.server_close()


def run(child, *arguments: str) -> str:
    process = child(*arguments, program="outbox_child")
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0, out
    return out


def test_T41_a_worker_killed_while_delivering_repeats_under_the_same_event_id(child, receiver):
    run(child, "put", str(receiver.server_port))
    doomed = child("deliver", program="outbox_child")
    assert receiver.arrived.wait(60)
    os.kill(doomed.pid, signal.SIGKILL)
    doomed.communicate()
    receiver.may_answer.set()
    left = json.loads(run(child, "state"))
    assert (left["done"], left["attempts"]) == (False, 1)
    run(child, "deliver")
    assert len(receiver.got) == 1, "the lease still holds"
    run(child, "expire")
    run(child, "deliver")
    run(child, "deliver")
    state = json.loads(run(child, "state"))
    assert (state["done"], state["attempts"], len(receiver.got)) == (True, 2, 2)
    (first, body), (second, again) = receiver.got
    assert first["webhook-id"] == second["webhook-id"]
    assert body == again and json.loads(body)["data"]["text"] == "已有结果：一件事"
    assert all(genuine(headers, content, state["key"]) for headers, content in receiver.got)


def genuine(headers: dict[str, str], body: bytes, key: str) -> bool:
    """The receiver's side of Standard Webhooks, written from its specification."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    secret = base64.b64decode(key.removeprefix("whsec_"))
    wanted = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    return headers["webhook-signature"] == f"v1,{wanted}"
