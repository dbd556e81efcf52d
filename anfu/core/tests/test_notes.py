"""The signing key and signed notes; our plain-Python Ed25519 beside the library's."""

import base64
import os

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from anfu.core.ledger import notes
from anfu.core.ledger.anfu_verify import Bad, open_checkpoint, read_key, signed
from anfu.core.refusal import Refused
from anfu.core.tests.tampering import AT, KEY, ORIGIN

ROOT = b"r" * 32


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=64), st.integers(0, 511))
@hypothesis_settings(max_examples=25)
def test_signatures_are_judged_as_the_library_judges_them(seed, message, bit):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert signed(public, message, signature)
    bent = bytearray(signature)
    bent[bit // 8] ^= 1 << bit % 8
    assert not signed(public, message, bytes(bent))
    assert not signed(public, message + b"x", signature)


def test_the_vectors_of_rfc_8032():
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert signed(public, b"\x72", signature)
    assert not signed(public, b"\x73", signature)


def test_a_checkpoint_says_what_was_signed():
    point = open_checkpoint(
        notes.signed_note(ORIGIN, KEY, 7, ROOT, AT), read_key(notes.verifier_line(ORIGIN, KEY))
    )
    assert (point.origin, point.size, point.root, point.time) == (ORIGIN, 7, ROOT, int(AT.timestamp()))


@pytest.mark.parametrize(("old", "new"), [("\n7\n", "\n8\n"), ("time 1", "time 2"), (ORIGIN, "x.example")])
def test_T38_a_changed_checkpoint_is_not_signed(old, new):
    note = notes.signed_note(ORIGIN, KEY, 7, ROOT, AT)
    with pytest.raises(Bad):
        open_checkpoint(note.replace(old, new, 1), read_key(notes.verifier_line(ORIGIN, KEY)))


@pytest.mark.parametrize(("size", "root"), [(0, ROOT), (-1, ROOT), (3, b"short"), (3, b"")])
def test_a_signed_checkpoint_of_no_tree_is_refused(size, root):
    with pytest.raises(Bad):
        open_checkpoint(
            notes.signed_note(ORIGIN, KEY, size, root, AT), read_key(notes.verifier_line(ORIGIN, KEY))
        )


@pytest.mark.parametrize("text", ["", "a+b", "a+00000000+AAAA", "a+zz+zz", "a+00000000+" + "A" * 44])
def test_a_key_that_is_none_is_refused(text):
    with pytest.raises(Bad):
        read_key(text)


def test_the_key_is_made_once_and_for_its_owner_only():
    line = notes.verifier_key()
    path = notes.key_path()
    assert path.stat().st_mode & 0o777 == 0o600
    assert notes.verifier_key() == line
    assert base64.b64decode(line.split("+", 2)[2])[:1] == b"\x01"


def test_a_key_that_others_can_read_is_refused():
    notes.private_key()
    os.chmod(notes.key_path(), 0o644)
    with pytest.raises(Refused, match="chmod 600"):
        notes.private_key()


def test_the_key_may_lie_elsewhere(settings, tmp_path):
    settings.LEDGER_KEY = str(tmp_path / "away" / "k.pem")
    notes.private_key()
    assert (tmp_path / "away" / "k.pem").exists()
