"""For each write route of contracts, one that it can be done to now, and the request that does it."""

from datetime import timedelta
from itertools import count

from anfu.core import clock
from anfu.core.editions import edition_of
from anfu.core.ledger.guard import without_ledger
from anfu.engagements.actions.confirming import confirm
from anfu.engagements.actions.drafting import draft, propose
from anfu.engagements.forms import ContractForm
from anfu.engagements.models import Contract, Engagement, Filing
from anfu.engagements.tests.contracts import Pair, said, store_contract, terms_of
from anfu.engagements.tests.factories import make_engagement
from anfu.engagements.tests.factories import make_enterprise as make_plain
from anfu.people.actors import actor_of
from anfu.people.models import Membership
from anfu.people.tests.factories import make_actor, make_party, make_user
from anfu.registry.models import Enterprise
from anfu.registry.tests.factories import make_enterprise
from tests.writes.calls import Call, maker
from tests.writes.makers import PDF

numbers = count(700_000)
WHY = "双方商量好的"
API = "/api/v1/engagements/contracts"
OWNER = "enterprise_owner"
TERMS = frozenset(ContractForm.base_fields) | {"version"}


def _pair() -> Pair:
    """The enterprise of the account that sends, and an institution of its own."""
    user = make_user(OWNER)
    held = Membership.objects.select_related("party__organisation").get(user=user)
    party = make_party("provider")
    other = make_actor("provider_owner", party=party, username=f"p-{party.pk}")
    firm = Enterprise.objects.select_related("organisation").get(pk=held.party.organisation_id)
    return Pair(firm, party.organisation, actor_of(user), other, party)


def _terms(pair: Pair, **changes: object):
    return terms_of(pair, **{"overlap_reason": "每份管一个厂区"} | changes)


def _draft(pair: Pair | None = None) -> Contract:
    pair = pair or _pair()
    return draft(pair.owner, _terms(pair), "direct")


def _signed(pair: Pair | None = None) -> Contract:
    pair = pair or _pair()
    made = _draft(pair)
    for actor in (pair.other, pair.owner):
        confirm(made.pk, **said(made), actor=actor)
    return Contract.objects.get(pk=made.pk)


def _seen(contract: Contract) -> str:
    return str(Contract.objects.get(pk=contract.pk).edition)


def _form(pair: Pair) -> dict[str, object]:
    form = ContractForm.initial_of(_terms(pair))
    plain = {name: str(value) for name, value in form.items() if value and not isinstance(value, list)}
    return plain | {"kinds": ["entrust"], "plan": "half"}


@maker("POST /contracts/new/")
def new() -> Call:
    pair = _pair()
    form = _form(pair) | {"partner_uscc": pair.provider.uscc}
    return Call("/contracts/new/", form, role=OWNER, also=TERMS)


@maker("POST /contracts/<int:pk>/terms/")
def terms() -> Call:
    pair = _pair()
    made = _draft(pair)
    form = _form(pair) | {"price": "7000", "version": _seen(made)}
    return Call(f"/contracts/{made.pk}/terms/", form, role=OWNER, version="version", also=TERMS)


@maker("POST /contracts/<int:pk>/confirm/")
def say_yes() -> Call:
    made = _draft()
    sent = said(made)
    form = {"digest": sent["digest"], "version": sent["seen"]}
    return Call(f"/contracts/{made.pk}/confirm/", form, role=OWNER, version="version")


@maker("POST /contracts/<int:pk>/leave/")
def leave() -> Call:
    made = _draft()
    return Call(
        f"/contracts/{made.pk}/leave/", {"reason": WHY, "version": _seen(made)}, role=OWNER, version="version"
    )


@maker("POST /contracts/<int:pk>/drop/")
def drop() -> Call:
    made = _changing()
    return Call(
        f"/contracts/{made.pk}/drop/", {"reason": WHY, "version": _seen(made)}, role=OWNER, version="version"
    )


def _changing() -> Contract:
    pair = _pair()
    made = _signed(pair)
    changed = _terms(pair, price_fen=700_000, payments=())
    propose(made.pk, changed, actor=pair.other, seen=_seen(made), note="减少上门次数")
    return made


@maker("POST /contracts/<int:pk>/end/")
def end() -> Call:
    made = _signed()
    day = clock.today() + timedelta(9)
    form = {"last_day": str(day), "settlement": "100", "reason": WHY, "version": _seen(made)}
    return Call(f"/contracts/{made.pk}/end/", form, role=OWNER, version="version")


