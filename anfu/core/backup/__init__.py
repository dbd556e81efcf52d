"""Backups: one encrypted file with the database, the files, the ledger's public part and the keys; and the way back.

The file is age (age-encryption.org) over tar, so that it can also be opened without Anfu. Only the public half of the
key needs to lie on the host.
"""
