"""The signing key of one installation, made once and kept beside its data."""

import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path


@cache
def personal_key() -> bytes:
    """The key of digests of personal data (ANFU_PERSONAL_KEY, or `personal.key`): kept with the backups, not in them."""
    from django.conf import settings

    given = os.environ.get("ANFU_PERSONAL_KEY")
    return (given or _key_in(Path(settings.HOME), "personal.key")).encode()


def secret_key(home: Path) -> str:
    """The key in `home`; made there, readable by its owner only, on the first start."""
    return _key_in(home, "secret.key")


def _key_in(home: Path, name: str) -> str:
    """Of processes that start at once all take the key of the first: what another had signed or digested would be lost."""
    path = home / name
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        new = home / f".{name}.{secrets.token_hex(8)}"
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(new, path)
        new.unlink()
    return path.read_text()
