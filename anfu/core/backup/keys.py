"""The key of the backups: an age key file. Its public half closes, its secret half opens."""

import os
from dataclasses import dataclass
from pathlib import Path

from pyrage import IdentityError, RecipientError, x25519

from anfu.core.refusal import Refused

SECRET, PUBLIC = "AGE-SECRET-KEY-", "age1"


@dataclass(frozen=True)
class Key:
    """`identity` is None where only the public half is here: enough to write, not to read."""

    recipient: x25519.Recipient
    identity: x25519.Identity | None = None


def make(path: Path) -> str:
    """Write a new key file, readable by its owner only; returns the public half. Refused where the file exists."""
    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as there:
        raise Refused(f"{path} 已经有了，没有改动。换一个文件名。") from there
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(f"# public key: {public}\n{identity}\n")
    return public


def read(path: Path) -> Key:
    """The key of a file as `make` or age-keygen writes it, or of one with nothing but the public half."""
    for line in path.read_text("utf-8").splitlines():
        try:
            if line.startswith(SECRET):
                identity = x25519.Identity.from_str(line.strip())
                return Key(identity.to_public(), identity)
            if line.startswith(PUBLIC):
                return Key(x25519.Recipient.from_str(line.strip()))
        except (IdentityError, RecipientError) as why:
            raise Refused(f"{path} 里的钥匙不完整，用不了。") from why
    raise Refused(f"{path} 里没有备份钥匙。用 anfu backup-key 造一把。")


def secret(path: Path) -> x25519.Identity:
    """The secret half; Refused where the file holds only the public one."""
    identity = read(path).identity
    if identity is None:
        raise Refused(f"{path} 里只有公钥，打不开备份。请用造钥匙时收起来的那份私钥。")
    return identity
