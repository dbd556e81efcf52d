"""Guessing is slowed, never locked: a try is taken before the password is checked, a right password gives it back."""

from anfu.core.budget import Asked, Limit, Slowed, give_back, key_of, take

# One network can take 2 tries a minute of an account's 6, so it never uses them up for others.
ACCOUNT = Limit("account", burst=50, seconds=10)
ACCOUNT_FROM_NETWORK = Limit("pair", burst=5, seconds=30)
NETWORK = Limit("network", burst=60, seconds=2)
DEVICE = Limit("device", burst=10, seconds=30)
SECOND = Limit("second", burst=5, seconds=30)
SECOND_OF_ACCOUNT = Limit("second-account", burst=50, seconds=20)
AGAIN = Limit("again", burst=5, seconds=30)
CODE_USED = Limit("code", burst=1, seconds=180)

__all__ = ["Asked", "Limit", "Slowed", "give_back", "key_of", "take"]
