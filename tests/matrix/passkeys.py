"""A passkey as a browser would hand it over at its registration."""

import hashlib
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

HOST = "testserver"


def registered(name: str) -> dict[str, Any]:
    """What an account keeps of it, under this name."""
    identifier = hashlib.sha256(name.encode()).digest()
    key = ES256.from_cryptography_key(generate_private_key(SECP256R1()).public_key())
    credential = AttestedCredentialData.create(bytes(16), identifier, key)
    flags = AuthenticatorData.FLAG.USER_PRESENT | AuthenticatorData.FLAG.ATTESTED
    data = AuthenticatorData.create(hashlib.sha256(HOST.encode()).digest(), flags, 0, credential)
    client = CollectedClientData.create("webauthn.create", bytes(32), f"https://{HOST}")
    attested = AttestationObject.create("none", data, {})
    response = {"clientDataJSON": websafe_encode(client), "attestationObject": websafe_encode(attested)}
    public = {"id": websafe_encode(identifier), "rawId": websafe_encode(identifier), "type": "public-key"}
    return {"name": name, "credential": {**public, "response": response}}
