"""Files of facts about enterprises (a listing, an accident a row), keyed by enterprise and a key of their own.

A kind names its table and a data file of fields; reading, judging, writing and taking back are done here.
"""

from anfu.registry.records.kind import RecordKind

__all__ = ["RecordKind"]
