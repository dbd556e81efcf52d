"""The market: demands, sealed offers, two-way choice, standing services. Clauses: 二(二)2, 三(四)a–b, 四(三)a–b.

The platform informs and keeps the record; it never recommends, ranks or assigns. Not here: the contract that a choice
leads to (`engagements`), tenders of public purchasers.
"""
