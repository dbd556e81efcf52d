"""The one door for files of people: limits, content, decoding in a child process, malware, quota; then kept by hash.

Whatever a person uploads comes in by `take` (evidence) or `as_table` (tables), and goes out by `download`.
"""

from anfu.core.uploads.door import as_table, take
from anfu.core.uploads.purposes import EVIDENCE, TABLE, Purpose, takes
from anfu.core.uploads.serving import download

__all__ = ["EVIDENCE", "TABLE", "Purpose", "as_table", "download", "take", "takes"]
