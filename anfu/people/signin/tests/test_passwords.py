import hashlib

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from anfu.demo.accounts import PASSWORD as DEMO
from anfu.people.models import User
from anfu.people.signin.passwords import LEAKED, Argon2id, is_listed


def sha1(word: str) -> str:
    return hashlib.sha1(word.encode(), usedforsecurity=False).hexdigest().upper()


def write(path, words, counts=True):
    lines = sorted(sha1(word) + (f":{len(word)}" if counts else "") for word in words)
    path.write_bytes("\r\n".join([*lines, ""]).encode())
    return path


@given(words=st.sets(st.text(max_size=5), max_size=60), others=st.sets(st.text(max_size=5), max_size=20))
def test_exactly_the_words_of_the_list_are_found(tmp_path_factory, words, others):
    path = write(tmp_path_factory.mktemp("leaked") / "list.txt", words)
    assert all(is_listed(word, path) for word in words)
    assert [word for word in others - words if is_listed(word, path)] == []


def test_a_list_without_counts_or_last_line_end_works(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("\n".join(sorted(map(sha1, ["one", "two", "three"]))))
    assert [is_listed(word, path) for word in ("one", "two", "three", "four")] == [True, True, True, False]


def test_a_folder_of_range_files_works(tmp_path):
    digest = sha1("blue ladder on wednesday")
    (tmp_path / f"{digest[:5]}.txt").write_text(f"{'0' * 35}:1\r\n{digest[5:]}:3\r\n")
    assert is_listed("blue ladder on wednesday", tmp_path)
    assert not is_listed("another", tmp_path)


def test_a_leaked_password_is_refused_with_a_sentence(settings, tmp_path):
    settings.LEAKED_PASSWORDS = str(write(tmp_path / "list.txt", ["blue ladder on wednesday"]))
    with pytest.raises(ValidationError) as refused:
        validate_password("blue ladder on wednesday")
    assert LEAKED in refused.value.messages


@pytest.mark.parametrize("weak", ["short-one", "123409876012", "qwertyqwerty", "chenxiaolan1"])
def test_short_common_and_own_names_are_refused(weak):
    with pytest.raises(ValidationError):
        validate_password(weak, User(username="chenxiaolan", name="陈晓岚"))


def test_the_demo_password_and_long_words_pass(settings):
    settings.LEAKED_PASSWORDS = "/nowhere"
    validate_password(DEMO, User(username="shi", name="沈之衡"))
    validate_password("七盏湿灯笼挂在河边的桥上", User(username="shi", name="沈之衡"))


def test_passwords_are_kept_as_argon2id():
    kept = Argon2id().encode("seven wet lanterns", "saltsaltsalt")
    assert kept.startswith("argon2$argon2id$v=19$m=47104,t=2,p=1$")
    assert Argon2id().verify("seven wet lanterns", kept)
