"""Acts of several persons at the same time, each in a thread and on a connection of its own."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import OperationalError, connection, connections

from anfu.core.refusal import Refused


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each work made, or the sentence of its refusal, in their order; all start together. Other errors are raised."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return patient(work)
        except Refused as refusal:
            return refusal.message
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


def patient(work: Callable[[], Any]) -> Any:
    """The shared in-memory database of the suite says locked at once, where a file would wait."""
    while True:
        try:
            return work()
        except OperationalError as error:
            if connection.vendor != "sqlite" or "locked" not in str(error):
                raise
            time.sleep(0.02)
