"""What follows within the registry itself when facts change, whoever changed them."""

from collections.abc import Collection
from typing import Any

from anfu.registry import search


def follow(sender: Any, *, enterprises: Collection[int], **_: Any) -> None:
    """The search index says what is in force."""
    search.refresh(enterprises)
