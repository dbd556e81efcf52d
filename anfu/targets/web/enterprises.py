"""Enterprises under a figure as lines of a page."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from anfu.targets.models import Span
from anfu.targets.queries.rows import described
from anfu.targets.web.links import enterprise_href

STATUS = {"covered": ("ok", "已覆盖"), "lapsed": ("warn", "合同到期未续"), "never": ("bad", "从未签约")}


def enterprise_lines(spans: Iterable[Span], on: date) -> list[dict[str, Any]]:
    """What `_rows.html` shows of each span."""
    return [_line(row) for row in described(list(spans), on)]


def _line(row: dict[str, Any]) -> dict[str, Any]:
    kind, words = STATUS[row["state"]]
    return row | {"href": enterprise_href(row["uscc"]), "status": kind, "status_words": words}
