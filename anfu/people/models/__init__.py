from anfu.people.models.membership import Membership
from anfu.people.models.party import Party
from anfu.people.models.user import User, UserManager
from anfu.people.todos.models import Todo

__all__ = ["Membership", "Party", "Todo", "User", "UserManager"]
