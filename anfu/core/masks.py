"""How a value is shown to those who have no purpose to see it. Pure."""

import re
from collections.abc import Callable

_PHONE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])([1-9]\d{5})(?:19|20)\d{9}[\dXx](?![0-9A-Za-z])")
_STREET = re.compile(r"^(.*?(?:街道|路|街|巷|弄|大道|村|镇|乡))")


def name(text: str) -> str:
    """陈晓岚 -> 陈**."""
    return text[:1] + "*" * max(len(text) - 1, 1) if text else ""


def phone(text: str) -> str:
    """13812345678 -> 138****5678; shorter numbers keep their last two digits."""
    digits = text.strip()
    if len(digits) < 7:
        return "*" * len(digits)
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) > 10 else f"{'*' * (len(digits) - 2)}{digits[-2:]}"


def identity(text: str) -> str:
    """330701199001011234 -> 330701***********4."""
    return f"{text[:6]}{'*' * (len(text) - 7)}{text[-1]}" if len(text) > 7 else "*" * len(text)


def street(text: str) -> str:
    """A person's address to its street: 婺城区某街道某路 12 号 -> 婺城区某街道***."""
    found = _STREET.match(text)
    return f"{found[1] if found else text[:3]}***" if text else ""


def account(text: str) -> str:
    """6222020200112233 -> ****2233."""
    return f"****{text[-4:]}" if len(text) > 4 else "*" * len(text)


def whole(text: str) -> str:
    """Nothing of it."""
    return "***" if text else ""


MASKS: dict[str, Callable[[str], str]] = {
    "name": name,
    "phone": phone,
    "identity": identity,
    "street": street,
    "account": account,
    "whole": whole,
}


def in_text(text: str) -> str:
    """A line of a log: numbers of mobile phones and of identity cards are masked wherever they stand."""
    return _IDENTITY.sub(lambda m: identity(m[0]), _PHONE.sub(r"\1****\2", text))
