"""Personal data: each text field of each model has a class, and what is personal is masked unless it is asked for.

Pages, API, exports and logs take a value through `masked`; the ledger takes `digests`; `reveal` is the only way to
the full value: with a purpose, counted, and entered in the ledger.
"""

from anfu.core.personal.classes import fields_of, personal_of
from anfu.core.personal.digests import digests
from anfu.core.personal.layer import masked
from anfu.core.personal.reveal import PURPOSES, reveal

__all__ = ["PURPOSES", "digests", "fields_of", "masked", "personal_of", "reveal"]
