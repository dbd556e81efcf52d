"""Requests and answers as blocks of docs/api.md: recorded, written into it, compared with it."""

import json
import re
from dataclasses import dataclass, field
from http.client import responses
from typing import Any

from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

WIDTH = 110
TOLD = ("Idempotent-Replayed", "Retry-After")
_BLOCK = re.compile(r"(<!-- recorded: ([\w-]+) -->\n)```http\n.*?```", re.DOTALL)


@dataclass
class Recorder:
    """Sends requests with the session's sign, and keeps each that has a name with its answer."""

    blocks: dict[str, str] = field(default_factory=dict)

    def __call__(self, name: str, client: Client, request: str, body: Any = None, *, key: str = "") -> Any:
        """`request` is method and address, a body with a file is sent as a form; the answer's JSON comes back."""
        method, path = request.split(" ", 1)
        headers = {"Idempotency-Key": key} if key else {}
        sign = {"X-CSRFToken": client.cookies["csrftoken"].value} if "csrftoken" in client.cookies else {}
        kind, data = _sent(body)
        answer = client.generic(method, path, data, content_type=kind, headers={**headers, **sign})
        told = answer.json()
        if name:
            self.blocks[name] = _block(request, headers, body, answer, told)
        return told


def _sent(body: Any) -> tuple[str, bytes]:
    if _is_form(body):
        return MULTIPART_CONTENT, encode_multipart(BOUNDARY, body)
    return "application/json", b"" if body is None else json.dumps(body, ensure_ascii=False).encode()


def _is_form(body: Any) -> bool:
    return isinstance(body, dict) and "file" in body


def _block(request: str, headers: dict[str, str], body: Any, answer: Any, told: Any) -> str:
    asked = [request, *(f"{name}: {value}" for name, value in headers.items())]
    if _is_form(body):
        asked += [
            "Content-Type: multipart/form-data",
            "",
            *(f"{name}={value}" for name, value in body.items()),
        ]
    elif body is not None:
        asked += ["Content-Type: application/json", "", laid_out(body)]
    status = f"{answer.status_code} {responses[answer.status_code]}"
    notes = [f"{name}: {answer[name]}" for name in TOLD if name in answer]
    return "\n".join([*asked, "", status, *notes, "", laid_out(told)])


def laid_out(value: Any, indent: int = 0) -> str:
    """JSON in as few lines as fit the width."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or len(line) + indent <= WIDTH:
        return line
    if isinstance(value, dict):
        parts = [
            f"{json.dumps(name, ensure_ascii=False)}: {laid_out(each, indent + 2)}"
            for name, each in value.items()
        ]
    else:
        parts = [laid_out(each, indent + 2) for each in value]
    space, (first, last) = " " * indent, "{}" if isinstance(value, dict) else "[]"
    return f"{first}\n" + ",\n".join(f"{space}  {part}" for part in parts) + f"\n{space}{last}"


def names_in(manual: str) -> list[str]:
    """Which examples the manual holds."""
    return [name for _, name in _BLOCK.findall(manual)]


def with_blocks(manual: str, blocks: dict[str, str]) -> str:
    """The manual with these examples in their places."""
    return _BLOCK.sub(lambda found: f"{found[1]}```http\n{blocks[found[2]]}\n```", manual)
