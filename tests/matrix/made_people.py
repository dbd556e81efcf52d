"""Things of persons: accounts, parties, roles, claims, invitations, sessions."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Model

from anfu.core import clock, files
from anfu.people.letters.printing import letter, pdf
from anfu.people.messages.models import Message
from anfu.people.models import Claim, Invitation, Membership
from anfu.people.roles import roles_of
from anfu.people.tests.factories import make_user
from tests.matrix.made_rooms import job_of
from tests.matrix.passkeys import registered
from tests.matrix.things import Values, thing
from tests.matrix.world import Side, canary


@thing(r"/claim/proof/[<{]")
def claimed(side: Side) -> Values:
    return {"uscc": side.enterprise.organisation.uscc}


@thing(r"/claims/[<{]")
def claim(side: Side) -> Values:
    stored = files.keep(b"c" + side.relation.encode(), name=side.canary("claim", "file"), kind="pdf")
    text = side.canary("claim", "explanation")
    made = Claim.objects.create(
        enterprise=side.enterprise, user=_claimant(side), explanation=text, file=stored, made_at=clock.now()
    )
    return {"pk": made.pk}


def _claimant(side: Side) -> Model:
    """On the own side the person, elsewhere somebody who has no role yet."""
    if side.relation == "mine":
        return side.person
    claimant = make_user("enterprise_owner", username=f"claimant-{side.relation}")
    claimant.memberships.all().delete()
    type(claimant).objects.filter(pk=claimant.pk).update(name=canary("claimant", "name", side.relation))
    return claimant


@thing(r"/invitations/[<{]")
def invitation(side: Side) -> Values:
    made = Invitation.objects.create(
        selector=side.relation[:5].upper(), secret_hash="0" * 64, party=side.party, role=roles_of(side.party.kind)[0],
        made_at=clock.now(), made_by=side.person, made_under=_held(side),
        expires_on=clock.today() + timedelta(9),
    )  # fmt: skip
    return {"pk": made.pk}


@thing(r"/letters/[<{]")
def letters(side: Side) -> Values:
    named = letter(side.canary("letters", "name"), "91330784MA0000000X", "AAAAA", "https://anfu.example")
    printed = pdf([named], office="测试局", day=clock.today(), expires=clock.today())
    stored = files.keep(printed, name=side.canary("letters", "file"), kind="pdf")
    town = side.enterprise.town
    return {"pk": job_of(side, "people.letters", {"file": stored.pk, "letters": 1}, town=town).pk}


@thing(r"/memberships/[<{]")
def membership(side: Side) -> Values:
    return {"pk": _held(side).pk}


@thing(r"/my/loans/[<{]")
def loan(side: Side) -> Values:
    own, today = _held(side), clock.today()
    helper = make_user(own.role, username=f"helper-{side.relation}", party=own.party, **_place(own))
    made = Membership.objects.create(
        user=helper, party=own.party, role=own.role, kind=own.kind, duty=own.duty, valid_from=today,
        valid_to=today + timedelta(9), lent_from=own, **_place(own),
    )  # fmt: skip
    return {"pk": made.pk}


@thing(r"/parties/[<{]")
def party(side: Side) -> Values:
    return {"pk": side.party.pk}


@thing(r"/people/[<{]")
def person(side: Side) -> Values:
    return {"username": side.person.username, "party": side.party.pk}


@thing(r"/messages/[<{]")
def message(side: Side) -> Values:
    told = {"kind": "todo", "key": side.relation, "text": side.canary("message", "text"), "href": "/desk/"}
    return {"pk": Message.objects.create(person=side.person, created_at=clock.now(), **told).pk}


@thing(r"/security/identity/[<{](int:)?pk")
def identity(side: Side) -> Values:
    return {"pk": SocialAccount.objects.create(user=side.person, provider="gov", uid=side.relation).pk}


@thing(r"/security/keys/[<{]")
def passkey(side: Side) -> Values:
    kind = Authenticator.Type.WEBAUTHN
    data = registered(side.canary("passkey", "name"))
    return {"pk": Authenticator.objects.create(user=side.person, type=kind, data=data).pk}


@thing(r"/security/sessions/[<{]")
def signed_in(side: Side) -> Values:
    session = SessionStore()
    session.create()
    told = {"ip": "203.0.113.9", "user_agent": side.canary("session", "agent")}
    return {"pk": UserSession.objects.create(user=side.person, session_key=session.session_key, **told).pk}


@thing(r"/sign-ins/accounts/[<{]")
def account(side: Side) -> Values:
    return {"pk": side.person.pk}


def _held(side: Side) -> Membership:
    return Membership.objects.filter(user=side.person, party=side.party).earliest("pk")


def _place(held: Membership) -> dict[str, str]:
    return {"division": held.division, "town": held.town}
