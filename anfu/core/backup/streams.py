"""Encrypted streams in constant memory: age works in a thread at the other end of a pipe."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyrage
from pyrage import x25519

from anfu.core.refusal import Refused

BUFFER = 1024 * 1024


class _Thread(threading.Thread):
    """A thread that keeps what went wrong in it."""

    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self.work = work
        self.problem: Exception | None = None

    def run(self) -> None:
        try:
            self.work()
        except Exception as problem:
            self.problem = problem


class _Out:
    """Where age writes to; remembers the system's own error, which age turns into words."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.problem: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self.file.write(data)
        except OSError as problem:
            self.problem = problem
            raise

    def flush(self) -> None:
        self.file.flush()


@contextmanager
def closing_into(file: IO[bytes], recipient: x25519.Recipient) -> Iterator[IO[bytes]]:
    """Gives a stream; what is written to it lands encrypted in the file. Raises what writing the file raised."""
    out = _Out(file)
    reading, writing = os.pipe()

    def work() -> None:
        with open(reading, "rb") as plain:
            pyrage.encrypt_io(plain, out, [recipient])

    thread = _Thread(work)
    thread.start()
    try:
        with open(writing, "wb", buffering=BUFFER) as plain:
            yield plain
    except BrokenPipeError:
        thread.join()
        raise (out.problem or thread.problem or RuntimeError("age stopped")) from None
    thread.join()
    if problem := out.problem or thread.problem:
        raise problem


@contextmanager
def opened(path: Path, identity: x25519.Identity) -> Iterator[IO[bytes]]:
    """Gives the decrypted stream. Refused where the key is another one, or a byte is missing or changed."""
    reading, writing = os.pipe()

    def work() -> None:
        with path.open("rb", buffering=BUFFER) as file, open(writing, "wb", buffering=BUFFER) as plain:
            pyrage.decrypt_io(file, plain, [identity])

    thread = _Thread(work)
    thread.start()
    try:
        with open(reading, "rb", buffering=BUFFER) as plain:
            yield plain
            while plain.read(BUFFER):  # to the end: the last piece says that nothing is missing
                pass
    except Exception as problem:
        thread.join()
        if thread.problem is None or isinstance(thread.problem, BrokenPipeError):
            raise
        raise _unreadable(path, thread.problem) from problem
    thread.join()
    if thread.problem:
        raise _unreadable(path, thread.problem) from thread.problem


def _unreadable(path: Path, problem: Exception) -> Refused:
    said = str(problem)
    if "No matching keys" in said:
        return Refused(f"这把钥匙打不开 {path.name}。请用做备份时那把公钥对应的私钥。")
    if "Header" in said:
        return Refused(f"{path.name} 不是安服的备份，或者开头坏了。")
    return Refused(f"{path.name} 被截断或改动过，读不完整，不能用。请换一份备份。")
