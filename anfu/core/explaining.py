"""What people write to explain what they do: long enough to say something, and kept whole or refused, never cut."""

from anfu.core.refusal import Refused

SHORTEST = 5
WHY = "请写明理由，5 个字以上。"


def explained(text: str, ask: str = WHY, *, most: int, field: str = "reason") -> str:
    """What was written, without blanks around it; Refused with `ask` under five characters, and over `most`."""
    if len(text.strip()) < SHORTEST:
        raise Refused(ask, field=field)
    return fitting(text, most, field=field)


def fitting(text: str, most: int, *, field: str) -> str:
    """What was written if anything, without blanks around it; Refused where there is no room for all of it."""
    said = text.strip()
    if len(said) > most:
        raise Refused(f"写了 {len(said)} 个字，最多 {most} 个字。没有保存，请写短一些。", field=field)
    return said
