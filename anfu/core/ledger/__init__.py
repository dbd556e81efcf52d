"""The ledger: append-only, chained by hash, one stream for each county-level division and one for the city.

`record` writes an entry in the caller's transaction; `verify` reads everything and names the first bad entry.
"""

from anfu.core.ledger.chain import GENESIS, canonical, digest
from anfu.core.ledger.record import CITY, record, record_rows, wait_turn
from anfu.core.ledger.verify import Fault, verify

__all__ = ["CITY", "GENESIS", "Fault", "canonical", "digest", "record", "record_rows", "verify", "wait_turn"]
