"""Every route of pages and API, found in the URL configuration; `python -m tests.laws.routes` rewrites the table."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from anfu.people.roles import Role

TABLE = Path(__file__).parent / "routes.csv"
WHO = ["stranger", *Role.values]
ABSENT = {
    "int": "999999999",
    "str": "absent",
    "path": "absent",
    "date": "2026-01-05",
    "slug": "absent",
    "uscc": "91330784MA0000000X",
}
METHODS = ("GET", "POST")
API_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, order=True)
class Route:
    """One address pattern and method; `permission` as its view declares it."""

    pattern: str
    method: str
    permission: str


def all_routes() -> list[Route]:
    """Pages by the URL configuration, API operations by the schema."""
    found = {*_pages(get_resolver().url_patterns, ""), *_operations()}
    # Signing out comes last: what is asked after it would be asked by strangers.
    return sorted(found, key=lambda route: ("sign-out" in route.pattern, route))


def _pages(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if not str(pattern.pattern).startswith("api/"):
                yield from _pages(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            permission = getattr(pattern.callback, "permission", "")
            for method in METHODS:
                yield Route(f"/{prefix}{pattern.pattern}", method, permission)


def _operations() -> Iterator[Route]:
    from anfu.site.api import api

    permissions = {}
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    full = f"/api/v1/{prefix.strip('/')}/{path.strip('/')}".rstrip("/")
                    permissions[full, method.lower()] = getattr(operation.view_func, "permission", "")
    for path, operations in api.get_openapi_schema()["paths"].items():
        for method in operations:
            if method in API_METHODS:
                yield Route(path, method.upper(), permissions.get((path.rstrip("/"), method), ""))


def address(route: Route) -> str:
    """The route's address with objects that do not exist."""
    filled = re.sub(r"<(?:(\w+):)?\w+>", lambda m: ABSENT[m[1] or "str"], route.pattern)
    return re.sub(r"\{(\w+)\}", lambda m: ABSENT["int"] if m[1].endswith(("id", "pk")) else "absent", filled)


def answer(client: Client, route: Route) -> int:
    """The status that this client gets there, with an empty form or body."""
    kind = {"content_type": "application/json"} if route.pattern.startswith("/api/") else {}
    body = "{}" if kind and route.method != "GET" else None
    response = client.generic(route.method, address(route), body or "", **kind)
    return int(response.status_code)


def read_table() -> dict[tuple[str, str], dict[str, str]]:
    """(pattern, method) -> the row as it stands in the file."""
    with TABLE.open(encoding="utf-8") as file:
        return {(row["route"], row["method"]): row for row in csv.DictReader(file)}


def write_table(rows: list[dict[str, str]]) -> None:
    """Write the table anew, one route a line."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["route", "method", "permission", *WHO], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
