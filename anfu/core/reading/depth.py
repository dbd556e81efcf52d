"""Without a filter a list is shown so many pages deep; further on one has to say what one is looking for."""

from collections.abc import Callable

from django.conf import settings

from anfu.core import clock, parameters
from anfu.core.refusal import TooDeep

PAGE = 50  # rows of a page
PARAMETER = "reading.pages_deep"


def far_enough(rows_before: Callable[[int], int], *, size: int) -> bool:
    """Whether a page of `size` rows ends as deep as an unfiltered list goes; TooDeep where it begins beyond.

    `rows_before(n)`: how many rows stand before the page, counted up to n.
    """
    if not settings.READING_QUOTAS:
        return False
    pages = parameters.value(PARAMETER, on=clock.today())
    most = pages * PAGE
    before = rows_before(most + 1)
    if before >= most:
        raise TooDeep(f"没有筛选时最多往后翻 {pages} 页。请先筛选或查找；要整批的数据，请用“导出”。")
    return before + size >= most
