"""The signing key of one installation, made once and kept beside its data."""

import os
import secrets
from pathlib import Path


def secret_key(home: Path) -> str:
    """The key in `home`; made there, readable by its owner only, on the first start."""
    path = home / "secret.key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()
