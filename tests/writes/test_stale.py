"""Lost updates: every edit that started from an older version is refused with 409, and changes nothing."""

from dataclasses import replace

import pytest

from tests.writes.calls import MAKERS, write_routes
from tests.writes.digests import digests

# Writes that start from nothing that is shown, or whose state itself says whether they still can be done.
WITHOUT_VERSION = {
    "makes something new": [
        "/accidents/new/", "/engagements/new/", "/enterprises/new/", "/enterprises/views/", "/enterprises/export/",
        "/intakes/new/", "/key-objects/new/", "/listings/new/", "/programmes/new/", "/duplicates/find/",
        "/parameters/calendar/", "/api/v1/engagements/engagements", "/api/v1/intakes", "/api/v1/targeting/findings",
        "/api/v1/targeting/listings", "/api/v1/targeting/programmes",
        "/accounts/new/", "/people/<str:username>/grant/", "/my/lend/", "/parties/new/", "/parties/<int:pk>/invite/",
        "/enterprises/<str:uscc>/invite/",
        "/people/<str:username>/recover/",
        "/experts/new/", "/experts/<int:pk>/talents/", "/experts/<int:pk>/invite/", "/my-expert/ties/", "/draws/new/",
        "/my-expert/claim/", "/api/v1/experts/expert-claims",
        "/api/v1/experts/experts/{expert_id}/invite",
        "/providers/<str:uscc>/papers/<str:what>/new/", "/publicity/<str:uscc>/object/",
        "/api/v1/providers/providers/{uscc}/staff", "/api/v1/providers/providers/{uscc}/qualifications",
        "/api/v1/providers/providers/{uscc}/prices",
        "/demands/new/", "/services/new/", "/api/v1/market/demands", "/api/v1/market/services",
        "/contracts/new/", "/api/v1/engagements/contracts",
        "/outbound/hosts/", "/letters/", "/enterprises/<str:uscc>/persons/", "/api/v1/registry/enterprises/{uscc}/persons",
    ],
    "a proposal never changes, and is void once what it builds on has": [
        "/approvals/<int:pk>/approve/", "/approvals/<int:pk>/refuse/", "/approvals/<int:pk>/withdraw/",
        "/api/v1/approvals/{pk}/approve", "/api/v1/approvals/{pk}/refuse", "/api/v1/approvals/{pk}/withdraw",
        "/parameters/<str:code>/", "/api/v1/parameters/{code}/proposals",
    ],
    "a second one finds the state that the first one left": [
        "/duplicates/<int:pk>/distinct/", "/duplicates/<int:pk>/unmerge/", "/enterprises/unplaced/",
        "/key-objects/many/<str:verb>/", "/experts/admit/", "/api/v1/experts/nominations/admit",
        "/intakes/<int:pk>/apply/", "/intakes/<int:pk>/drop/", "/intakes/<int:pk>/withdraw/",
        "/intakes/<int:pk>/columns/", "/intakes/<int:pk>/rows/<int:row>/",
        "/api/v1/intakes/{pk}/apply", "/api/v1/intakes/{pk}/drop", "/api/v1/intakes/{pk}/withdraw",
        "/people/<str:username>/enable/", "/memberships/<int:pk>/end/", "/my/loans/<int:pk>/end/",
        "/people/<str:username>/hand-over/<int:party>/", "/invitations/<int:pk>/withdraw/",
        "/outbound/hosts/<int:pk>/forbid/", "/outbound/<int:pk>/retry/",
        "/expert-claims/<int:pk>/decide/", "/api/v1/experts/expert-claims/{claim_id}/decide", "/my-expert/claim/withdraw/",
        "/api/v1/experts/my-claim/withdraw",
        "/claims/<int:pk>/decide/", "/claims/<int:pk>/withdraw/",
        "/expert-calls/<int:pk>/cancel/", "/expert-calls/<int:pk>/evaluate/", "/my-expert/calls/<int:pk>/answer/",
        "/providers/<str:uscc>/check-people/", "/objections/<int:pk>/answer/",
        "/api/v1/experts/calls/{use_id}/answer", "/draws/<int:pk>/nonce/", "/draws/<int:pk>/reveal/",
        "/demands/<int:pk>/pass/", "/choices/<int:pk>/take-back/", "/choices/<int:pk>/confirm/",
        "/choices/<int:pk>/decline/", "/choices/<int:pk>/free/", "/api/v1/market/choices/{choice_id}/confirm",
        "/api/v1/market/choices/{choice_id}/decline", "/api/v1/market/choices/{choice_id}/take-back",
        "/api/v1/intakes/{pk}/columns", "/api/v1/intakes/{pk}/judge", "/api/v1/intakes/{pk}/rows/{row}",
    ],
    "it is one's own, and nobody else can have changed it": [
        "/messages/read/", "/messages/settings/", "/my-expert/away/", "/offers/subscription/", "/api/v1/people/messages/read",
    ],
}  # fmt: skip
PARTS = ("form", "json")
FREE = {path for paths in WITHOUT_VERSION.values() for path in paths}
EDITS = [route for route in write_routes() if route[0] not in FREE]


def old(version: int | str) -> int | str:
    """A version of the same kind that was never in force."""
    if isinstance(version, int):
        return version + 1000
    return str(int(version) + 1000) if version.isdecimal() else "0" * len(version)


def effects() -> dict[str, str]:
    """All tables but those of kept files: what was uploaded counts for the quota, whatever became of it."""
    return {t: d for t, d in digests().items() if t not in ("core_storedfile", "core_uploadtally")}


@pytest.mark.parametrize("route", EDITS, ids=lambda route: f"{route[1]} {route[0]}")
def test_an_edit_from_an_older_version_is_refused_and_changes_nothing(sender, route):
    call, method = MAKERS[route](), route[1]
    client = sender(call)
    assert call.version, "say in its maker which field carries the version, or why it has none"
    seen = (call.form if call.json is None else call.json)[call.version]
    before = effects()
    answer = call.sent(client, method, more={call.version: old(seen)})
    assert answer.status_code == 409, (answer.status_code, answer.content.decode()[-2000:])
    assert effects() == before
    assert call.sent(client, method).status_code < 400


@pytest.mark.parametrize("said", ["", None], ids=["empty", "left out"])
@pytest.mark.parametrize("route", EDITS, ids=lambda route: f"{route[1]} {route[0]}")
def test_an_edit_that_does_not_say_its_version_is_refused_and_changes_nothing(sender, route, said):
    call, method = MAKERS[route](), route[1]
    client = sender(call)
    if said is None:
        parts = {
            name: {k: v for k, v in (getattr(call, name) or {}).items() if k != call.version}
            for name in PARTS
        }
        call = replace(call, form=parts["form"], json=None if call.json is None else parts["json"])
    before = effects()
    answer = call.sent(client, method, more={} if said is None else {call.version: said})
    assert answer.status_code in (409, 422), (answer.status_code, answer.content.decode()[-2000:])
    assert effects() == before
