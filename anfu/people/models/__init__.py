from anfu.people.models.membership import Membership
from anfu.people.models.party import Party
from anfu.people.models.user import User, UserManager

__all__ = ["Membership", "Party", "User", "UserManager"]
