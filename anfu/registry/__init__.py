"""Who is there: divisions, industries, organisations, enterprises and their dated facts, roster import.

Clauses: 一(二) (the denominator), 四(三)a (one platform for all data). Not here: which of them are key objects (`targeting`).
"""
