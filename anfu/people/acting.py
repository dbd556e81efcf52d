"""For whom somebody acts: the membership chosen in the session, which every request checks anew."""

from django.http import HttpRequest

from anfu.people.models import Membership
from anfu.people.queries.acting import held_by

KEY = "membership"


def chosen_membership(request: HttpRequest) -> int | None:
    """The key that the session names; whether it still holds is asked when the actor is made."""
    found = request.session.get(KEY)
    return found if isinstance(found, int) else None


def act_for(request: HttpRequest, membership_id: int) -> Membership:
    """Act under this membership from the next request on; Membership.DoesNotExist if it is not the reader's own."""
    found = held_by(request.actor, request.today).get(pk=membership_id)  # type: ignore[attr-defined]
    request.session[KEY] = found.pk
    return found
