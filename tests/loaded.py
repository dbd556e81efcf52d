"""Has the libraries loaded and forks processes from itself, so that each begins a second sooner: `python -m tests.loaded FD`.

What it is sent comes to a process of its own as `python -m MODULE ARGUMENTS` would begin it: nothing of the platform is
loaded before, its settings are read from the environment that it is given, and it can be killed like any other.
"""

import atexit
import contextlib
import importlib
import json
import os
import runpy
import signal
import socket
import sys
import threading
import traceback

# What takes long to load and keeps nothing of the environment.
LIBRARIES = (
    "cryptography.hazmat.primitives.asymmetric.ed25519", "django.contrib.auth.password_validation",
    "django.core.management.commands.migrate", "django.db.backends.sqlite3.base", "django.db.models", "django.forms",
    "django.http", "django.test", "httpx", "jinja2", "numpy", "polars", "psycopg", "pydantic", "requests",
    "rich.console", "rich.markdown", "rich.table", "segno", "typer.rich_utils", "xlsxwriter",
)  # fmt: skip


def main(control: socket.socket) -> None:
    """Until nobody is left who sends."""
    for name in LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        message, fds, _, _ = socket.recv_fds(control, 1 << 20, 3)
        if not message:
            return
        if os.fork() == 0:
            control.close()
            _keep(json.loads(message), *fds)
        for fd in fds:
            os.close(fd)


def _keep(told: dict, out: int, err: int, status: int) -> None:
    """Begin the process, tell its id, and when it is gone how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    pid = os.fork()
    if pid == 0:
        os.close(status)
        os.dup2(out, 1)
        os.dup2(err, 2)
        _do(told["arguments"], told["environment"])
    for fd in (out, err):
        os.close(fd)
    os.write(status, f"{pid}\n".encode())
    ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.write(status, f"{ended}\n".encode())
    os._exit(0)


def _do(arguments: list[str], environment: dict[str, str]) -> None:
    """As the interpreter does from its start to its end."""
    os.environ.clear()
    os.environ.update(environment)
    sys.argv, code = arguments, 1
    try:
        runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        threading._shutdown()
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
