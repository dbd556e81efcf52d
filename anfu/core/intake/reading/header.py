"""Which record is the header, even when title lines stand above it."""

from collections.abc import Callable, Sequence

from anfu.core.intake.reading.errors import UnreadableFile

# How many of these cells are known headers; the room that imports knows its own.
Recognise = Callable[[Sequence[str]], int]

LOOK_AT = 30
ENOUGH = 2


def count_filled(cells: Sequence[str]) -> int:
    """The recogniser of those who know no headers: the fullest record wins."""
    return len({cell.strip() for cell in cells if any(map(str.isalnum, cell))})


def header_score(records: Sequence[Sequence[str]], recognise: Recognise) -> int:
    """The best score among the first records."""
    return max((recognise(cells) for cells in records[:LOOK_AT]), default=0)


def find_header(records: Sequence[Sequence[str]], recognise: Recognise) -> int:
    """Index of the header: the record with most known headers, else the first of the fullest ones."""
    start = records[:LOOK_AT]
    if not any(map(count_filled, start)):
        raise UnreadableFile("表里没有内容。请检查导出是否完成，再上传。")
    score = recognise if header_score(start, recognise) >= ENOUGH else count_filled
    return max(range(len(start)), key=lambda index: (score(start[index]), -index))
