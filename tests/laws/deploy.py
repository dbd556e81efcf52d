"""Django's own check of a deployment, in the server's settings: `python -m tests.laws.deploy`."""

import os
import secrets
import subprocess
import sys
import tempfile


def check(tls: str = "1") -> subprocess.CompletedProcess[str]:
    """`manage.py check --deploy` with every warning an error."""
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    with tempfile.TemporaryDirectory() as home:
        own = {
            "ANFU_HOME": home,
            "ANFU_TLS": tls,
            "ANFU_SECRET_KEY": secrets.token_urlsafe(60),
            "DATABASE_URL": "postgres://anfu@127.0.0.1:1/anfu",
            "DJANGO_SETTINGS_MODULE": "anfu.settings.server",
        }
        return subprocess.run(command, env=_outer() | own, capture_output=True, text=True, check=False)


def _outer() -> dict[str, str]:
    """The environment without what a browser test may have set in its own process."""
    return {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}


if __name__ == "__main__":
    done = check()
    sys.stderr.write(done.stderr if done.returncode else "")
    sys.exit(done.returncode)
