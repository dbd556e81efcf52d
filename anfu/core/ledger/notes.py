"""The key that signs checkpoints: kept outside the database, readable by its owner only; its public half for all."""

import base64
import hashlib
import os
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from anfu.core.refusal import Refused

ED25519 = b"\x01"


def key_path() -> Path:
    """Where the private key lies: ANFU_LEDGER_KEY, or `ledger.key` in ANFU_HOME."""
    return Path(settings.LEDGER_KEY or Path(settings.HOME) / "ledger.key")


def private_key() -> Ed25519PrivateKey:
    """The signing key, made on the first call; Refused where others could read it, or it is no such key."""
    path = key_path()
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise Refused(f"台账签名密钥 {path} 别人也能读。请先收回权限：chmod 600 {path}")
    return _load(path, path.stat().st_mtime_ns)


def verifier_key() -> str:
    """The public key as one line of C2SP signed-note: name+id+key."""
    return verifier_line(settings.LEDGER_ORIGIN, private_key())


def sign(size: int, root: bytes, at: datetime) -> str:
    """A checkpoint of this installation as a signed note."""
    return signed_note(settings.LEDGER_ORIGIN, private_key(), size, root, at)


def verifier_line(origin: str, key: Ed25519PrivateKey) -> str:
    """The public half of a key, under the name of its log."""
    data = ED25519 + _public(key)
    return f"{origin}+{_key_id(origin, data).hex()}+{base64.b64encode(data).decode()}"


def signed_note(origin: str, key: Ed25519PrivateKey, size: int, root: bytes, at: datetime) -> str:
    """C2SP tlog-checkpoint; the fourth line says when, in seconds since 1970, so that its age can be told."""
    text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\ntime {int(at.timestamp())}\n"
    signature = _key_id(origin, ED25519 + _public(key)) + key.sign(text.encode())
    return f"{text}\n— {origin} {base64.b64encode(signature).decode()}\n"


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    try:
        os.link(part, path)  # the first process wins; a second one reads its key
    except FileExistsError:
        pass
    finally:
        part.unlink()


@lru_cache(maxsize=4)
def _load(path: Path, _changed: int) -> Ed25519PrivateKey:
    key = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused(f"{path} 不是 Ed25519 密钥，不能给台账签名。")
    return key


def _public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _key_id(origin: str, data: bytes) -> bytes:
    return hashlib.sha256(origin.encode() + b"\n" + data).digest()[:4]
