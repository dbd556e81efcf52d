"""For each write route of people, accounts and claims, a thing that it can be done to, and the request that does it."""

from itertools import count

from anfu.core import clock
from anfu.core.ledger.guard import without_ledger
from anfu.people.actions import claims, invitations, lending
from anfu.people.actors import actor_of
from anfu.people.models import Claim, Membership, Party, User
from anfu.people.tests.factories import make_actor, make_membership, make_party, make_user
from anfu.registry.tests.factories import make_enterprise
from tests.writes.calls import Call, maker

numbers = count(1)
WHY = "岗位调整，已经核对"


def _name() -> str:
    return f"somebody{next(numbers)}"


def _someone() -> User:
    with without_ledger():
        return User.objects.create(username=_name(), name="来人")


def _owner() -> tuple[User, Party]:
    party = make_party("enterprise", organisation=make_enterprise(town="330784001").organisation)
    return make_user("enterprise_owner", party=party, username=_name()), party


def _own() -> Membership:
    return make_user().memberships.get(role="city_admin")


def _colleague() -> User:
    return make_membership(_someone(), "city_officer", party=_own().party).user


@maker("POST /accounts/new/")
def account_new() -> Call:
    form = {
        "username": _name(), "name": "方某", "phone": "", "password": "xiang-cun-2026", "duty": "business",
    }  # fmt: skip
    return Call("/accounts/new/", form, role="system_admin", chance=frozenset({"people_user"}))


@maker("POST /people/<str:username>/enable/")
def account_disable() -> Call:
    form = {"enabled": "0", "reason": WHY}
    return Call(f"/people/{_someone().username}/enable/", form, role="system_admin")


@maker("POST /people/<str:username>/grant/")
def role_grant() -> Call:
    _, party = _owner()
    form = {"party": str(party.pk), "role": "enterprise_owner", "reason": WHY}
    return Call(f"/people/{_someone().username}/grant/", form, role="security_admin")


@maker("POST /memberships/<int:pk>/end/")
def role_end() -> Call:
    held = _owner()[0].memberships.get()
    return Call(f"/memberships/{held.pk}/end/", {"reason": WHY}, role="security_admin")


@maker("POST /people/<str:username>/hand-over/<int:party>/")
def hand_over() -> Call:
    leaving, party = _owner()
    successor = make_membership(_someone(), "enterprise_staff", party=party).user
    form = {"to": str(successor.pk), "reason": WHY}
    return Call(f"/people/{leaving.username}/hand-over/{party.pk}/", form, role="security_admin")


@maker("POST /people/<str:username>/recover/")
def readmission() -> Call:
    person, _ = _owner()
    form = {"reason": WHY, "drops_factors": "1"}
    return Call(f"/people/{person.username}/recover/", form, chance=frozenset({"signin_readmission"}))


@maker("POST /my/lend/")
def lend() -> Call:
    form = {"to": str(_colleague().pk), "last_day": clock.today().isoformat()}
    return Call("/my/lend/", form)


@maker("POST /my/loans/<int:pk>/end/")
def loan_end() -> Call:
    on = clock.today()
    made = lending.lend(_colleague().pk, last_day=on, actor=make_actor(), on=on)
    return Call(f"/my/loans/{made.pk}/end/")


@maker("POST /parties/new/")
def party_new() -> Call:
    form = {"kind": "bank", "name": f"测试银行{next(numbers)}", "uscc": "", "division": "", "town": ""}
    return Call("/parties/new/", form, role="system_admin")


@maker("POST /parties/<int:pk>/invite/")
def invite() -> Call:
    _, party = _owner()
    form = {"role": "enterprise_owner"}
    return Call(f"/parties/{party.pk}/invite/", form, chance=frozenset({"people_invitation"}))


@maker("POST /enterprises/<str:uscc>/invite/")
def enterprise_invite() -> Call:
    firm = make_enterprise(town="330784001")
    address = f"/enterprises/{firm.organisation.uscc}/invite/"
    return Call(address, chance=frozenset({"people_invitation"}))


@maker("POST /invitations/<int:pk>/withdraw/")
def invitation_withdraw() -> Call:
    made, _ = invitations.invite(_owner()[1].pk, "enterprise_owner", actor=make_actor(), on=clock.today())
    return Call(f"/invitations/{made.pk}/withdraw/")


def _claim(by: User) -> Claim:
    firm = make_enterprise(town="330784001")
    return claims.claim(
        firm.organisation.uscc, by, actor=actor_of(by), on=clock.today(), explanation="法定代表人，可打座机"
    )


@maker("POST /claims/<int:pk>/decide/")
def claim_decide() -> Call:
    return Call(f"/claims/{_claim(_someone()).pk}/decide/", {"approve": "1", "reason": "已经核对"})


@maker("POST /claims/<int:pk>/withdraw/")
def claim_withdraw() -> Call:
    return Call(f"/claims/{_claim(make_user()).pk}/withdraw/")


@maker("POST /letters/")
def letters() -> Call:
    make_enterprise(town="330784001")
    return Call("/letters/", {"town": "330784001"})
