"""What ledger entries and jobs are called on a page: each room's data/verbs.toml."""

import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings


@cache
def _labels() -> dict[str, str]:
    labels: dict[str, str] = {}
    for path in sorted(Path(settings.PACKAGE).glob("*/data/verbs.toml")):
        labels |= tomllib.loads(path.read_text("utf-8"))["verbs"]
    return labels


def label(verb: str) -> str:
    """`targeting.confirmed` -> 确认情形; a verb without a word of its own shows its code."""
    return _labels().get(verb, verb)
