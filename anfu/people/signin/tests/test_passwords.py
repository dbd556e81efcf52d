import hashlib
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from anfu.demo.accounts import PASSWORD as DEMO
from anfu.people.forms import AccountForm
from anfu.people.models import User
from anfu.people.signin.passwords import LEAKED, OWN, OWN_WORDS, Argon2id, is_listed


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


@pytest.mark.parametrize(
    "weak", ["Jinhua-Anfu-2026", "yongkang330784", "金华应急管理员20261126", "admin-admin-admin"]
)
def test_t33_the_names_of_the_trade_and_digits_are_no_password(weak):
    with pytest.raises(ValidationError) as refused:
        validate_password(weak)
    assert OWN in refused.value.messages


@pytest.mark.parametrize(
    "good", ["7f3k9-22x1-8841-a", "jinhua ladders on wednesday", "永康的桥上有七盏湿的灯笼"]
)
def test_a_name_among_other_words_or_random_marks_pass(good):
    validate_password(good)


def test_the_manual_lists_every_word_that_is_no_password(settings):
    manual = (Path(settings.PACKAGE).parent / "docs" / "operations" / "signin.md").read_text("utf-8")
    assert [word for word in OWN_WORDS if word not in manual] == []


def test_blanks_at_the_ends_of_a_password_are_part_of_it():
    field = AccountForm().fields["password"]
    assert field.clean("  seven wet lanterns ") == "  seven wet lanterns "
    assert field.min_length == 12 and field.clean("x" * 64)


def test_passwords_are_kept_as_argon2id():
    kept = Argon2id().encode("seven wet lanterns", "saltsaltsalt")
    assert kept.startswith("argon2$argon2id$v=19$m=47104,t=2,p=1$")
    assert Argon2id().verify("seven wet lanterns", kept)
