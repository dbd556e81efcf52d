"""For each write route of experts, invitations and draws, a thing that it can be done to, and the request that does it."""

from dataclasses import asdict
from datetime import timedelta
from itertools import count

from anfu.core import clock
from anfu.core.editions import edition_of
from anfu.core.ledger.guard import without_ledger
from anfu.core.personal.digests import digest
from anfu.experts.actions import answering, claiming, declaring
from anfu.experts.forms import PlanForm, ProfileForm
from anfu.experts.models import Claim, Declaration, Draw, Expert, Use
from anfu.experts.tests.factories import (
    NONCES,
    identity,
    make_draw,
    make_expert,
    make_pool,
    make_supervisors,
    make_use,
    own_actor,
    profile,
)  # fmt: skip
from anfu.experts.views.admitting import NAMES as ADMIT
from anfu.people.actors import actor_of
from anfu.people.models import User
from anfu.people.tests.factories import make_user
from anfu.registry.tests.factories import make_enterprise
from tests.writes.calls import Call, maker

numbers = count(1)
WHY = "现场核对，情况属实"
API = "/api/v1/experts"
PROFILE = frozenset(ProfileForm.base_fields)


def _form(**changes: object) -> dict[str, object]:
    facts = asdict(profile(**changes))
    return {k: list(v) if isinstance(v, tuple) else v for k, v in facts.items() if v}


def _person() -> User:
    """The account that sends what an expert sends."""
    return make_user("expert")


def _mine() -> Expert:
    """The sender's own entry, in the pool and at work."""
    made = Expert.objects.filter(user=_person()).first() or make_expert(user=_person())
    with without_ledger():
        term = {"valid_from": clock.today(), "valid_to": clock.today() + timedelta(900)}
        Expert.objects.filter(pk=made.pk).update(state="listed", away_from=None, away_to=None, **term)
    return Expert.objects.get(pk=made.pk)


def _seen(thing: Expert | Draw | Declaration) -> str:
    return edition_of(type(thing).objects.get(pk=thing.pk))


@maker("POST /experts/new/")
def nominate() -> Call:
    return Call("/experts/new/", _form(), also=PROFILE)


def _waiting() -> list[int]:
    """Two who were proposed by somebody else."""
    return [make_expert(state="submitted", valid_from=None, valid_to=None).pk for _ in range(2)]


@maker("POST /experts/admit/")
def admit_many() -> Call:
    form = {"pick": _waiting(), "go": "1", "expected": "2", "reason": WHY}
    return Call("/experts/admit/", form, also=frozenset(ADMIT))


@maker("POST /api/v1/experts/nominations/admit")
def admit_api() -> Call:
    return Call(f"{API}/nominations/admit", json={"experts": _waiting(), "reason": WHY, "expected": 2})


@maker("POST /experts/<int:pk>/edit/")
def edit() -> Call:
    made = make_expert()
    form = _form(identity="", title=f"高级工程师{next(numbers)}") | {"version": _seen(made)}
    return Call(f"/experts/{made.pk}/edit/", form, version="version", also=PROFILE)


@maker("POST /experts/<int:pk>/decide/")
def decide() -> Call:
    made = make_expert()
    until = (clock.today() + timedelta(30)).isoformat()
    form = {"verb": "suspend", "reason": WHY, "until": until, "version": _seen(made)}
    return Call(f"/experts/{made.pk}/decide/", form, version="version")


@maker("POST /experts/<int:pk>/talents/")
def talent() -> Call:
    form = {
        "kind": "training",
        "title": "研修班",
        "issuer": "样例局",
        "day": clock.today().isoformat(),
        "hours": "8",
    }
    return Call(f"/experts/{make_expert().pk}/talents/", form)


def _nominee(state: str = "submitted") -> Expert:
    """Nominated by somebody else, without account, by the number's digest known again."""
    number = identity(next(numbers))
    known = digest("experts.Expert", "identity_digest", number)
    return make_expert(
        no_account=True, name=number, identity_digest=known, state=state, valid_from=None, valid_to=None
    )


