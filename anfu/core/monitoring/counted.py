"""Requests counted in each web process; the processes of one `anfu serve` share the folder FOLDER under ANFU_HOME."""

import os

from django.http import HttpRequest
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

SHARED = "PROMETHEUS_MULTIPROC_DIR"  # the library reads it when first imported, so the parent sets it
FOLDER = "metrics"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
own = CollectorRegistry()
requests = Counter("anfu_requests", "Requests answered", ["route", "method", "status"], registry=own)
seconds = Histogram(
    "anfu_request_seconds",
    "Time until the answer begins",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=own,
)


def route_of(request: HttpRequest) -> str:
    """The name of the address pattern, never the address; "none" where no pattern fits."""
    match = request.resolver_match
    return (match.view_name or "unnamed") if match else "none"


def count(route: str, method: str | None, status: int, took: float) -> None:
    """One answered request; `took` in seconds."""
    requests.labels(route, method if method in METHODS else "other", str(status)).inc()
    seconds.labels(route).observe(took)


def registry() -> CollectorRegistry:
    """What all web processes counted; what this one did where it runs alone."""
    if SHARED not in os.environ:
        return own
    shared = CollectorRegistry()
    MultiProcessCollector(shared)
    return shared
