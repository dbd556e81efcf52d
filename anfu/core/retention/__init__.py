"""How long what is not evidence is kept: one table of kinds, one daily round, one report (trust 4.17).

Rooms register their kinds in `AppConfig.ready`. A kind's period is the dated parameter `retention.<code>` in days. The
ledger, its rows and what a decision rests on have no period and never go.
"""

from anfu.core.retention.table import Held, Kind, Rows, kinds, period, register

__all__ = ["Held", "Kind", "Rows", "kinds", "period", "register"]
