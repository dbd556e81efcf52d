"""T25: a field that a write does not take is refused by name, and nothing is changed."""

import re

import pytest
from django.apps import apps

from anfu.site.api import api
from tests.writes.calls import MAKERS, write_routes
from tests.writes.digests import digests

pytestmark = pytest.mark.once

FIELDS = sorted(
    {
        name
        for model in apps.get_models()
        if model.__module__.startswith("anfu.")
        for each in model._meta.concrete_fields
        for name in (each.name, each.attname)
    }
    | {"pk", "actor", "permissions", "role", "is_superuser"}
)


@pytest.mark.parametrize("route", write_routes(), ids=lambda route: f"{route[1]} {route[0]}")
def test_t25_every_model_field_that_is_not_asked_for_is_refused(sender, route):
    call, method = MAKERS[route](), route[1]
    client = sender(call)
    known = {*call.form, *call.files, *(call.json or {}), *call.also}
    more = {name: "330702" for name in FIELDS if name not in known}
    before = digests()
    answer = call.sent(client, method, more=more)
    said = answer.content.decode()
    assert answer.status_code == 422, (answer.status_code, said[-2000:])
    assert [name for name in more if name not in said] == [], re.sub(r"<[^>]+>|\s+", " ", said)[-1500:]
    assert digests() == before


def test_every_body_of_the_api_refuses_what_it_does_not_know():
    schema = api.get_openapi_schema()
    open_ = [
        f"{method} {path}"
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
        for kind, content in operation.get("requestBody", {}).get("content", {}).items()
        if kind == "application/json" and _is_open(content["schema"], schema)
    ]
    assert open_ == []


def _is_open(part, schema) -> bool:
    """Whether an object of it, at any depth, takes names that it does not list."""
    if "$ref" in part:
        part = schema["components"]["schemas"][part["$ref"].rsplit("/", 1)[1]]
    if part.get("type") == "object" and "properties" in part:
        own = part.get("additionalProperties") is not False
        return own or any(_is_open(each, schema) for each in part["properties"].values())
    parts = [*part.get("anyOf", []), *part.get("allOf", []), *([part["items"]] if "items" in part else [])]
    return any(_is_open(each, schema) for each in parts)
