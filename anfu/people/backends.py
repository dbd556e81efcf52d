"""Accounts as the session finds them: with their memberships, in the same one query."""

from datetime import date

from anfu.core import clock
from anfu.core.prepared import prepared
from anfu.people.models import Membership, User

# Every request asks for this; its SQL takes longer to write than the database to answer.
_held = prepared(Membership.objects.of_person, -1, date(1000, 1, 1))


class WithMemberships:
    """For a sign-in backend: the account comes with `held`, what it may act as today."""

    def get_user(self, user_id: int) -> User | None:
        """The account if it is enabled; one without any membership takes a second query."""
        held = _held(user_id, clock.today())
        user = held[0].user if held else User.objects.filter(pk=user_id, is_active=True).first()
        if user is not None:
            user.held = held  # type: ignore[attr-defined]
        return user
