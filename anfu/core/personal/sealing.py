"""Sensitive values at rest: AES-256-GCM under a key derived from the installation's personal key, bound to their field."""

import base64
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from anfu.settings.secret import personal_key

SUITE = "a1:"  # which way of sealing; a later one gets its own mark
NONCE = 12


def seal(model: str, field: str, text: str) -> str:
    """The value, readable only with the installation's key and only as that field of that model."""
    nonce = secrets.token_bytes(NONCE)
    sealed = nonce + _box().encrypt(nonce, text.encode(), _bound(model, field))
    return SUITE + base64.b64encode(sealed).decode()


def unseal(model: str, field: str, sealed: str) -> str:
    """What `seal` sealed; cryptography.exceptions.InvalidTag where the key, the field or the text is another."""
    raw = base64.b64decode(sealed.removeprefix(SUITE))
    return _box().decrypt(raw[:NONCE], raw[NONCE:], _bound(model, field)).decode()


def _box() -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"anfu.personal.sealed").derive(personal_key()))


def _bound(model: str, field: str) -> bytes:
    return f"{model}.{field}".encode()
