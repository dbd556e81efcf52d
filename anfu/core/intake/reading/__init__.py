"""Table files in, frames out. Pure: a path and limits go in, chunks of at most 50,000 rows come out.

Uploads are hostile: the kind is read from the content, an xlsx is measured before a parser sees it, and every
odd file ends in one UnreadableFile whose message says what happened and what to do.
"""

from anfu.core.intake.reading.errors import UnreadableFile
from anfu.core.intake.reading.limits import DEFAULT_LIMITS, Limits
from anfu.core.intake.reading.table import CHUNK_ROWS, Chunk, Table, open_table

__all__ = ["CHUNK_ROWS", "DEFAULT_LIMITS", "Chunk", "Limits", "Table", "UnreadableFile", "open_table"]
