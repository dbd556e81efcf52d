"""Electronic signatures: one interface, so that a city may plug in a provider of its own; built in is the person's proof.

`settings.ANFU_SIGNER` names the class. The caller has already made sure that the person proved within minutes who
they are (`needs(fresh=True)`); the built-in signer adds nothing to that, and its seal binds person, side and text.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from anfu.core.actor import Actor
from anfu.core.personal.digests import digest


@dataclass(frozen=True, slots=True)
class Signature:
    """How somebody signed: the method's code, and a value that the signer can check later."""

    method: str
    seal: str


class Signer(Protocol):
    """Signs the SHA-256 of a version for a person of one side; raises Refused where it cannot."""

    def sign(self, digest: str, side: str, actor: Actor, at: datetime) -> Signature: ...

    def holds(self, digest: str, side: str, user_id: int, at: datetime, signature: Signature) -> bool:
        """Whether the signature is this person's for this text."""
        ...


class ProofOfPerson:
    """The person proved again who they are (password, code or key) and said yes; sealed with the platform's key."""

    method = "reauth"

    def sign(self, digest: str, side: str, actor: Actor, at: datetime) -> Signature:
        """Never refuses: the proof lies before it."""
        return Signature(self.method, self._seal(digest, side, actor.user_id or 0, at))

    def holds(self, digest: str, side: str, user_id: int, at: datetime, signature: Signature) -> bool:
        """Made anew and compared."""
        return signature.seal == self._seal(digest, side, user_id, at)

    def _seal(self, said: str, side: str, user_id: int, at: datetime) -> str:
        return digest(
            "engagements.Confirmation", "seal", f"{said}|{side}|{user_id}|{at.astimezone(UTC).isoformat()}"
        )


@cache
def signer() -> Signer:
    """The signer of this installation."""
    found: Signer = import_string(settings.ANFU_SIGNER)()
    return found
