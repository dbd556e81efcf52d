"""Personal data as people without a reason to see it are shown it."""

PERSONAL = frozenset({"principal", "contact_name", "contact_phone"})


def name(text: str) -> str:
    """陈晓岚 -> 陈**."""
    return text[:1] + "*" * max(len(text) - 1, 1) if text else ""


def phone(text: str) -> str:
    """13812345678 -> 138****5678; shorter numbers keep their last two digits."""
    digits = text.strip()
    if len(digits) < 7:
        return "*" * len(digits)
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) > 10 else f"{'*' * (len(digits) - 2)}{digits[-2:]}"


def field(column: str, text: str) -> str:
    """A value of a column of a version: masked where it is personal."""
    if column not in PERSONAL:
        return text
    return phone(text) if column == "contact_phone" else name(text)
