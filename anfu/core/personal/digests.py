"""What the ledger keeps of personal values: a keyed digest, which proves a value to whoever has it and the key.

The key lies outside the database, one for the installation; without it nothing can be guessed back from short values
such as phone numbers. A key for each person, destroyed to forget them, is not there yet.
"""

import hashlib
import hmac
from collections.abc import Mapping

from anfu.core.personal.classes import personal_of
from anfu.settings.secret import personal_key

PREFIX = "hmac-sha256:"


def digests(model: str, facts: Mapping[str, str]) -> dict[str, str]:
    """The facts with each personal value replaced by its digest; "" stays, so that one sees what was not known."""
    personal = personal_of(model)
    return {f: digest(model, f, text) if f in personal and text else text for f, text in facts.items()}


def digest(model: str, field: str, text: str) -> str:
    """The digest of one value, bound to its field: the same name as principal and as contact looks different."""
    message = "\x1f".join((model, field, text)).encode()
    return PREFIX + hmac.new(personal_key(), message, hashlib.sha256).hexdigest()[:32]
