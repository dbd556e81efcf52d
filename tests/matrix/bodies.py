"""A body that fits an operation's schema, so that a write reaches its object and not only its validation."""

from typing import Any

from anfu.core import clock
from tests.matrix import routes

TEXT = "现场看过，情况属实"


def body_of(operation: dict[str, Any]) -> Any:
    """The JSON body that the operation asks for; None where it takes none (or a file)."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return None if content is None else _value(content["schema"], "")


def _value(schema: dict[str, Any], name: str) -> Any:
    schema = resolved(schema)
    if "enum" in schema or "const" in schema or "default" in schema:
        return schema["enum"][0] if "enum" in schema else schema.get("const", schema.get("default"))
    match schema.get("type"):
        case "object":
            required = schema.get("required", [])
            return {key: _value(schema["properties"][key], key) for key in required}
        case "array":
            return [_value(schema["items"], name)] * schema.get("minItems", 1)
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
    return _text(schema)


def _text(schema: dict[str, Any]) -> str:
    if schema.get("format") in ("date", "date-time"):
        return clock.today().isoformat()
    long_enough = TEXT * -(-max(1, schema.get("minLength", 1)) // len(TEXT))
    return long_enough[: schema.get("maxLength", 200)]


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return resolved(routes.schema()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return resolved(schema[several][0])
    return schema
