"""trust 4.17: what is kept of people goes after its time; what happened stays known."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from anfu.core import clock, files
from anfu.core.ledger.guard import without_ledger
from anfu.core.ledger.state.replay import replay
from anfu.core.retention import clearing
from anfu.people.keeping import GONE
from anfu.people.messages.models import Message, MessageKind
from anfu.people.models import Claim, ClaimState, Invitation, Membership
from anfu.people.signin.models import Failure, Outcome, Readmission
from anfu.people.tests.factories import make_party, make_user
from anfu.people.todos.models import Level, Reminder, Todo
from anfu.registry.tests.factories import make_enterprise


def ago(days: float):
    return clock.now() - timedelta(days=days)


def cleared() -> dict[str, int]:
    found = clearing.clear_all({}, lambda *_: None)
    return {code: ended for code, ended in found.items() if ended}


def test_messages_and_ended_todos_go_and_open_todos_stay(db):
    user = make_user()
    for key, days in (("old", 366), ("young", 364)):
        Message.objects.create(
            person=user, kind=MessageKind.NOTICE, key=key, text=key, href="/", created_at=ago(days)
        )
    facts = {"kind": "k", "title": "t", "href": "/", "permission": "p", "level": Level.CITY}
    over = Todo.objects.create(subject="over", begun_at=ago(900), ended_at=ago(731), **facts)
    Reminder.objects.create(todo=over, step="due", day=ago(800).date())
    Todo.objects.create(subject="open", begun_at=ago(900), **facts)
    assert cleared() == {"messages": 1, "todos": 1}
    assert Message.objects.get().key == "young"
    assert Todo.objects.get().subject == "open"


def test_codes_that_are_over_are_blanked_and_who_let_whom_in_stays_T33(db):
    user = make_user()
    under = Membership.objects.get(user=user)
    with without_ledger():
        for selector, days in (("OLD00", 31), ("NEW00", 29)):
            Invitation.objects.create(
                selector=selector, secret_hash="h", party=make_party("provider"), role="provider_owner",
                made_at=ago(90), made_by=user, made_under=under, expires_on=ago(days).date(),
            )  # fmt: skip
            Readmission.objects.create(
                selector=selector, secret_hash="h", user=user, drops_factors=False, made_at=ago(90), made_by=user,
                expires_at=ago(days),
            )  # fmt: skip
    assert cleared() == {"codes": 1, "readmissions": 1}
    for model in (Invitation, Readmission):
        left = dict(model.objects.values_list("selector", "secret_hash"))
        assert left == {"OLD00": "", "NEW00": "h"}
    assert cleared() == {}
    assert replay().differences == []


def test_the_proof_of_a_claim_that_came_to_nothing_goes_and_the_answer_stays(db):
    proof = files.keep(b"licence", name="a.jpg", kind="jpg")
    enterprise, owner, officer = make_enterprise(), make_user("enterprise_owner"), make_user("county_officer")
    with without_ledger():
        for state, by in ((ClaimState.REFUSED, officer), (ClaimState.APPROVED, officer)):
            Claim.objects.create(
                enterprise=enterprise, user=owner, explanation="请打 13805790001", file=proof, state=state,
                made_at=ago(200), decided_by=by, decided_at=ago(181), note="不是本人",
            )  # fmt: skip
    assert cleared() == {"claims": 1}
    refused = Claim.objects.get(state=ClaimState.REFUSED)
    assert (refused.explanation, refused.file, refused.note) == (GONE, None, "不是本人")
    approved = Claim.objects.get(state=ClaimState.APPROVED)
    assert approved.file == proof
    assert cleared() == {}


def test_sessions_that_are_over_go_with_where_they_came_from_and_failures_after_half_a_year(db):
    user = make_user()
    for key, days in (("over", 2), ("open", -1)):
        Session.objects.create(session_key=key, session_data="", expire_date=ago(days))
        UserSession.objects.create(
            user=user, ip="127.0.0.1", session_key=key, user_agent="x", last_seen_at=ago(3)
        )
    for account, days in (("a", 185), ("b", 180)):
        Failure.objects.create(
            hour=ago(days), account=account, network="n", outcome=Outcome.PASSWORD, last_at=ago(days)
        )
    assert cleared() == {"sessions": 1, "session_devices": 1, "signin_failures": 1}
    assert Session.objects.get().session_key == UserSession.objects.get().session_key == "open"
    assert Failure.objects.get().account == "b"
