from anfu.people.messages.models import ChannelChoice, Message, QuietHours
from anfu.people.models.claim import Claim, ClaimState
from anfu.people.models.invitation import TRIES, Invitation
from anfu.people.models.membership import Membership
from anfu.people.models.party import Party
from anfu.people.models.user import User, UserManager
from anfu.people.todos.models import Reminder, Todo

__all__ = [
    "TRIES",
    "ChannelChoice",
    "Claim",
    "ClaimState",
    "Invitation",
    "Membership",
    "Message",
    "Party",
    "QuietHours",
    "Reminder",
    "Todo",
    "User",
    "UserManager",
]
