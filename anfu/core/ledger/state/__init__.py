"""The rows bound to the ledger: what the platform writes is noted by triggers, its digest goes into an entry within a
minute, and a nightly replay names every audited row that is not as the ledger last saw it (T37).
"""
