"""The expert pool (专家库) by level, region, industry and speciality, and how experts are asked: by name or by draw.

Recusal is computed from dated declarations; a draw is committed first and can be recomputed by anybody. Clauses: 三(二),
二(二)1. Not here: institutions and their staff (`providers`); parties are named through `registry.Organisation`.
"""
