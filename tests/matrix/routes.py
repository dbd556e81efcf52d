"""Every route of pages and API, found in the URL configuration and the schema."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("GET", "POST")
API = "/api/v1/"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\{(\w+)\}")


@dataclass(frozen=True, order=True)
class Route:
    """One address pattern and method; `operation` is its part of the API's schema, empty for pages."""

    pattern: str
    method: str
    permission: str = ""
    operation: dict[str, Any] = field(default_factory=dict, compare=False, hash=False)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of what stands in the address."""
        return tuple(a or b for a, b in PARAMETER.findall(self.pattern))

    @property
    def is_api(self) -> bool:
        return self.pattern.startswith(API)

    def address(self, **values: object) -> str:
        """The address with these values."""
        return PARAMETER.sub(lambda m: str(values[m[1] or m[2]]), self.pattern)

    def __str__(self) -> str:
        return f"{self.method} {self.pattern}"


@cache
def schema() -> dict[str, Any]:
    """The API's published schema."""
    from anfu.site.api import api

    return api.get_openapi_schema()


@cache
def all_routes() -> list[Route]:
    """Pages by the URL configuration, API operations by the schema."""
    return sorted({*_pages(get_resolver().url_patterns, ""), *_operations()})


def _pages(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            permission = getattr(pattern.callback, "permission", "")
            yield from (Route(f"/{path}", method, permission) for method in METHODS)
        elif not f"/{path}".startswith(API):
            yield from _pages(pattern.url_patterns, path)


def _operations() -> Iterator[Route]:
    from anfu.site.api import api

    permissions = {
        (f"{API}{prefix.strip('/')}/{path.strip('/')}".rstrip("/"), method): getattr(
            operation.view_func, "permission", ""
        )
        for prefix, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    }
    for path, operations in schema()["paths"].items():
        for name, operation in operations.items():
            method = name.upper()
            yield Route(path, method, permissions.get((path.rstrip("/"), method), ""), operation)
