"""The service relation in which all five modes end: who serves whom, how, for what, from when to when.

Clauses: 二(二)1 to 二(二)5, 四(二)a (entrusted management).
Not here: what was really done (a later room's visits).
"""
