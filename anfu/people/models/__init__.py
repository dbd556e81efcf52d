from anfu.people.models.claim import Claim, ClaimState
from anfu.people.models.invitation import TRIES, Invitation
from anfu.people.models.membership import Membership
from anfu.people.models.party import Party
from anfu.people.models.user import User, UserManager
from anfu.people.todos.models import Todo

__all__ = ["TRIES", "Claim", "ClaimState", "Invitation", "Membership", "Party", "Todo", "User", "UserManager"]
