"""Signing in: password, second factor, passkey, government identity; sessions and their end; proof before sensitive acts.

Not here: who may do what (`people.roles`), and what an account is (`people.models`).
"""
