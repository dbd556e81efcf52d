"""How passwords are kept, and which are refused."""

import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError

OWN = "这个密码只由平台、地方、单位或岗位的名称加数字组成，别人会先试它。没有保存，请换一个。"
LEAKED = "这个密码在公开泄露的密码库里出现过，别人会先试它。没有保存，请换一个。"


class Argon2id(Argon2PasswordHasher):
    """Argon2id with 46 MiB and two passes, one lane: what OWASP asks, and eight sign-ins at once fit in 400 MB."""

    time_cost = 2
    memory_cost = 47_104
    parallelism = 1


# What somebody guesses first here: the product, the city and its counties, offices and posts. docs/operations/signin.md
OWN_WORDS = (
    *("anfu", "anquan", "shengchan", "yingji", "jianguan", "guanliyuan", "admin", "password", "mima"),
    *(
        "jinhua",
        "wucheng",
        "jindong",
        "lanxi",
        "yiwu",
        "dongyang",
        "yongkang",
        "wuyi",
        "pujiang",
        "panan",
        "zhejiang",
    ),
    *(
        "安服",
        "安全",
        "生产",
        "应急",
        "监管",
        "管理员",
        "密码",
        "金华",
        "婺城",
        "金东",
        "兰溪",
        "义乌",
        "东阳",
        "永康",
    ),
    *("武义", "浦江", "磐安", "浙江"),
)
OWN_LETTERS = 4


class OwnWordsValidator:
    """Refuses passwords of words of the trade with hardly a letter beside them: digits and marks do not help."""

    def validate(self, password: str, user: object = None) -> None:
        """ValidationError where it names the trade and too little of its own stays."""
        rest = without_own_words(password)
        if rest != password.lower() and letters(rest) < OWN_LETTERS:
            raise ValidationError(OWN, code="password_own_words")

    def get_help_text(self) -> str:
        """The rule in words."""
        return "不能只由平台、地方、单位和岗位的名称加数字组成。"


def without_own_words(password: str) -> str:
    """What stays, in small letters, once words of the trade are taken out."""
    rest = password.lower()
    for word in sorted(OWN_WORDS, key=len, reverse=True):
        rest = rest.replace(word, " ")
    return rest


def letters(text: str) -> int:
    """How many letters; a Chinese character counts as two."""
    return sum(1 if letter.isascii() else 2 for letter in text if letter.isalpha())


class LeakedPasswordValidator:
    """Refuses passwords of the list that the operator supplied: no network is asked.

    The list is a file of SHA-1 digests in hexadecimal, sorted, one a line (`DIGEST` or `DIGEST:COUNT`), or a folder
    of range files as Pwned Passwords gives them (`ABCDE.txt` with lines `REST:COUNT`). Without a list all pass.
    """

    def validate(self, password: str, user: object = None) -> None:
        """ValidationError where the list has it."""
        if is_listed(password, Path(settings.LEAKED_PASSWORDS)):
            raise ValidationError(LEAKED, code="password_leaked")

    def get_help_text(self) -> str:
        """The rule in words."""
        return "不能是公开泄露过的密码。"


def is_listed(password: str, place: Path) -> bool:
    """Whether the file or the folder of range files holds the password's digest."""
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    if place.is_dir():
        part = place / f"{digest[:5]}.txt"
        return part.is_file() and _in_sorted(part, digest[5:])
    return place.is_file() and _in_sorted(place, digest)


def _in_sorted(path: Path, wanted: str) -> bool:
    """Binary search by bytes: some forty reads even in a file of 40 GB."""
    with path.open("rb") as file:
        low, high = 0, file.seek(0, os.SEEK_END)
        while low < high:
            middle = (low + high) // 2
            file.seek(middle)
            if middle:
                file.readline()
            line = file.readline()
            digest = line.split(b":")[0].strip().decode("ascii", "replace").upper()
            if digest == wanted:
                return True
            if not digest or digest > wanted:
                high = middle
            else:
                low = middle + 1
        file.seek(low if not low else low - 1)
        if low:
            file.readline()
        return file.readline().split(b":")[0].strip().decode("ascii", "replace").upper() == wanted
