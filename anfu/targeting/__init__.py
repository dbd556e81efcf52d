"""Which enterprises are key objects, and why: the five classes, the nine grounds, the counties' own programmes.

Clauses: 二(一)1 to 二(一)5 and 二(一)末. A presumption is a suspicion with evidence; only a person confirms it.
Not here: who serves them (`engagements`), how far the city is (`targets`).
"""
