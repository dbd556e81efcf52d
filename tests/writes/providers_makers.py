"""For each write route of institutions, a thing that it can be done to, and the request that does it."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.db.models import Model

from anfu.core import clock
from anfu.core.editions import edition_of
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import StoredFile
from anfu.people.models import User
from anfu.people.tests.factories import make_user
from anfu.providers.forms import EditForm
from anfu.providers.models import Branch, Employment, Objection, Provider, Qualification, Spell
from anfu.providers.tests.factories import (
    SINCE,
    make_file,
    make_identity,
    make_licence,
    make_provider,
    make_staff,
)
from tests.writes.calls import Call, maker

numbers = count(1)
WHY = "现场核对，情况属实"
API = "/api/v1/providers"
FACTS = {
    "kind": "consultancy", "division": "330784", "address": "测试路 1 号", "business_scope": "安全咨询服务",
    "phone": "0579-80000000",
}  # fmt: skip
OWN: dict[str, Any] = {"role": "provider_owner"}


def mine(state: str = "listed") -> Provider:
    """The sender's own institution, as it stands at that step."""
    organisation = make_user("provider_owner").memberships.get().party.organisation
    made = Provider.objects.filter(organisation=organisation).first() or make_provider(
        organisation=organisation
    )
    with without_ledger():
        facts = FACTS | {"state": state, "file": StoredFile.objects.first() or make_file()}
        Provider.objects.filter(pk=made.pk).update(**facts)
    return Provider.objects.get(pk=made.pk)


def listed() -> Provider:
    """The sender's own institution, in the directory since 2024, whatever other requests did to it."""
    made = mine()
    since = {"state": "listed", "valid_from": SINCE, "term_end": None, "reason": "", "clause": "三(一)"}
    with without_ledger():
        Spell.objects.update_or_create(provider=made, valid_to=None, defaults=since)
    return made


def _other(state: str = "submitted") -> Provider:
    return make_provider(state=state, publicity_until=clock.today() + timedelta(5))


def _seen(thing: Model) -> str:
    return edition_of(type(thing)._default_manager.get(pk=thing.pk))


def _sent(provider: Provider, what: str, form: dict[str, Any] | None = None, **more: Any) -> Call:
    """An edit of the institution from its page."""
    address = f"/providers/{provider.organisation.uscc}/{what}/"
    return Call(address, (form or {}) | {"version": _seen(provider)}, version="version", **more)


@maker("POST /providers/<str:uscc>/edit/")
def edit() -> Call:
    form = FACTS | {"address": f"测试路 {next(numbers)} 号"}
    return _sent(mine(), "edit", form, also=frozenset(EditForm.base_fields), **OWN)


@maker("PUT /api/v1/providers/providers/{uscc}")
def edit_api() -> Call:
    found = mine()
    body = FACTS | {"address": f"测试路 {next(numbers)} 号", "version": _seen(found)}
    also = frozenset(EditForm.base_fields)
    return Call(f"{API}/providers/{found.organisation.uscc}", json=body, version="version", also=also, **OWN)


@maker("POST /providers/<str:uscc>/submit/")
def submit() -> Call:
    return _sent(mine("draft"), "submit", **OWN)


@maker("POST /api/v1/providers/providers/{uscc}/submit")
def submit_api() -> Call:
    found = mine("draft")
    address = f"{API}/providers/{found.organisation.uscc}/submit"
    return Call(address, json={"version": _seen(found)}, version="version", **OWN)


@maker("POST /providers/<str:uscc>/reapply/")
def reapply() -> Call:
    found = mine("removed")
    over = date(2026, 1, 1)
    with without_ledger():
        Spell.objects.filter(provider=found, valid_to=None).update(valid_to=date(2025, 1, 1))
        Spell.objects.create(
            provider=found, state="removed", valid_from=date(2025, 1, 1), term_end=over, reason=WHY
        )
    return _sent(found, "reapply", **OWN)


@maker("POST /providers/<str:uscc>/accept/")
def accept() -> Call:
    return _sent(_other(), "accept", {"note": "材料齐全"})


@maker("POST /providers/<str:uscc>/send-back/")
def send_back() -> Call:
    return _sent(_other(), "send-back", {"reason": WHY})


@maker("POST /api/v1/providers/providers/{uscc}/decide")
def decide_api() -> Call:
    found = _other()
    body = {"verb": "send_back", "reason": WHY, "version": _seen(found)}
    return Call(f"{API}/providers/{found.organisation.uscc}/decide", json=body, version="version")


@maker("POST /providers/<str:uscc>/sanction/")
def sanction() -> Call:
    until = (clock.today() + timedelta(30)).isoformat()
    return _sent(_other("listed"), "sanction", {"verb": "suspend", "until": until, "reason": WHY})


