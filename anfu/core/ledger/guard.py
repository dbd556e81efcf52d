"""The law that every change leaves a ledger entry, enforced while developing and testing.

Each outermost transaction (or test-level savepoint) that wrote to an audited table must also have written an entry,
else leaving it raises `Unledgered` and rolls it back. Factories of tests write under `without_ledger()`.
"""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.backends.signals import connection_created

WRITES = re.compile(
    r'^\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|COPY)\s+"?(\w+)"?', re.IGNORECASE
)


class Unledgered(AssertionError):
    """Audited rows changed and no ledger entry says so."""


@dataclass
class Frame:
    """What one atomic block did so far."""

    checked: bool
    bare: bool = (
        False  # around a whole request: the actions inside it are checked, and it writes nothing itself
    )
    tables: set[str] = field(default_factory=set)
    recorded: bool = False


class _State(threading.local):
    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.off = 0


_state = _State()
_installed = False


@cache
def audited_tables() -> frozenset[str]:
    """Tables of the models that say `audited`."""
    return frozenset(m._meta.db_table for m in apps.get_models() if getattr(m, "audited", False))


@contextmanager
def without_ledger() -> Iterator[None]:
    """For factories of tests and for migrations: the block's writes need no entry."""
    _state.off += 1
    try:
        yield
    finally:
        _state.off -= 1


def entry_written() -> None:
    """Called by the ledger when an entry is appended."""
    if _state.frames:
        _state.frames[-1].recorded = True


def install() -> None:
    """Watch every connection and every atomic block of this process, once."""
    global _installed
    if _installed:
        return
    _installed = True
    connection_created.connect(_watch, dispatch_uid="core.ledger.guard", weak=False)
    for connection in connections.all(initialized_only=True):
        _watch(connection=connection)
    _wrap_atomic()


def _watch(connection: Any, **_: Any) -> None:
    if _note_writes not in connection.execute_wrappers:
        connection.execute_wrappers.append(_note_writes)


def _note_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    match = WRITES.match(sql) if isinstance(sql, str) else None
    if match and not _state.off and match[1] in audited_tables():
        if _state.frames and not _state.frames[-1].bare:
            _state.frames[-1].tables.add(match[1])
        else:
            raise Unledgered(
                f"{match[1]} is audited: change it inside an action's transaction, with an entry"
            )
    return execute(sql, params, many, context)


def _wrap_atomic() -> None:
    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__

    def watched_enter(self: Any) -> None:
        enter(self)
        bare = getattr(self, "whole_request", False)
        unchecked = bare or getattr(self, "_from_testcase", False)
        outermost = not any(frame.checked for frame in _state.frames)
        savepoint = self.savepoint or not connections[self.using or "default"].savepoint_ids
        _state.frames.append(Frame(not unchecked and outermost and savepoint, bare))

    def watched_leave(self: Any, kind: Any, value: Any, trace: Any) -> None:
        frame = _state.frames.pop()
        fault = _fault(frame) if kind is None else None
        if fault:
            leave(self, type(fault), fault, None)
            raise fault
        leave(self, kind, value, trace)
        if kind is None and _state.frames:
            _state.frames[-1].tables |= frame.tables if not frame.checked else set()
            _state.frames[-1].recorded |= frame.recorded

    transaction.Atomic.__enter__ = watched_enter  # type: ignore[method-assign]
    transaction.Atomic.__exit__ = watched_leave  # type: ignore[method-assign]


def _fault(frame: Frame) -> Unledgered | None:
    if frame.checked and frame.tables and not frame.recorded:
        return Unledgered(f"changed without a ledger entry: {', '.join(sorted(frame.tables))}")
    return None
