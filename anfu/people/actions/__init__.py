"""The only writers of accounts, parties and memberships."""

from anfu.people.actions.accounts import add_user

__all__ = ["add_user"]