@maker("POST /experts/<int:pk>/resubmit/")
def resubmit() -> Call:
    made = _nominee("returned")
    return Call(f"/experts/{made.pk}/resubmit/", {"version": _seen(made)}, version="version")


@maker("POST /api/v1/experts/experts/{expert_id}/resubmit")
def resubmit_api() -> Call:
    made = _nominee("returned")
    return Call(f"{API}/experts/{made.pk}/resubmit", json={"version": _seen(made)}, version="version")


def _newcomer() -> dict[str, str]:
    """The sender has no entry yet, and is nominated."""
    with without_ledger():
        Expert.objects.filter(user=_person()).update(user=None)
        Claim.objects.filter(user=_person()).update(state="withdrawn")
    name = _nominee().name
    return {"name": name, "identity": name}


@maker("POST /my-expert/claim/")
def claim() -> Call:
    return Call("/my-expert/claim/", _newcomer(), role="expert")


@maker("POST /api/v1/experts/expert-claims")
def claim_api() -> Call:
    return Call(f"{API}/expert-claims", json=_newcomer(), role="expert")


def _claim() -> Claim:
    told = _newcomer()
    return claiming.claim(told["name"], told["identity"], actor=actor_of(_person()), on=clock.today())


@maker("POST /my-expert/claim/withdraw/")
def claim_withdraw() -> Call:
    _claim()
    return Call("/my-expert/claim/withdraw/", role="expert")


@maker("POST /api/v1/experts/my-claim/withdraw")
def claim_withdraw_api() -> Call:
    _claim()
    return Call(f"{API}/my-claim/withdraw", json={}, role="expert")


@maker("POST /expert-claims/<int:pk>/decide/")
def claim_decide() -> Call:
    return Call(f"/expert-claims/{_claim().pk}/decide/", {"approve": "1", "reason": ""})


@maker("POST /api/v1/experts/expert-claims/{claim_id}/decide")
def claim_decide_api() -> Call:
    return Call(f"{API}/expert-claims/{_claim().pk}/decide", json={"approve": True, "note": ""})


def _asked() -> dict[str, str]:
    return {"purpose": f"样例检查{next(numbers)}", "serves_on": clock.today().isoformat(), "place": "本厂"}


@maker("POST /experts/<int:pk>/invite/")
def invite() -> Call:
    return Call(f"/experts/{make_expert().pk}/invite/", _asked() | {"about": ""})


@maker("POST /api/v1/experts/experts/{expert_id}/invite")
def invite_api() -> Call:
    return Call(f"{API}/experts/{make_expert().pk}/invite", json=_asked() | {"about": []})


@maker("POST /expert-calls/<int:pk>/cancel/")
def call_cancel() -> Call:
    return Call(f"/expert-calls/{make_use().pk}/cancel/")


@maker("POST /expert-calls/<int:pk>/evaluate/")
def call_evaluate() -> Call:
    use = make_use()
    answering.answer(use.pk, True, actor=own_actor(use.expert), on=clock.today())
    return Call(f"/expert-calls/{use.pk}/evaluate/", {"score": "5", "words": "认真负责"})


@maker("POST /my-expert/apply/")
def change_own() -> Call:
    made = _mine()
    form = _form(identity="", title=f"高级工程师{next(numbers)}") | {"version": _seen(made)}
    return Call("/my-expert/apply/", form, version="version", also=PROFILE, role="expert")


@maker("POST /my-expert/submit/")
def submit() -> Call:
    made = _mine()
    with without_ledger():
        Expert.objects.filter(pk=made.pk).update(state="returned")
    return Call("/my-expert/submit/", {"version": _seen(made)}, version="version", role="expert")


@maker("POST /my-expert/away/")
def away() -> Call:
    _mine()
    form = {"away_from": clock.today().isoformat(), "away_to": (clock.today() + timedelta(5)).isoformat()}
    return Call("/my-expert/away/", form, role="expert")


@maker("POST /my-expert/ties/")
def declare() -> Call:
    _mine()
    code = make_enterprise().organisation.uscc
    form = {"kind": "kinship", "uscc": code, "valid_from": "2024-01-01", "valid_to": "", "detail": "样例"}
    return Call("/my-expert/ties/", form, role="expert")


