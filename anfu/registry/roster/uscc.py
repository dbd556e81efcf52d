"""The unified social credit code (GB 32100-2015): checked over columns, and explained where it is wrong."""

import re

import numpy as np
import polars as pl

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
LOOK_ALIKES = {"O": "0", "I": "1", "Z": "2", "S": "5"}

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WEIGHTS = np.array([pow(3, place, 31) for place in range(LENGTH - 1)], dtype=np.int64)
_NO_VALUE = -1
_VALUES = np.full(256, _NO_VALUE, dtype=np.int64)
_VALUES[[ord(letter) for letter in ALPHABET]] = np.arange(len(ALPHABET))
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+")
_JUNK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff'’`\"“”·\-_,，.。]+")

_SWAPPED = {ord(wrong): right for wrong, right in LOOK_ALIKES.items()}


def check_digit(first_17: str) -> str:
    """The 18th character for the first 17; ValueError where one of these is outside the alphabet."""
    total = sum(
        ALPHABET.index(letter) * int(weight) for letter, weight in zip(first_17, _WEIGHTS, strict=True)
    )
    return ALPHABET[-total % 31]


def is_valid(code: str) -> bool:
    """Whether the code has 18 characters of the alphabet and the right check digit."""
    return bool(valid_mask(pl.Series([code]))[0])


def valid_mask(codes: pl.Series) -> pl.Series:
    """Boolean per code; null counts as not valid."""
    shaped = codes.str.contains(r"^[0-9A-Z]{18}$").fill_null(False)
    mask = shaped.to_numpy().copy()
    if mask.any():
        text = "".join(codes.filter(shaped).to_list()).encode("ascii")
        values = _VALUES[np.frombuffer(text, dtype=np.uint8)].reshape(-1, LENGTH)
        expected = -(values[:, :-1] @ _WEIGHTS) % 31
        mask[mask] = (values >= 0).all(axis=1) & (expected == values[:, -1])
    return pl.Series("valid", mask, dtype=pl.Boolean)


def clean(text: str) -> str:
    """Half-width, upper case, without blanks, quotes and hyphens. Look-alike letters stay."""
    return _JUNK.sub("", text.translate(_HALF_WIDTH)).upper()


def explain(text: str) -> tuple[str, str]:
    """What is wrong with a code that is not valid, and what to do."""
    code = clean(text)
    raw = text.translate(_HALF_WIDTH).upper().replace(" ", "")
    if _SCIENTIFIC.fullmatch(raw):
        return "信用代码被 Excel 写成了科学计数，末几位已经丢失", "请把这一列设为文本格式，按执照重新填写"
    if len(code) != LENGTH:
        return _explain_length(code)
    strange = sorted({letter for letter in code if letter not in ALPHABET})
    if strange:
        return _explain_letters(code, strange)
    return (
        f"信用代码校验位不对：最后一位是 {code[-1]}，按前 17 位应为 {check_digit(code[:-1])}",
        "请核对营业执照",
    )


def _explain_length(code: str) -> tuple[str, str]:
    if len(code) == 15 and code.isdigit():
        return "这是 15 位的旧注册号，不是统一社会信用代码", "请查到换照后的 18 位信用代码再填"
    if len(code) == 9:
        return "这是 9 位的组织机构代码，不是统一社会信用代码", "请填 18 位信用代码"
    return f"信用代码有 {len(code)} 位，应为 {LENGTH} 位", "请核对营业执照"


def _explain_letters(code: str, strange: list[str]) -> tuple[str, str]:
    named = "、".join(strange)
    body = code[:-1].translate(_SWAPPED)
    if not set(body) <= set(ALPHABET):
        return f"信用代码里不会有“{named}”", "请核对营业执照"
    right = check_digit(body)
    if body == code[:-1]:
        return f"信用代码不用字母 {named}，按校验位应为 {right}", "请核对营业执照"
    guess = code.translate(_SWAPPED)
    if guess[-1] == right:
        return f"信用代码不用字母 {named}，改成 {guess} 后校验相符", f"请核对营业执照；若是 {guess}，照此改"
    return f"信用代码不用字母 {named}，换成形近的数字后校验位仍不对", "请核对营业执照"
