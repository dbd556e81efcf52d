"""Invitation codes: what is printed on a letter, and what of it is kept."""

import secrets
from typing import NamedTuple

from django.utils.crypto import constant_time_compare, salted_hmac

# Crockford's alphabet: no I, L, O, U, so that a code on paper is read in one way only.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})
SELECTOR, SECRET, GROUP = 5, 10, 5
LENGTH = SELECTOR + SECRET


class Code(NamedTuple):
    """The group that finds the invitation, and the secret that opens it (50 bits)."""

    selector: str
    secret: str

    def __str__(self) -> str:
        whole = self.selector + self.secret
        return "-".join(whole[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def new_code() -> Code:
    """A code that nobody can guess."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return Code(letters[:SELECTOR], letters[SELECTOR:])


def read(typed: str) -> Code | None:
    """The code as somebody typed it, whatever case and hyphens; None if it is none."""
    plain = "".join(typed.upper().replace("-", "").split()).translate(_READ_AS)
    if len(plain) != LENGTH or not set(plain) <= set(ALPHABET):
        return None
    return Code(plain[:SELECTOR], plain[SELECTOR:])


def hashed(code: Code) -> str:
    """What is kept: keyed, so that a copy of the database alone tells nothing."""
    return salted_hmac(
        "anfu.people.invitation", f"{code.selector}{code.secret}", algorithm="sha256"
    ).hexdigest()


def fits(code: Code, kept: str) -> bool:
    """Whether the secret is the right one; takes the same time either way."""
    return constant_time_compare(hashed(code), kept)