def _tie() -> Declaration:
    _mine()
    day, code = clock.today() - timedelta(900), make_enterprise().organisation.uscc
    return declaring.declare("kinship", code, actor=actor_of(_person()), on=clock.today(), valid_from=day)


@maker("POST /my-expert/ties/<int:pk>/end/")
def tie_end() -> Call:
    made = _tie()
    form = {"valid_to": clock.today().isoformat(), "version": _seen(made)}
    return Call(f"/my-expert/ties/{made.pk}/end/", form, version="version", role="expert")


@maker("POST /my-expert/ties/<int:pk>/retract/")
def tie_retract() -> Call:
    made = _tie()
    return Call(
        f"/my-expert/ties/{made.pk}/retract/", {"version": _seen(made)}, version="version", role="expert"
    )


@maker("POST /my-expert/calls/<int:pk>/answer/")
def answer() -> Call:
    form = {"accept": "0", "why": "busy", "note": ""}
    return Call(f"/my-expert/calls/{_call().pk}/answer/", form, role="expert")


@maker("POST /api/v1/experts/calls/{use_id}/answer")
def answer_api() -> Call:
    body = {"accept": False, "reason": "busy", "note": ""}
    return Call(f"{API}/calls/{_call().pk}/answer", json=body, role="expert")


def _call() -> Use:
    return make_use(_mine())


# Draws: the sender is the city's administrator, and a supervisor where a nonce is sent.


@maker("POST /draws/new/")
def prepare() -> Call:
    first, second = make_supervisors()
    form = {
        "purpose": f"样例评审{next(numbers)}", "alternates": "2", "parties": "", "public_name": "福彩3D",
        "public_issue": "2026320", "first": str(first.pk), "second": str(second.pk), "seats_a": "3",
    }  # fmt: skip
    return Call("/draws/new/", form, also=frozenset(PlanForm.base_fields))


def _draw(state: str) -> Draw:
    make_pool(0 if Expert.objects.filter(level="city").exists() else 8)
    return make_draw(state, pool=0, levels=("city",))


@maker("POST /draws/<int:pk>/commit/")
def commit() -> Call:
    made = _draw("handed")
    chance = frozenset({"experts_draw", "experts_drawline", "core_ledgerentry", "core_ledgerstream"})
    return Call(f"/draws/{made.pk}/commit/", {"version": _seen(made)}, version="version", chance=chance)


@maker("POST /draws/<int:pk>/draw/")
def draw_now() -> Call:
    made = _draw("revealed")
    return Call(f"/draws/{made.pk}/draw/", {"version": _seen(made), "value": "4 7 1"}, version="version")


@maker("POST /draws/<int:pk>/close/")
def close() -> Call:
    made = _draw("drawn")
    for use in Use.objects.waiting().filter(line__draw=made).select_related("expert"):
        answering.answer(use.pk, True, actor=own_actor(use.expert), on=clock.today())
    return Call(f"/draws/{made.pk}/close/", {"version": _seen(made)}, version="version")


@maker("POST /draws/<int:pk>/cancel/")
def cancel() -> Call:
    made = _draw("committed")
    form = {"reason": "项目推迟到明年", "version": _seen(made)}
    return Call(f"/draws/{made.pk}/cancel/", form, version="version")


def _supervised(state: str) -> Draw:
    """One of the two supervisors is the sender."""
    made = _draw(state)
    sender = make_user("discipline_officer")
    one = made.supervisors.order_by("pk").first()
    with without_ledger():
        type(one).objects.filter(pk=one.pk).update(user=sender)
    return made


@maker("POST /draws/<int:pk>/nonce/")
def hand_in() -> Call:
    made = _supervised("prepared")
    return Call(f"/draws/{made.pk}/nonce/", {"nonce": NONCES[0]}, role="discipline_officer")


@maker("POST /draws/<int:pk>/reveal/")
def reveal() -> Call:
    made = _supervised("committed")
    return Call(f"/draws/{made.pk}/reveal/", {"nonce": NONCES[0]}, role="discipline_officer")
