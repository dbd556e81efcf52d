"""Secrets of second factors are sealed with a key that is not in the database."""

import base64

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(text: str) -> str:
    """The text, readable only with this installation's key."""
    return _box().encrypt(text.encode()).decode()


def unseal(text: str) -> str:
    """What `seal` sealed; cryptography.fernet.InvalidToken where the key or the text is another."""
    return _box().decrypt(text.encode()).decode()


def _box() -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"anfu.signin").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