def _stored(**changes: str) -> Contract:
    firm = make_enterprise()
    return store_contract(firm, make_party("provider").organisation, **changes)


@maker("POST /contracts/<int:pk>/void/")
def void() -> Call:
    made = _stored()
    return Call(f"/contracts/{made.pk}/void/", {"reason": WHY, "version": _seen(made)}, version="version")


@maker("POST /contracts/<int:pk>/filing/")
def filing() -> Call:
    made = _stored(filed="waiting")
    found = Filing.objects.get(version__contract=made)
    form = {"accept": "0", "filing": found.pk, "reason": WHY, "version": edition_of(found)}
    return Call(f"/contracts/{made.pk}/filing/", form, version="version")


@maker("POST /contracts/<int:pk>/refile/")
def refile() -> Call:
    made = _returned()
    return Call(
        f"/contracts/{made.pk}/refile/",
        {"reason": WHY, "version": _seen(made)},
        role=OWNER,
        version="version",
    )


def _returned() -> Contract:
    pair = _pair()
    return store_contract(pair.enterprise, pair.provider, filed="returned")


@maker("POST /engagements/<int:pk>/start/")
def start() -> Call:
    today = clock.today()
    late = {"valid_from": today, "agreed_from": today - timedelta(50), "valid_to": today + timedelta(300)}
    with without_ledger():
        made = make_engagement(make_plain(next(numbers)), contract_no=f"迟-{next(numbers)}", **late)
    form = {"reason": WHY, "version": edition_of(Engagement.objects.get(pk=made.pk))}
    return Call(f"/engagements/{made.pk}/start/", form, {"file": ("合同.pdf", PDF)}, version="version")


@maker("POST /api/v1/engagements/contracts")
def new_api() -> Call:
    return Call(API, json=_terms(_pair()).as_json(), role=OWNER)


@maker("POST /api/v1/engagements/contracts/{contract_id}/terms")
def terms_api() -> Call:
    pair = _pair()
    made = _draft(pair)
    body = {"terms": _terms(pair, price_fen=700_000, payments=()).as_json(), "version": _seen(made)}
    return Call(f"{API}/{made.pk}/terms", json=body, role=OWNER, version="version", also=frozenset({"note"}))


@maker("POST /api/v1/engagements/contracts/{contract_id}/confirm")
def confirm_api() -> Call:
    made = _draft()
    sent = said(made)
    body = {"digest": sent["digest"], "version": sent["seen"]}
    return Call(f"{API}/{made.pk}/confirm", json=body, role=OWNER, version="version")


@maker("POST /api/v1/engagements/contracts/{contract_id}/leave")
def leave_api() -> Call:
    made = _draft()
    return Call(
        f"{API}/{made.pk}/leave", json={"reason": WHY, "version": _seen(made)}, role=OWNER, version="version"
    )


@maker("POST /api/v1/engagements/contracts/{contract_id}/drop")
def drop_api() -> Call:
    made = _changing()
    return Call(
        f"{API}/{made.pk}/drop", json={"reason": WHY, "version": _seen(made)}, role=OWNER, version="version"
    )


@maker("POST /api/v1/engagements/contracts/{contract_id}/end")
def end_api() -> Call:
    made = _signed()
    day = str(clock.today() + timedelta(9))
    body = {"last_day": day, "settlement_fen": 10_000, "reason": WHY, "version": _seen(made)}
    return Call(f"{API}/{made.pk}/end", json=body, role=OWNER, version="version")


@maker("POST /api/v1/engagements/contracts/{contract_id}/void")
def void_api() -> Call:
    made = _stored()
    return Call(f"{API}/{made.pk}/void", json={"reason": WHY, "version": _seen(made)}, version="version")


@maker("POST /api/v1/engagements/contracts/{contract_id}/filing")
def filing_api() -> Call:
    made = _stored(filed="waiting")
    found = Filing.objects.get(version__contract=made)
    body = {"accept": False, "note": WHY, "version": edition_of(found)}
    return Call(f"{API}/{made.pk}/filing", json=body, version="version")


@maker("POST /api/v1/engagements/contracts/{contract_id}/refile")
def refile_api() -> Call:
    made = _returned()
    return Call(
        f"{API}/{made.pk}/refile", json={"reason": WHY, "version": _seen(made)}, role=OWNER, version="version"
    )
