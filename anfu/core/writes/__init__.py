"""What holds for every write request, page or API: one transaction, one effect for one key, no field unasked for.

`needs` and `permitted` put it around every write; views and actions need not know of it.
"""

from anfu.core.writes.posted import expect
from anfu.core.writes.whole import whole_write

__all__ = ["expect", "whole_write"]
