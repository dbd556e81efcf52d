"""Log lines as JSON, one an event: fields that are named here, and of an exception its kind and place, not its words.

An exception's words carry values (the key of a row that was there already), so they stay out of the server's log.
"""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

FIELDS = ("route", "method", "status", "ms", "actor")
request_id: ContextVar[str] = ContextVar("request_id", default="")


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """`at` is UTC, `ms` milliseconds."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": request_id.get() or None,
            **{name: getattr(record, name, None) for name in FIELDS},
        }
        if record.exc_info and (error := record.exc_info[1]):
            line |= {"error": _kinds(error), "trace": _places(error)}
        return json.dumps({k: v for k, v in line.items() if v is not None}, ensure_ascii=False)


def _kinds(error: BaseException) -> str:
    before = error.__cause__ or error.__context__
    return type(error).__name__ + (f" < {_kinds(before)}" if before else "")


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