@maker("POST /providers/<str:uscc>/check-people/")
def check_people() -> Call:
    provider = _other("listed")
    held = make_staff(provider, credential="cse")[0].professional.certificates.get()
    with without_ledger():
        type(held).objects.filter(pk=held.pk).update(check_state="claimed", checked_on=None, check_source="")
    form = {"pick": [str(held.pk)], "verified": "yes", "source": "发证机关公开目录"}
    return Call(f"/providers/{provider.organisation.uscc}/check-people/", form)


@maker("POST /providers/<str:uscc>/papers/<str:what>/new/")
def paper_new() -> Call:
    form = {"name": f"分部{next(numbers)}", "address": "测试路", "division": "330784", "serves": ["330784"]}
    return Call(f"/providers/{mine().organisation.uscc}/papers/branch/new/", form, **OWN)


@maker("POST /provider-papers/<str:what>/<int:pk>/take-down/")
def paper_down() -> Call:
    with without_ledger():
        of = {"provider": mine(), "name": f"分部{next(numbers)}", "division": "330784"}
        made = Branch.objects.create(address="测试路", serves=["330784"], **of)
    form = {"version": _seen(made), "reason": WHY}
    return Call(f"/provider-papers/branch/{made.pk}/take-down/", form, version="version", **OWN)


def _employed() -> Employment:
    return make_staff(mine())[0]


@maker("POST /provider-staff/<int:pk>/leave/")
def leave() -> Call:
    made = _employed()
    form = {"last_day": clock.today().isoformat(), "version": _seen(made)}
    return Call(f"/provider-staff/{made.pk}/leave/", form, version="version", **OWN)


@maker("POST /api/v1/providers/staff/{employment_id}/leave")
def leave_api() -> Call:
    made = _employed()
    body = {"last_day": clock.today().isoformat(), "version": _seen(made)}
    return Call(f"{API}/staff/{made.pk}/leave", json=body, version="version", **OWN)


@maker("POST /api/v1/providers/providers/{uscc}/staff")
def hire_api() -> Call:
    body = {"name": "来人", "identity": make_identity(), "valid_from": "2026-01-05", "position": "安全顾问"}
    sealed, also = frozenset({"providers_professional"}), frozenset({"full_time", "days_a_year"})
    return Call(
        f"{API}/providers/{mine().organisation.uscc}/staff", json=body, chance=sealed, also=also, **OWN
    )


@maker("POST /api/v1/providers/providers/{uscc}/qualifications")
def qualification_api() -> Call:
    body = {
        "credential": "safety_assessment", "number": f"样例-{next(numbers)}", "authority": "样例厅",
        "lines": ["chemical"], "valid_from": "2026-01-05", "last_day": "2028-12-31",
    }  # fmt: skip
    return Call(f"{API}/providers/{mine().organisation.uscc}/qualifications", json=body, **OWN)


@maker("POST /api/v1/providers/providers/{uscc}/prices")
def price_api() -> Call:
    body = {"kind": "consult", "item": f"顾问{next(numbers)}", "unit": "次", "price_fen": 100_000}
    body |= {"valid_from": clock.today().isoformat()}
    return Call(f"{API}/providers/{mine().organisation.uscc}/prices", json=body, **OWN)


def _licence() -> Qualification:
    return make_licence(_other("listed"), check_state="claimed", checked_on=None, check_source="")


@maker("POST /qualifications/<int:pk>/check/")
def check() -> Call:
    made = _licence()
    form = {"verified": "yes", "source": "发证机关公开目录", "version": _seen(made)}
    return Call(f"/qualifications/{made.pk}/check/", form, version="version")


@maker("POST /api/v1/providers/qualifications/{qualification_id}/check")
def check_api() -> Call:
    made = _licence()
    body = {"verified": False, "source": "发证机关公开目录", "version": _seen(made)}
    return Call(f"{API}/qualifications/{made.pk}/check", json=body, version="version")


@maker("POST /qualifications/<int:pk>/halt/")
def halt() -> Call:
    made = _licence()
    day = clock.today().isoformat()
    form = {"kind": "suspended", "valid_from": day, "last_day": day, "source": "发证机关公告"}
    return Call(f"/qualifications/{made.pk}/halt/", form | {"version": _seen(made)}, version="version")


@maker("POST /publicity/<str:uscc>/object/")
def object_to() -> Call:
    found = _other("publicity")
    return Call(f"/publicity/{found.organisation.uscc}/object/", {"reason": WHY}, role="enterprise_owner")


@maker("POST /objections/<int:pk>/answer/")
def answer() -> Call:
    with without_ledger():
        who = User.objects.create(username=f"objector{next(numbers)}", name="来人")
        of = {"provider": _other("publicity"), "made_by": who, "made_at": clock.now()}
        made = Objection.objects.create(text="注册地址没有这家机构", **of)
    return Call(f"/objections/{made.pk}/answer/", {"answer": WHY, "upheld": "no"})
